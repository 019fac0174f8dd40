"""What a dialog is: an ordered table of questions and an ending. All its state is its answers.

The open question is derived: the first one that applies and has no answer. So going back is dropping an answer,
resuming is asking what is open, and several answers in one message simply leave fewer questions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Protocol

from bot.effects import Durable
from bot.facts import Facts
from bot.phrases import talk
from bot.readers.reach import WRITE
from bot.records import Fields, Picked, Place
from bot.session import Answers, Value

CONFIRM = "confirm"
CONSENT = "consent"
FOR_WHOM = "for_whom"
AMENDS = "amends"  # an answer that is none: the id of the request that is put right
REACH = "reach"  # the answer begins with `readers.reach.WRITE`, or is `CALLS`
ABOUT = "about"  # an answer that is none: the kind of request that contact details are given for
OTHERS = "others"  # an answer that is none: the message in which several people were named
NOBODY = "nobody"  # the answer to "household": nobody in it works
WANTED = "wanted"  # an answer that is none: keeps a form that was asked for and waits


@dataclass(frozen=True, slots=True)
class Context:
    """What questions may look at: the facts of this turn, the answers so far, the day (None: it does not matter)."""

    facts: Facts
    answers: Answers
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a numbered list; `id` stays the same however the list changes, `detail` is told when asked for."""

    id: str
    label: str
    value: Value
    detail: str = ""


class Answer(Protocol):
    """A kind of answer: how it is read from a text, offered as a list, and shown."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """The answer to this very question; `shown` is the numbered list the person saw. Raises NotUnderstood."""
        ...

    def find(self, text: str, context: Context) -> Value | None:
        """The value, if a message about anything holds it beyond doubt."""
        ...

    def options(self, context: Context) -> Sequence[Option]:
        """The numbered list to choose from; empty when the answer is free."""
        ...

    def option(self, ident: str, context: Context) -> Option | None:
        """The option of this id, if it can still be had."""
        ...

    def show(self, value: Value) -> str:
        """The value as it stands in the summary."""
        ...


def always(context: Context) -> bool:
    """Ask in any case."""
    return True


def nothing_chosen(key: str) -> Callable[[Context], bool]:
    """Only while no line of the list `key` is chosen: a chosen one says itself what was looked for."""

    def none_yet(context: Context) -> bool:
        picked = context.answers.get(key)
        return not (isinstance(picked, Picked) and picked.id)

    return none_yet


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the table. `wording` is how it is first asked, `short` how it is asked again.

    `prefill` names the profile field that answers it without asking; `why` tells what the answer is for, `example`
    what an answer looks like. `other` is the wording when it is asked about somebody else than the writer, `uncalled`
    when it is asked of somebody who wants no calls. `as_said` are the reasons of a misreading that give way when the
    person insists: their words are kept then as they are.
    One that is not `posed` is never asked: it is answered when somebody says so in passing. One that `narrows` may be
    answered again and again, each time with more, and the list of the open question is made anew then.
    """

    key: str
    label: str
    wording: str
    short: str
    answer: Answer
    why: str = ""
    example: str = ""
    other: str = ""
    uncalled: str = ""
    as_said: tuple[str, ...] = ()
    posed: bool = True
    narrows: bool = False
    when: Callable[[Context], bool] = always
    prefill: Callable[[Facts], Value | None] = lambda facts: None

    def words(self, context: Context, *, again: bool) -> str:
        """The question as it is put now."""
        if self.other and FOR_WHOM in context.answers:
            return self.other
        if self.uncalled and no_calls(context.answers):
            return self.uncalled
        return self.short if again else self.wording

    @property
    def digest(self) -> str:
        """Stands for the wording as written: it changes when the question does."""
        return digest_of(self.wording)


def no_calls(answers: Answers) -> bool:
    """Whether they said that they want no calls."""
    return str(answers.get(REACH, "")).startswith(WRITE)


def digest_of(words: str) -> str:
    """Return eight characters that stand for these words."""
    return blake2b(words.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Ending:
    """What a finished dialog wants done, and what is said once it is done."""

    effects: tuple[Durable, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form. `title` is how it is called when we speak of it, `opening` the words it begins with.

    `summary` stands above the answers when they are to be confirmed, `yes` is the line that confirms them, `no` one
    that gives up, in place of the lines that change an answer, `unwilling` what is said to somebody who does not
    want their data kept. `reminds`: the person is reminded of it when they leave it unfinished.
    """

    name: str
    title: str
    opening: Callable[[Facts], str]
    questions: tuple[Question, ...]
    finish: Callable[[Context], Ending]
    summary: str
    yes: str
    no: str = ""
    unwilling: str = talk.CONSENT_REFUSED
    reminds: bool = True

    def question(self, key: str) -> Question | None:
        """The question with this key."""
        return next((question for question in self.questions if question.key == key), None)

    def pending(self, context: Context) -> Question | None:
        """The open question: the first that applies and has no answer; None when only the confirmation is left."""
        return next((q for q in self.questions if q.posed and q.key not in context.answers and q.when(context)), None)

    def applying(self, context: Context) -> tuple[Question, ...]:
        """The questions that apply and are answered with something to show, for the summary."""
        answers = context.answers
        asked = (q for q in self.questions if q.key in answers and q.key != CONSENT and q.when(context))
        return tuple(q for q in asked if q.answer.show(answers[q.key]))


def fields_of(answers: Answers) -> Fields:
    """Gather the answers of any dialog into the fields of a request, by their keys."""

    def text(key: str) -> str:
        value = answers.get(key, "")
        return value if isinstance(value, str) else ""

    village = answers.get("village")
    choice = next((value for value in answers.values() if isinstance(value, Picked)), None)
    return Fields(
        name=text("name"),
        phone=text("phone"),
        village=village if isinstance(village, Place) else None,
        choice=choice,
        product=text("product"),
        quantity=text("quantity"),
        note="\n".join(filter(None, map(text, ("note", "subject", "price", REACH)))),
        for_whom=text(FOR_WHOM),
        nobody_works=text("household") == NOBODY,
        age=text("age"),
        wage=text("wage"),
        skill=text("skill"),
        in_writing=no_calls(answers) if REACH in answers else None,
    )
