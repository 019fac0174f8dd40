"""The closed set of things the bot can want.

`Say` goes back to the person as the answer to their message. Everything in `Durable` is carried out by the
record keeper in one SQL transaction before the person is told (see `conversation`); each has exactly one
executor, and a test counts them. `Answered` is only counted, after the person was told, and may be lost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count

from bot.matching import Wishes
from bot.message import Kind
from bot.records import Fields, RecordKind

SAID = "say."


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap instead of typing. `token` names the question it belongs to: an old tap answers no other."""

    token: str
    label: str

    @classmethod
    def words(cls, said: str) -> "Choice":
        """A tap that stands for typing these words; it has no number."""
        return cls(f"{SAID}{said}", said)

    @property
    def numbered(self) -> bool:
        """Whether a number means it as well."""
        return not self.token.startswith(SAID)


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the person: `text`, then the choices as lines numbered from `first`, then `tail`.

    `first` 0: the choices have no numbers, because a number would answer something else. `before` are words that
    had to wait, said in front (see `mailbox`).
    """

    text: str
    choices: tuple[Choice, ...] = ()
    tail: str = ""
    first: int = 1
    before: tuple["Say", ...] = ()

    @property
    def end(self) -> int:
        """The first number that is not taken."""
        return self.first + sum(choice.numbered for choice in self.choices)

    def lines(self) -> Iterator[tuple[str, Choice]]:
        """Each choice and what stands before it: its number, "" where it has none."""
        numbers = count(self.first)
        for choice in self.choices:
            yield (f"{next(numbers)}. " if self.first and choice.numbered else ""), choice

    def plain(self) -> str:
        """The whole as plain text: what everybody can read and answer with a number."""
        return self.written(lambda choice: choice.label)

    def written(self, show: Callable[[Choice], str]) -> str:
        """The whole as one text, each choice shown by `show`."""
        lines = [f"{number}{show(choice)}" for number, choice in self.lines()]
        own = "\n".join(part for part in (self.text, *lines, self.tail) if part)
        return "\n\n".join(part for part in (*(each.written(show) for each in self.before), own) if part)


@dataclass(frozen=True, slots=True)
class Register:
    """File a request of this person and refer it to a station.

    An earlier one of the same kind for the same choice that staff have not closed is brought up to date, not doubled.
    `promised_at` is when the person was told that they will have been called; None when no call was promised.
    """

    kind: RecordKind
    fields: Fields
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Amend:
    """Put right one of the person's own requests that staff have not closed: what is said replaces what stood there."""

    record: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Learn:
    """Remember of the person what they said; it also completes their open requests that lack it, and routes them.

    A complaint may be made without a name: it is completed only when the details were given `about` it. The requests
    that they are given about may be promised a call by `promised_at`.
    """

    fields: Fields
    about: RecordKind | None = None
    promised_at: datetime | None = None


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
class Alert:
    """Tell the person of jobs with these wishes that are posted from now on; `passed` are ids of those they saw."""

    wishes: Wishes
    passed: tuple[str, ...]
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The person takes back one of their own requests."""

    record: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase what we keep of the person; open referrals stay as cases without a name."""


class QuestionEnding(StrEnum):
    """What became of a question: it got an answer, readings to choose from, none, or one that did not help."""

    ANSWERED = "answered"
    OFFERED = "offered"
    MISSED = "missed"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class Called:
    """The person says whether the station called them about this request of theirs (`record`).

    If not (`reached` False), it is opened again and goes before the others; a call is promised anew by `promised_at`.
    """

    record: int
    reached: bool
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The person whom the station could not reach says how to, about this request of theirs: it is opened again.

    `phone` is another number ("": the same), `note` when to call. A call is promised by `promised_at`.
    """

    record: int
    phone: str = ""
    note: str = ""
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that was not understood, or only doubtfully, or whose answer did not help: for staff to review.

    `guesses` are topics or intents, the likeliest first; `topic` is the policy entry it was about, if that is known.
    """

    text: str
    kind: Kind = Kind.TEXT
    guesses: tuple[str, ...] = field(default=())
    ending: QuestionEnding = QuestionEnding.MISSED
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got this topic's answer: counted, and its words kept for some weeks (see `store.asked.questions`)."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A recording or picture is to be fetched from WeChat (`media`) and kept for staff.

    `hear`: the person was told that we listen, so somebody has to tell them what came of it. `question` is the
    `Session.question` that stood open.
    """

    kind: Kind
    media: str
    question: str
    hear: bool = False


@dataclass(frozen=True, slots=True)
class PassOn:
    """Staff have taken over the talk: what the person did is for them, in words."""

    kind: Kind
    text: str


Durable = (
    Register
    | Amend
    | Learn
    | Consent
    | Bind
    | Follow
    | Subscribe
    | Alert
    | Withdraw
    | Forget
    | Called
    | Found
    | Missed
    | Keep
    | PassOn
)

Effect = Durable | Answered
