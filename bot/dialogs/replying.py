"""Replying: a text or a tap as the answer to the open question, and what is said when it cannot be read.

A text that cannot be read raises NotUnderstood, so that the caller may see whether it was meant for something else;
`misread` then asks again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.asking import OF_THE_PERSON, Form, Page, Step, ask, found, pose, shown
from bot.dialogs.confirming import confirm, confirmed
from bot.dialogs.form import CONFIRM, CONSENT, FOR_WHOM, Option, Question, no_calls
from bot.dialogs.keeping import change, keep, noted
from bot.dialogs.persons import place_option
from bot.effects import Choice
from bot.phrases import reading, talk
from bot.readers import NotUnderstood
from bot.readers.naming import is_name
from bot.readers.others import told_of
from bot.readers.phone import has_none
from bot.readers.place import AmbiguousPlace, township_alone
from bot.records import Picked
from bot.session import Asked, Value

HALVES = ("name_no_given", "name_no_surname", "phone_short")
"""Reasons after which the next message may be the other half of the answer."""

_NOT_SO = re.compile(r"^\s*(?:不是|不对|错了|写错了|打错了|搞错了)(?:的|了|啊|哦)?[\s,，。]+")
_THAT_ONE = re.compile(r"(?:我|俺)?(?:就)?(?:是|要|选|做)[^,，。?？]{2,8}[那这]一?[个份家][的吧啊。]*")
LONGEST_AS_SAID = 20
OFFERED_AFTER = 2
"""After so many replies that could not be read, the next one is answered with a person to tap."""


def reply(form: Form, text: str) -> Step:
    """Read a text as the answer to the open question. Raises NotUnderstood."""
    question = form.question
    if question is None:
        return confirm(form, text)
    others = found(form, text, besides=question.key)
    if question.key == "name" and FOR_WHOM not in form.answers and (other := told_of(text)):
        whom, name = other  # nobody had said that it is for somebody else
        return keep(form, {FOR_WHOM: whom, **others, "name": name}, noted(form, {**others, "name": name}))
    try:
        value = _read(form, question, text)
    except NotUnderstood:
        if changed := _changed_unasked(form, question, text):
            return change(form, changed)
        others = _told_instead(form, question, text, others)
        if not others:
            raise
        if question.key == CONSENT:  # it stays in the unfinished form, and nothing is said to be noted yet
            return ask(form.with_answers({**form.answers, **others}), talk.CONSENT_FIRST, again=True)
        return keep(form, others, noted(form, others))
    kept = {**others, question.key: value}
    as_written = not others and question.answer.show(value) == text.strip()
    quiet = as_written or (not others and (question.key == CONSENT or bool(question.answer.options(form.context))))
    return keep(form, kept, "" if quiet else noted(form, kept))


def _told_instead(form: Form, question: Question, text: str, others: dict[str, Value]) -> dict[str, Value]:
    """What a text that is no answer to `question` says beyond doubt: `others`, a bare township, a bare name.

    A line of the list has to be pointed at (就是缝纫工那个): a trade named in passing may be another wish.
    """
    asked_first = question.key == CONSENT or "village" not in form.answers
    if asked_first and form.dialog.question("village") and (home := township_alone(text)):
        others = {**others, "village": home}
    elif question.key == CONSENT and "name" not in form.answers and is_name(text.strip(), strict=True):
        others = {**others, "name": text.strip()}
    elif question.key == CONSENT and "name" not in form.answers and (other := told_of(text)):
        others = {**others, FOR_WHOM: other[0], "name": other[1]}
    if _THAT_ONE.fullmatch(text.strip()):
        return others
    return {key: value for key, value in others.items() if not isinstance(value, Picked)}


def _changed_unasked(form: Form, question: Question, text: str) -> dict[str, Value]:
    """A name or number given before, sent once more and differently while something else is asked: a correction."""
    if question.key == CONSENT:
        return {}
    text = _NOT_SO.sub("", text)
    again = {key: value for key, value in found(form, text, again=True).items() if key in OF_THE_PERSON}
    if question.key != "name" and is_name(text.strip(), strict=True):
        again["name"] = text.strip()
    return {key: value for key, value in again.items() if key in form.answers and form.answers[key] != value}


def _read(form: Form, question: Question, text: str) -> Value:
    """Read the answer, if need be together with the half that was given before."""
    listed = shown(form, question)
    try:
        return question.answer.read(text, listed, form.context)
    except NotUnderstood as why:
        half = form.session.asked.half if form.session.asked else ""
        for whole in (f"{half} {text}", f"{half}，{text}") if half else ():
            try:
                return question.answer.read(whole, listed, form.context)
            except NotUnderstood:
                continue
        raise why from None


def tap(form: Form, asked: Asked, option: str) -> Step | None:
    """Take a tapped option of the question `asked`; None when that choice is past and means nothing any more."""
    if asked.key == CONFIRM:
        now = form.session.asked
        same = now is not None and (now.key, now.digest) == (asked.key, asked.digest)
        return confirmed(form, option) if same else None
    question = form.dialog.question(asked.key)
    picked = question and question.answer.option(option, form.context)
    if not question or not picked or (asked.key == CONSENT and not question.when(form.context)):
        return None
    return keep(form, {question.key: _placed(picked, question.answer.options(form.context))})


def _placed(picked: Option, listed: Sequence[Option]) -> Value:
    """The value of an option, with its number in the list."""
    numbers = {option.id: number for number, option in enumerate(listed, start=1)}
    value = picked.value
    return replace(value, position=numbers[picked.id]) if isinstance(value, Picked) else value


def misread(form: Form, text: str, why: NotUnderstood) -> Step:
    """Say what was wrong with the answer and ask again: with an example the second time, a person the third."""
    question, asked = form.question, form.session.asked
    tries = asked.tries + 1 if asked else 1
    refused = bool(asked and asked.refused)
    if question and why.reason == "phone_refused":
        if refused or no_calls(form.answers):
            return keep(form, {question.key: ""})
        lead = talk.PHONE_OF_OTHERS if has_none(text) else talk.PHONE_REFUSED
        return _marked(ask(form, lead, again=True), tries=tries, refused=True)
    if question and tries > 2 and why.reason in question.as_said and len(text) <= LONGEST_AS_SAID:
        return keep(form, {question.key: text.strip()})
    lead = reading.say(why.reason, **why.details)
    if question and isinstance(why, AmbiguousPlace):
        return pose(form, question, Page([place_option(place) for place in why.options]), lead, again=True)
    if question and why.reason == "phone_two":
        numbers = [Option(each, each, each) for each in why.details.values()]
        return pose(form, question, Page(numbers), lead, again=True)
    step = ask(form, "\n".join((lead, *_help(question, tries, lead))), again=True)
    if tries > OFFERED_AFTER:
        choices = (*step.say.choices, Choice("go.staff", talk.ASK_STAFF))
        step = replace(step, say=replace(step.say, choices=choices))
    return _marked(step, tries=tries, refused=refused, half=_half(asked, text, why))


def _half(asked: Asked | None, text: str, why: NotUnderstood) -> str:
    """What the next message may complete; a number also comes in three pieces."""
    if why.reason == "phone_short" and asked and asked.half:
        return f"{asked.half} {text}"[-LONGEST_AS_SAID:]
    return text if why.reason in HALVES else ""


def _help(question: Question | None, tries: int, lead: str) -> list[str]:
    """What is added when the same question was misread before."""
    lines = []
    if tries > 1 and question and question.example and "比如" not in lead:
        lines.append(talk.FOR_EXAMPLE.format(example=question.example))
    if tries > OFFERED_AFTER:
        lines.append(talk.OFFER_STAFF)
    return lines


def _marked(step: Step, *, tries: int, refused: bool, half: str = "") -> Step:
    asked = step.session.asked
    if asked is None:
        return step
    return replace(step, session=replace(step.session, asked=replace(asked, tries=tries, refused=refused, half=half)))
