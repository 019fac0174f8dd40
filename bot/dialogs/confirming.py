"""Confirming: a reply to the summary is a yes, a no, the number of a line, or a value that differs."""

import re
from contextlib import suppress
from dataclasses import replace

from bot.dialogs.asking import NO, YES, Form, Step, ask, found
from bot.dialogs.form import CONSENT, REACH, no_calls
from bot.dialogs.keeping import change, drop, named
from bot.dialogs.kinds import FromList
from bot.effects import Amend, Forget, Register, Say
from bot.phrases import talk
from bot.readers import NotUnderstood
from bot.readers.choice import none_suits, read_choice
from bot.readers.naming import is_name
from bot.readers.produce import read_quantity
from bot.readers.reach import CALLS, WRITE
from bot.readers.yes_no import read_yes_no
from bot.records import Picked
from bot.session import Answers, Session

LONGEST_NUMBER = 2
_ASKS = re.compile(r"[?？]|[吗呢么]$|时候|几时|哪|多久|怎么|咋|什么|为")


def confirm(form: Form, text: str) -> Step:
    """Read a reply to the summary. Raises NotUnderstood("confirm")."""
    said = text.strip()
    if said.isdecimal() and len(said) <= LONGEST_NUMBER:
        options = form.session.asked.options if form.session.asked else ()
        return confirmed(form, options[read_choice(said, options)])
    try:
        agreed = read_yes_no(said)
    except NotUnderstood:
        return _differs(form, said)
    if agreed:
        return confirmed(form, YES)
    return confirmed(form, NO) if form.dialog.no else ask(form, talk.SUMMARY_AGAIN)


def confirmed(form: Form, option: str) -> Step:
    """Do what a line below the summary stands for."""
    if option == NO:
        return Step(form.session.without(form.dialog.name), Say(talk.NOT_CONFIRMED))
    if option != YES:
        if option == REACH:
            return change(form, {REACH: CALLS if no_calls(form.answers) else WRITE})
        question = form.dialog.question(option)
        unasked = question is not None and not question.posed
        return drop(form, option, lead=talk.NOT_ASKED.format(example=question.example) if question and unasked else "")
    ending = form.dialog.finish(form.context)
    forgets = any(isinstance(effect, Forget) for effect in ending.effects)
    session = Session() if forgets else form.session.without(form.dialog.name)
    if any(isinstance(effect, Register | Amend) for effect in ending.effects):
        session = replace(session, filed=form.dialog.name)
    return Step(session, Say(ending.words), ending.effects)


def _none_of_the_list(form: Form, text: str) -> Answers:
    """都不合适 takes back what was chosen from a list that has such an answer."""
    lists = ((q, q.answer) for q in form.dialog.questions if isinstance(form.answers.get(q.key), Picked))
    kinds = ((q.key, kind.others) for q, kind in lists if isinstance(kind, FromList) and kind.others)
    return {key: Picked(0, "", others) for key, others in kinds} if none_suits(text) else {}


def _differs(form: Form, text: str) -> Step:
    """A value that stands in the text and differs from the one in the summary is a correction."""
    values = {**found(form, text, again=True), **_none_of_the_list(form, text)}
    if "name" in form.answers and is_name(text, strict=True):
        values["name"] = text
    if "quantity" in form.answers and not values and any(sign.isdigit() for sign in text):
        with suppress(NotUnderstood):
            values["quantity"] = read_quantity(text)
    changed = {key: value for key, value in values.items() if value != form.answers.get(key) and key != CONSENT}
    if changed:
        return change(form, changed)
    if values:  # what stands there, said once more
        return ask(form, talk.SUMMARY_AGAIN)
    if (keys := named(form, text)) and not _ASKS.search(text):
        return drop(form, *keys)
    raise NotUnderstood("confirm")
