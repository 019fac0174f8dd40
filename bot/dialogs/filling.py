"""Filling in a form: ask, read, keep, go back, confirm. One engine for all dialogs.

Every function takes a session and gives a new one together with what is to be said. A reply that cannot be read
raises NotUnderstood, so that the caller may see whether it was meant for something else; `misread` then asks again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dialogs.common import REFUSED
from bot.dialogs.form import CONFIRM, CONSENT, FOR_WHOM, Context, Dialog, Option, Question, context_of, digest_of
from bot.dialogs.kinds import place_option
from bot.effects import Choice, Consent, Durable, Say
from bot.facts import Facts
from bot.phrases import reading, talk
from bot.readers import NotUnderstood
from bot.readers.choice import read_choice
from bot.readers.for_whom import find_for_whom
from bot.readers.place import AmbiguousPlace
from bot.readers.yes_no import read_yes_no
from bot.records import Picked
from bot.session import Answers, Asked, Session, Value

PAGE = 5
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of one step: the session after it, the words, and what is to be carried out."""

    session: Session
    say: Say
    effects: tuple[Durable, ...] = ()


def lead_in(lead: str, say: Say) -> Say:
    """Put words before a question."""
    return replace(say, text=f"{lead}\n{say.text}" if lead and say.text else lead or say.text)


# --- asking --------------------------------------------------------------------------------------------------


def start(dialog: Dialog, session: Session, facts: Facts, text: str = "") -> Step:
    """Open a dialog, or take it up again: what is known or was said in `text` is not asked."""
    opened = replace(session.set_aside() if session.active != dialog.name else session, active=dialog.name)
    before = opened.answers(dialog.name)
    if whom := _for_whom(dialog, text):
        before = {**before, FOR_WHOM: whom}
    known = {q.key: value for q in dialog.questions if (value := q.prefill(facts)) is not None}
    if FOR_WHOM in before:
        known = {key: value for key, value in known.items() if key not in ("name", "phone")}
    found = _found(dialog, Context(facts, {**known, **before}), text)
    opened = replace(opened, told=(*known, *found, FOR_WHOM)).with_answers(dialog.name, {**known, **before, **found})
    return ask(dialog, opened, facts, dialog.opening(facts))


def _for_whom(dialog: Dialog, text: str) -> str | None:
    """Who it is for, when the message says that it is for somebody else."""
    return find_for_whom(text) if text and dialog.question("name") else None


def ask(dialog: Dialog, session: Session, facts: Facts, lead: str = "", *, again: bool = False) -> Step:
    """Ask the open question; `again` for the shorter wording."""
    context = context_of(dialog, session, facts)
    question = dialog.pending(context)
    if question is None:
        return _ask_to_confirm(dialog, session, context, lead)
    options = question.answer.options(context)[:PAGE]
    words = question.words(context, again=again)
    return _pose(question, session, options, words, lead)


def _pose(question: Question, session: Session, options: Sequence[Option], words: str, lead: str) -> Step:
    asked = Asked(session.active, question.key, question.digest, tuple(option.id for option in options))
    choices = tuple(Choice(_token(asked, option.id), option.label) for option in options)
    say = Say(words, choices, talk.MORE if len(options) == PAGE else "")
    return Step(replace(session, asked=asked), lead_in(lead, say))


def _ask_to_confirm(dialog: Dialog, session: Session, context: Context, lead: str) -> Step:
    questions = dialog.applying(context)
    lines = [f"{q.label}：{q.answer.show(context.answers[q.key])}" for q in questions]
    if whom := context.answers.get(FOR_WHOM):
        lines.insert(0, talk.FOR_WHOM.format(whom=whom))
    text = "\n".join((dialog.summary, *lines))
    changes = [(q.key, talk.SUMMARY_CHANGE.format(label=q.label)) for q in questions]
    listed = [(YES, dialog.yes), *([(NO, dialog.no)] if dialog.no else changes)]
    asked = Asked(dialog.name, CONFIRM, digest_of(text), tuple(key for key, _ in listed))
    choices = tuple(Choice(_token(asked, key), label) for key, label in listed)
    return Step(replace(session, active=dialog.name, asked=asked), lead_in(lead, Say(text, choices)))


def more(dialog: Dialog, session: Session, facts: Facts) -> Step | None:
    """Show the next page of the open question's list; None when it has no list."""
    context = context_of(dialog, session, facts)
    question, asked = dialog.pending(context), session.asked
    if question is None or asked is None or not asked.options:
        return None
    options = question.answer.options(context)
    shown = len(asked.options)
    page = options[shown : shown + PAGE]
    asked = replace(asked, options=tuple(option.id for option in options[: shown + len(page)]))
    choices = tuple(Choice(_token(asked, option.id), option.label) for option in page)
    rest = shown + len(page) < len(options)
    say = Say(question.short if page else "", choices, talk.MORE if rest else talk.NO_MORE, first=shown + 1)
    return Step(replace(session, asked=asked), say)


def _token(asked: Asked, option: str) -> str:
    return f"a.{asked.dialog}.{asked.key}.{asked.digest}.{option}"


# --- reading a reply -----------------------------------------------------------------------------------------


def reply(dialog: Dialog, session: Session, facts: Facts, text: str) -> Step:
    """Read a text as the answer to the open question. Raises NotUnderstood."""
    context = context_of(dialog, session, facts)
    question = dialog.pending(context)
    if question is None:
        return _confirm(dialog, session, context, text)
    found = _found(dialog, context, text, besides=question.key)
    try:
        value = question.answer.read(text, _shown(question, session, context), context)
    except NotUnderstood:
        if not found:
            raise
        return _keep(dialog, session, facts, found, _noted(dialog, found))
    kept = {**found, question.key: value}
    plain = not found and question.answer.show(value) == text.strip()
    quiet = plain or question.key == CONSENT or bool(question.answer.options(context))
    return _keep(dialog, session, facts, kept, "" if quiet else _noted(dialog, kept))


def tap(dialog: Dialog, session: Session, facts: Facts, asked: Asked, option: str) -> Step | None:
    """Take a tapped option of the question `asked`; None when that choice is past and means nothing any more."""
    context = context_of(dialog, session, facts)
    if asked.key == CONFIRM:
        current = session.asked
        if current is None or (current.key, current.digest) != (asked.key, asked.digest):
            return None
        return _confirmed(dialog, session, context, option)
    question = dialog.question(asked.key)
    picked = question and question.answer.option(option, context)
    if not question or not picked or (asked.key == CONSENT and not question.when(context)):
        return None
    return _keep(dialog, session, facts, {question.key: _placed(picked, question.answer.options(context))}, "")


def _placed(picked: Option, listed: Sequence[Option]) -> Value:
    """The value of an option, with its number in the list."""
    numbers = {option.id: number for number, option in enumerate(listed, start=1)}
    value = picked.value
    return replace(value, position=numbers[picked.id]) if isinstance(value, Picked) else value


def misread(dialog: Dialog, session: Session, facts: Facts, why: NotUnderstood) -> Step:
    """Say what was wrong with the answer and ask again: with an example the second time, a person the third."""
    context = context_of(dialog, session, facts)
    question, asked = dialog.pending(context), session.asked
    tries = asked.tries + 1 if asked else 1
    if question and why.reason == "phone_refused":
        if asked and asked.refused:
            return _keep(dialog, session, facts, {question.key: ""}, "")
        return _again(dialog, session, facts, talk.PHONE_REFUSED, tries, refused=True)
    if question and isinstance(why, AmbiguousPlace):
        lead = reading.say(why.reason, **why.details)
        options = [place_option(place) for place in why.options]
        return _pose(question, session, options, question.words(context, again=True), lead)
    lines = [reading.say(why.reason, **why.details)]
    if tries > 1 and question and question.example:
        lines.append(talk.FOR_EXAMPLE.format(example=question.example))
    if tries > 2:
        lines.append(talk.OFFER_STAFF)
    return _again(dialog, session, facts, "\n".join(lines), tries, refused=bool(asked and asked.refused))


def _again(dialog: Dialog, session: Session, facts: Facts, lead: str, tries: int, *, refused: bool) -> Step:
    step = ask(dialog, session, facts, lead, again=True)
    asked = step.session.asked
    return replace(step, session=replace(step.session, asked=asked and replace(asked, tries=tries, refused=refused)))


def _shown(question: Question, session: Session, context: Context) -> Sequence[Option]:
    """The numbered list as the person saw it; what cannot be had any more keeps its number but has no label."""
    asked = session.asked
    if asked is None or asked.key != question.key or not asked.options:
        return question.answer.options(context)[:PAGE]
    return [question.answer.option(ident, context) or Option(ident, "", "") for ident in asked.options]


def _found(dialog: Dialog, context: Context, text: str, besides: str = "") -> dict[str, Value]:
    """Look for answers in a message that was not asked for them; only what is beyond doubt."""
    if not text:
        return {}
    open_ones = (q for q in dialog.questions if q.key != besides and q.key not in context.answers)
    found = {q.key: q.answer.find(text, context) for q in open_ones}
    return {key: value for key, value in found.items() if value is not None}


def _noted(dialog: Dialog, kept: Mapping[str, Value]) -> str:
    shown = [q.answer.show(kept[q.key]) for q in dialog.questions if q.key in kept and q.key != CONSENT]
    return talk.NOTED.format(what="，".join(shown)) if shown else ""


def _keep(dialog: Dialog, session: Session, facts: Facts, kept: Answers, lead: str) -> Step:
    """Keep answers and ask what is open then; refusing consent ends the dialog."""
    if kept.get(CONSENT) == REFUSED:
        return Step(session.without(dialog.name), Say(talk.CONSENT_REFUSED))
    effects = (Consent(talk.CONSENT),) if CONSENT in kept else ()
    answers = {key: value for key, value in session.answers(dialog.name).items() if key not in kept}
    session = session.with_answers(dialog.name, {**answers, **kept})
    session = replace(session, told=tuple(key for key in session.told if key not in kept))
    return replace(ask(dialog, session, facts, lead), effects=effects)


# --- confirming, changing, leaving ---------------------------------------------------------------------------


def _confirm(dialog: Dialog, session: Session, context: Context, text: str) -> Step:
    """Read a reply to the summary: yes, no, a number, or a value that differs."""
    asked = session.asked
    options = asked.options if asked else ()
    if text.strip().isdecimal():
        return _confirmed(dialog, session, context, options[read_choice(text, options)])
    try:
        agreed = read_yes_no(text)
    except NotUnderstood:
        return _change_to(dialog, session, context, text)
    if agreed:
        return _confirmed(dialog, session, context, YES)
    if dialog.no:
        return _confirmed(dialog, session, context, NO)
    return ask(dialog, session, context.facts, talk.SUMMARY_AGAIN)


def _confirmed(dialog: Dialog, session: Session, context: Context, option: str) -> Step:
    if option == NO:
        return Step(session.without(dialog.name), Say(talk.NOT_CONFIRMED))
    if option != YES:
        return drop(dialog, session, context.facts, option)
    ending = dialog.finish(context)
    return Step(session.without(dialog.name), Say(ending.words), ending.effects)


def _change_to(dialog: Dialog, session: Session, context: Context, text: str) -> Step:
    """A value that stands in the text and differs from the one in the summary is a correction."""
    found = _found(dialog, Context(context.facts, {}), text)
    changed = {key: value for key, value in found.items() if value != context.answers.get(key) and key != CONSENT}
    if changed:
        return change(dialog, session, context.facts, changed)
    named = [q for q in dialog.applying(context) if q.label in text]
    if len(named) == 1:
        return drop(dialog, session, context.facts, named[0].key)
    raise NotUnderstood("confirm")


def change(dialog: Dialog, session: Session, facts: Facts, changed: Answers) -> Step:
    """Put new values in place of former answers, in their place in the order."""
    answers = {**session.answers(dialog.name), **changed}
    shown = "，".join(q.answer.show(changed[q.key]) for q in dialog.questions if q.key in changed)
    return ask(dialog, session.with_answers(dialog.name, answers), facts, talk.CHANGED.format(what=shown), again=True)


def drop(dialog: Dialog, session: Session, facts: Facts, key: str, lead: str = "") -> Step:
    """Forget one answer, so that its question is open again."""
    answers = {each: value for each, value in session.answers(dialog.name).items() if each != key}
    return ask(dialog, session.with_answers(dialog.name, answers), facts, lead)


def back(dialog: Dialog, session: Session, facts: Facts) -> Step:
    """Go back one question: forget the last answer that the person was asked for."""
    given = [key for key in session.answers(dialog.name) if key not in session.told and key != CONSENT]
    if not given:
        return ask(dialog, session, facts, talk.BACK_AT_START, again=True)
    return drop(dialog, session, facts, given[-1], talk.BACK)
