"""What the conversation needs of the world, as Protocols. Memory and real implementations share contract tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.effects import Answered, Durable, Missed, Say
from bot.facts import Facts
from bot.message import Inbound
from bot.records import Record


class StoreDown(Exception):
    """A store cannot be reached or refused to commit. Nothing was kept; the person must not be told otherwise."""


class Trouble(StrEnum):
    """What kind of failure a `ChannelError` is, for those who do different things about them."""

    OTHER = "other"
    CLOSED = "closed"
    """Too long since the person did something: not before they write again."""
    SPENT = "spent"
    """As many messages as they may get were sent: not before they write again."""
    GONE = "gone"
    """The person left, blocked us or is unknown."""
    QUOTA = "quota"
    """The account has sent all that it may today."""
    BUSY = "busy"
    """The channel did not take it; nothing was sent, try again later."""
    UNSURE = "unsure"
    """No answer came: it may have been sent."""
    DOUBLE = "double"
    """The same was handed over before."""


class ChannelError(Exception):
    """A message could not be handed to the person's phone.

    `permanent`: trying again is of no use, tell staff. `alert`: an operator has to act (IP list, quota, secret).
    `code` is the channel's own error number, 0 when there was none. Holds nothing personal, so it may be logged.
    """

    def __init__(
        self, reason: str, *, permanent: bool, alert: bool = False, code: int = 0, trouble: Trouble = Trouble.OTHER
    ) -> None:
        super().__init__(f"{reason} (code {code})" if code else reason)
        self.reason = reason
        self.permanent = permanent
        self.alert = alert
        self.code = code
        self.trouble = trouble


class Pace(StrEnum):
    """How fast a person sends: so that it can be read, or too fast, of which they are to be told now, or were."""

    FINE = "fine"
    TELL = "tell"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Opened:
    """The answer to `Sessions.open`: exactly one of the four holds.

    `seen` is the reply (JSON) of this very message, already handled. `busy`: a message of this person is being
    handled (`same`: this very one), try again soon. `pace`: they send faster than anybody can mean it. Otherwise the
    turn is ours: `session` is the stored JSON ("" for a new person) and `turn` must be given to `commit` or `release`.
    `held` is the mark of mail that waits for the person, or "". `attended` is the mark of staff having taken over the
    talk, or "": a hint to look, see `Facts.attendant`.
    """

    session: str = ""
    seen: str | None = None
    busy: bool = False
    turn: str = ""
    held: str = ""
    attended: str = ""
    same: bool = False
    pace: Pace = Pace.FINE


@dataclass(frozen=True, slots=True)
class Line:
    """What is put at the end of a list beside the sessions, for the sweeper to write to SQL."""

    list: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with a session: the mark `held` is taken away, `lines` are put into their lists.

    `alarm`: when the talk is to be looked at again (see `Session.alarm`), in place of whatever was set before.
    """

    held: str = ""
    lines: Sequence[Line] = ()
    alarm: int = 0


ALONE: Final = Beside()


class Sessions(Protocol):
    """What is passing: dialog state and seen replies. One turn at a time per person."""

    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        """Begin the turn of message `key`; one round trip. When it was an `act` of the person, that is noted.

        Raises StoreDown.
        """
        ...

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, beside: Beside = ALONE) -> bool:
        """Keep session and reply, and what stands `beside` them, and end the turn; one trip.

        False when the turn had been lost to somebody else meanwhile (we were stopped for too long): nothing was
        written, take the turn again. Raises StoreDown.
        """
        ...

    def release(self, person: str, turn: str) -> None:
        """Give the turn up without keeping anything. Never raises."""
        ...

    def refuse(self, person: str, key: str, reply: str) -> str | None:
        """Have `reply` be the answer to message `key` for good: no try at it is handled any more.

        Returns what its answer now is: an earlier one if there was; None when it is being handled. Raises StoreDown.
        """
        ...

    def hold(self, person: str, mark: str) -> None:
        """Mail waits for the person, as their next `open` tells. Raises StoreDown."""
        ...

    def attend(self, person: str, mark: str) -> None:
        """Staff have taken over the talk, as every `open` tells from now on; "": they have it no more. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """What had to wait and goes out with a reply, oldest first, and the outbox rows of what did not fit beside it."""

    says: tuple[Say, ...] = ()
    outbox: tuple[int, ...] = ()


class Mailbox(Protocol):
    """What could not be sent and waits for the person's next message. SQL."""

    def collect(self, inbound: Inbound, say: Say | None, *, attended: bool = False) -> Mail:
        """Take out what goes with the reply `say` to `inbound`; the same again for the same message.

        `attended`: staff have the talk, so only their words go out, and those of the bot stay. Raises StoreDown.
        """
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a commit left in the store: the records it made or changed, and the outbox rows to hand to the workers."""

    records: tuple[Record, ...] = ()
    outbox: tuple[int, ...] = ()


class Records(Protocol):
    """What must stay. SQL."""

    def facts(self, person: str, at: datetime) -> Facts:
        """Look-ups for one turn at this moment. Reading them may raise StoreDown."""
        ...

    def commit(self, person: str, key: str, at: datetime, effects: Sequence[Durable]) -> Receipt:
        """Carry out all effects of message `key` in one transaction, or none.

        Idempotent by (person, key, position): a second call with the same finds what is there. Raises StoreDown.
        """
        ...

    def acted(self, person: str, key: str) -> bool:
        """Whether message `key` has filed or changed a request. Raises StoreDown."""
        ...


class Dispatch(Protocol):
    """Hands outbox rows to the workers. A hint only: a sweeper finds every row that was not handed over."""

    def kick(self, outbox: Sequence[int]) -> None:
        """Ask for these rows to be delivered now. Never raises."""
        ...


class Questions(Protocol):
    """Counts the questions that were asked, and how each ended."""

    def note(self, person: str, at: datetime, asked: Sequence[Answered | Missed]) -> Sequence[Line]:
        """Count these of one message, by what is kept with its session: a figure is worth no trip of its own."""
        ...


class Transcript(Protocol):
    """What was said in a talk, for staff to read."""

    def note(self, inbound: Inbound, heard: str, said: str) -> Sequence[Line]:
        """Note what the person said and what the bot replied, by what is kept with the session."""
        ...
