"""What the conversation needs of the world, as Protocols. Memory and real implementations share contract tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.effects import Answered, Durable, Missed
from bot.facts import Facts
from bot.records import Record


class StoreDown(Exception):
    """A store cannot be reached or refused to commit. Nothing was kept; the person must not be told otherwise."""


class ChannelError(Exception):
    """A message could not be handed to the person's phone.

    `permanent`: trying again is of no use, tell staff. `alert`: an operator has to act (IP list, quota, secret).
    `code` is the channel's own error number, 0 when there was none. Holds nothing personal, so it may be logged.
    """

    def __init__(self, reason: str, *, permanent: bool, alert: bool = False, code: int = 0) -> None:
        super().__init__(f"{reason} (code {code})" if code else reason)
        self.reason = reason
        self.permanent = permanent
        self.alert = alert
        self.code = code


@dataclass(frozen=True, slots=True)
class Opened:
    """The answer to `Sessions.open`: exactly one of the three holds.

    `seen` is the reply (JSON) of this very message, already handled. `busy`: another message of this person is
    being handled, try again soon. Otherwise the turn is ours: `session` is the stored JSON ("" for a new person)
    and `turn` must be given to `commit` or `release`.
    """

    session: str = ""
    seen: str | None = None
    busy: bool = False
    turn: str = ""


class Sessions(Protocol):
    """What is passing: dialog state and seen replies. One turn at a time per person."""

    def open(self, person: str, key: str) -> Opened:
        """Begin the turn of message `key`; one round trip. Raises StoreDown."""
        ...

    def commit(self, person: str, key: str, turn: str, session: str, reply: str) -> bool:
        """Keep session and reply and end the turn; one round trip.

        False when the turn had been lost to somebody else meanwhile (we were stopped for too long): nothing was
        written, take the turn again. Raises StoreDown.
        """
        ...

    def release(self, person: str, turn: str) -> None:
        """Give the turn up without keeping anything. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a commit left in the store: the records it made or changed, and the outbox rows to hand to the workers."""

    records: tuple[Record, ...] = ()
    outbox: tuple[int, ...] = ()


class Records(Protocol):
    """What must stay. SQL."""

    def facts(self, person: str) -> Facts:
        """Look-ups for one turn. Reading them may raise StoreDown."""
        ...

    def commit(self, person: str, key: str, at: datetime, effects: Sequence[Durable]) -> Receipt:
        """Carry out all effects of message `key` in one transaction, or none.

        Idempotent by (person, key, position): a second call with the same finds what is there. Raises StoreDown.
        """
        ...


class Dispatch(Protocol):
    """Hands outbox rows to the workers. A hint only: a sweeper finds every row that was not handed over."""

    def kick(self, outbox: Sequence[int]) -> None:
        """Ask for these rows to be delivered now. Never raises."""
        ...


class Questions(Protocol):
    """Counts the questions that were asked, and how each ended."""

    def note(self, person: str, at: datetime, asked: Sequence[Answered | Missed]) -> None:
        """Count these of one message. Never raises: a figure may be lost, an answer may not wait for it."""
        ...
