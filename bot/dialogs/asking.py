"""Asking: opening a form, posing its open question, showing a list page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogs.form import (
    CONFIRM,
    CONSENT,
    FOR_WHOM,
    OTHERS,
    REACH,
    Context,
    Dialog,
    Option,
    Question,
    digest_of,
)
from bot.dialogs.kinds import FromList
from bot.effects import Choice, Durable, Say
from bot.facts import Facts
from bot.phrases import talk
from bot.readers.for_whom import SOMEBODY, find_for_whom
from bot.readers.people import people_in
from bot.session import Answers, Asked, Session, Value

PAGE = 5
YES, NO = "yes", "no"
OF_THE_PERSON = {"name", "phone", "village"}


@dataclass(frozen=True, slots=True)
class Form:
    """An open dialog in its session: what every step works on."""

    dialog: Dialog
    session: Session
    facts: Facts
    on: date | None = None

    @property
    def context(self) -> Context:
        """What the questions may look at."""
        return Context(self.facts, self.answers, self.on)

    @property
    def answers(self) -> Answers:
        """The answers so far."""
        return self.session.answers(self.dialog.name)

    @property
    def question(self) -> Question | None:
        """The open question; None when only the confirmation is left."""
        return self.dialog.pending(self.context)

    def with_answers(self, answers: Answers) -> "Form":
        """The same form with these answers."""
        return replace(self, session=self.session.with_answers(self.dialog.name, answers))

    def without(self, key: str) -> "Form":
        """The same form with one answer forgotten."""
        return self.with_answers({each: value for each, value in self.answers.items() if each != key})


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of one step: the session after it, the words, and what is to be carried out."""

    session: Session
    say: Say
    effects: tuple[Durable, ...] = ()


def lead_in(lead: str, say: Say) -> Say:
    """Put words before a question."""
    return replace(say, text=f"{lead}\n{say.text}" if say.text else lead) if lead else say


# --- opening -------------------------------------------------------------------------------------------------


def start(dialog: Dialog, session: Session, facts: Facts, text: str = "", on: date | None = None) -> Form:
    """Open a dialog, or take it up again: what is known or was said in `text`, on the day `on`, is not asked."""
    before = dict(session.answers(dialog.name))
    if text and dialog.question("name") and (whom := find_for_whom(text)):
        before[FOR_WHOM] = whom
    people = people_in(text) if dialog.question("name") else ()
    if len(people) > 1:
        before |= {**first_of(people), OTHERS: text.strip()}
    known = _known(dialog, session, facts, with_person=FOR_WHOM not in before)
    opened = replace(session.set_aside() if session.active != dialog.name else session, active=dialog.name)
    form = Form(dialog, opened, facts, on).with_answers({**known, **before})
    told_now = found(form, text)
    told = (*known, *told_now, FOR_WHOM)
    return replace(form, session=replace(form.session, told=told)).with_answers({**form.answers, **told_now})


def first_of(people: Sequence[tuple[str, str]]) -> dict[str, Value]:
    """The answers with which several people's forms begin: those of the first."""
    name, phone = people[0]
    return {FOR_WHOM: SOMEBODY, "name": name, "phone": phone}


def _known(dialog: Dialog, session: Session, facts: Facts, *, with_person: bool) -> dict[str, Value]:
    """What the profile knows, and what was just given in another form that is set aside."""
    keys = {question.key for question in dialog.questions} - {CONSENT}
    known = {q.key: value for q in dialog.questions if (value := q.prefill(facts)) is not None}
    for answers in session.drafts.values():
        if FOR_WHOM not in answers and (CONSENT in answers or facts.profile().consented):
            known |= {key: value for key, value in answers.items() if key in keys & {*OF_THE_PERSON, REACH}}
    if with_person:
        return known
    home = next((record.fields.village for record in facts.records() if record.fields.village), None)
    theirs: dict[str, Value] = {"village": home} if home and "village" in keys else {}
    return theirs | {key: value for key, value in known.items() if key not in ("name", "phone", REACH)}


def found(form: Form, text: str, besides: str = "", *, again: bool = False) -> dict[str, Value]:
    """Look for answers in a message that was not asked for them; only what is beyond doubt.

    Questions that are answered already are passed over unless `again`.
    """
    if not text:
        return {}
    others = (q for q in form.dialog.questions if q.key != besides)
    wanted = (q for q in others if again or q.narrows or q.key not in form.answers)
    values = {q.key: q.answer.find(text, form.context) for q in wanted}
    return {key: value for key, value in values.items() if value is not None}


# --- posing --------------------------------------------------------------------------------------------------


def ask(form: Form, lead: str = "", *, again: bool = False) -> Step:
    """Ask the open question, `again` for the shorter wording; a list that is on the screen stays as it was shown."""
    question = form.question
    if question is None:
        return _ask_to_confirm(form, lead)
    options = question.answer.options(form.context)
    listed = shown(form, question)
    start_at = (len(listed) - 1) // PAGE * PAGE if options else 0
    return pose(form, question, Page(listed, start_at, rest=len(options) > len(listed)), lead, again=again)


def still_asks(form: Form, asked: Asked) -> bool:
    """Whether what was asked is what `ask` would ask now; only a summary has to be written to know that."""
    question = form.question
    now = Asked(form.dialog.name, question.key, question.digest) if question else ask(form).session.asked
    return now is not None and (asked.dialog, asked.key, asked.digest) == (now.dialog, now.key, now.digest)


@dataclass(frozen=True, slots=True)
class Page:
    """All options shown so far, of which those from `start` on are shown now; `rest`: there are more."""

    listed: Sequence[Option]
    start: int = 0
    rest: bool = False


def pose(form: Form, question: Question, page: Page, lead: str = "", *, again: bool = False) -> Step:
    """Put a question with a page of its list."""
    asked = Asked(form.dialog.name, question.key, question.digest, tuple(option.id for option in page.listed))
    choices = tuple(Choice(_token(asked, option.id), option.label or talk.GONE) for option in page.listed[page.start :])
    tail = (talk.MORE if page.rest else talk.NO_MORE if page.start else "") if choices else ""
    taps = _beside(question, page) if choices else ()
    say = Say(question.words(form.context, again=again), (*choices, *taps), tail, first=page.start + 1)
    return Step(replace(form.session, asked=asked), lead_in(lead, say))


def _beside(question: Question, page: Page) -> tuple[Choice, ...]:
    """What can be tapped below a list besides its lines."""
    suits = (talk.NONE_SUITS,) if is_offer(question) else ()
    return tuple(map(Choice.words, ((talk.SEE_MORE,) if page.rest else ()) + suits))


def is_offer(question: Question) -> bool:
    """Whether it is a list of what is on offer (jobs, courses), of which nothing may suit."""
    return isinstance(question.answer, FromList) and bool(question.answer.others)


def more(form: Form) -> Step | None:
    """Show the next page of the open question's list; None when it has no list."""
    question, asked = form.question, form.session.asked
    options = question.answer.options(form.context) if question else ()
    if question is None or asked is None or not options:
        return None
    before = len(asked.options)
    listed = options[: before + PAGE]
    if len(listed) == before:
        return ask(form, talk.NOTHING_MORE, again=True)
    return pose(form, question, Page(listed, before, rest=len(options) > len(listed)), again=True)


def shown(form: Form, question: Question) -> Sequence[Option]:
    """The numbered list as the person saw it; what cannot be had any more keeps its number but has no label."""
    asked, context = form.session.asked, form.context
    if asked is None or (asked.dialog, asked.key) != (form.dialog.name, question.key) or not asked.options:
        return question.answer.options(context)[:PAGE]
    return [question.answer.option(ident, context) or Option(ident, "", "") for ident in asked.options]


def from_the_top(form: Form) -> Form:
    """A list that was leafed through is shown from its beginning: a message of its own is numbered from 1."""
    question = form.question
    if question is None or not question.answer.options(form.context):
        return form
    return replace(form, session=replace(form.session, asked=None))


def _ask_to_confirm(form: Form, lead: str) -> Step:
    dialog, answers = form.dialog, form.answers
    questions = dialog.applying(form.context)
    lines = [f"{q.label}：{q.answer.show(answers[q.key])}" for q in questions]
    if whom := answers.get(FOR_WHOM):
        lines.insert(0, talk.FOR_WHOM.format(whom=whom))
    text = "\n".join((dialog.summary, *lines))
    changes = [(q.key, talk.SUMMARY_CHANGE.format(label=q.label)) for q in questions]
    listed = [(YES, dialog.yes), *([(NO, dialog.no)] if dialog.no else changes)]
    asked = Asked(dialog.name, CONFIRM, digest_of(text), tuple(key for key, _ in listed))
    choices = tuple(Choice(_token(asked, key), label) for key, label in listed)
    return Step(replace(form.session, active=dialog.name, asked=asked), lead_in(lead, Say(text, choices)))


def _token(asked: Asked, option: str) -> str:
    return f"a.{asked.dialog}.{asked.key}.{asked.digest}.{option}"
