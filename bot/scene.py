"""What a turn has before it, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Final

from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, Step
from bot.dialogs.form import Dialog
from bot.effects import Choice, Effect, Say
from bot.facts import Facts
from bot.intents import Band, Detector, Intent
from bot.message import Inbound
from bot.policy import Found, PolicyBook
from bot.readers.leaning import leans
from bot.session import Session
from bot.stories.book import StoryBook
from bot.when import today

FAINT = 0.2
"""With it, of 1,500 messages of small talk 32 instead of 68 get an answer, of 420 right answers 3 are lost."""
_DOUBTFUL: Final = 0.7
"""Below it the book does not answer what the detector holds for nothing of ours: of 520 right answers 3 are lost, of 14
to what no entry answers 7 are withheld."""
_CERTAIN: Final = 0.9
_ASK_NOTHING: Final = frozenset(
    (
        Intent.GREET,
        Intent.THANKS,
        Intent.UNSUBSCRIBE,
        Intent.DELETE_DATA,
        Intent.UPDATE_CONTACT,
        Intent.WITHDRAW_APPLICATION,
    )
)
_ASK_US: Final = frozenset((Intent.CHECK_PROGRESS, Intent.POST_VACANCY))
"""What these want to know or have is not in the book: it is quoted beside them only where it is not `_DOUBTFUL`."""


@dataclass(frozen=True)
class Mind:
    """What understands: the intent detector and the policy book, each loaded when it is first needed; and the stories.

    A mind that is given no stories tells those of the project, the made-up ones too. `hears`: what a recording says is
    going to be found out by a worker.
    """

    load_detector: Callable[[], Detector]
    load_book: Callable[[], PolicyBook]
    stories: StoryBook = field(default_factory=partial(StoryBook, examples=True))
    hears: bool = False

    @cached_property
    def detector(self) -> Detector:
        """What a message is for."""
        return self.load_detector()

    @cached_property
    def book(self) -> PolicyBook:
        """What may be said of policy."""
        return self.load_book()

    def ready(self) -> "Mind":
        """Load both now: before the first message, and before processes fork that shall share them."""
        _ = self.detector, self.book
        return self

    def topic(self, text: str, on: date) -> Found:
        """What the book has for a message.

        Small talk can be likened to an entry by chance: what the detector holds for nothing of ours gets no answer,
        unless the book is `_CERTAIN`; nor does what surely asks for nothing, such as thanks.
        """
        found = self.book.find(text, on)
        if found.confidence >= _CERTAIN or not (found.entry or found.offered):
            return found
        reading = self.detector.read(text)
        doubtful = found.confidence < _DOUBTFUL
        faint = reading.band is Band.UNKNOWN and (reading.confidence < FAINT or doubtful)
        beside = reading.band is Band.ACT and (
            reading.intent in _ASK_NOTHING or (doubtful and reading.intent in _ASK_US)
        )
        if faint or beside:
            return Found(best=found.best, ranked=found.ranked, why=found.why)
        return found


@dataclass(frozen=True, slots=True)
class Scene:
    """One message with everything a turn may look at."""

    session: Session
    inbound: Inbound
    facts: Facts
    mind: Mind

    @property
    def text(self) -> str:
        """What was written or heard."""
        return self.inbound.text

    def topic(self) -> Found:
        """What the policy book has for the message; what names nothing (我六十了要不要) is not answered on a guess."""
        found = self.about(self.text)
        return replace(found, entry=None, offered=(found.entry,)) if found.entry and leans(self.text) else found

    def about(self, text: str) -> Found:
        """What the policy book has for a text, on this day."""
        return self.mind.topic(text, today(self.inbound.at))

    @property
    def dialog(self) -> Dialog | None:
        """The open dialog."""
        return DIALOGS.get(self.session.active)

    @property
    def form(self) -> Form | None:
        """The open dialog with its answers."""
        return Form(self.dialog, self.session, self.facts, today(self.inbound.at)) if self.dialog else None

    def with_text(self, text: str) -> "Scene":
        """The same scene with another text, as if it had been written."""
        return replace(self, inbound=self.inbound.with_text(text))

    def with_session(self, session: Session) -> "Scene":
        """The same scene with another session."""
        return replace(self, session=session)

    def saying(self, text: str, *choices: tuple[str, str], tail: str = "") -> "Turn":
        """Words and things to tap, given as (token, label); a bare number then means the choice of that number."""
        return Turn(self.session, Say(text, tuple(Choice(token, label) for token, label in choices), tail))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to: the session after it, the reply (None: silence), and what is to be carried out."""

    session: Session
    say: Say | None
    effects: tuple[Effect, ...] = ()

    @classmethod
    def of(cls, step: Step) -> "Turn":
        """A step of a form is a turn without further ado."""
        return cls(step.session, step.say, step.effects)

    def adding(self, *effects: Effect) -> "Turn":
        """The same turn with more to be carried out, first."""
        return replace(self, effects=(*effects, *self.effects))
