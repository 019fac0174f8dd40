"""The closed set of things the bot can want.

`Say` goes back to the person as the answer to their message. Everything in `Durable` is carried out by the
record keeper in one SQL transaction before the person is told (see `conversation`); each has exactly one
executor, and a test counts them.
"""

from dataclasses import dataclass, field

from bot.message import Kind
from bot.records import Fields, RecordKind


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap instead of typing. `token` names the question it belongs to: an old tap answers no other."""

    token: str
    label: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the person: `text`, then the choices as lines numbered from `first`, then `tail`."""

    text: str
    choices: tuple[Choice, ...] = ()
    tail: str = ""
    first: int = 1

    def plain(self) -> str:
        """The whole as plain text: what everybody can read and answer with a number."""
        lines = [f"{number}. {choice.label}" for number, choice in enumerate(self.choices, start=self.first)]
        return "\n".join(part for part in (self.text, *lines, self.tail) if part)


@dataclass(frozen=True, slots=True)
class Register:
    """File a request of this person and refer it to a station.

    An earlier one of the same kind for the same choice that staff have not closed is brought up to date, not doubled.
    """

    kind: RecordKind
    fields: Fields


@dataclass(frozen=True, slots=True)
class Amend:
    """Put right one of the person's own requests that staff have not closed: what is said replaces what stood there."""

    record: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Learn:
    """Remember of the person what they said; it also completes their open requests that lack it, and routes them.

    A complaint may be made without a name: it is completed only when the details were given `about` it.
    """

    fields: Fields
    about: RecordKind | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """The person agreed that we keep their data; `wording` is the sentence they agreed to."""

    wording: str


@dataclass(frozen=True, slots=True)
class Bind:
    """The person belongs to the station whose QR code they scanned (`scene`)."""

    scene: str


@dataclass(frozen=True, slots=True)
class Follow:
    """The person follows the account (True) or has left it (False: their data are to be erased)."""

    follows: bool


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Whether the person wants to be sent news (False after 退订)."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The person takes back one of their own requests."""

    record: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase what we keep of the person; open referrals stay as cases without a name."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that was not understood, or only doubtfully, kept for staff to review."""

    text: str
    kind: Kind = Kind.TEXT
    guesses: tuple[str, ...] = field(default=())


Durable = Register | Amend | Learn | Consent | Bind | Follow | Subscribe | Withdraw | Forget | Missed
