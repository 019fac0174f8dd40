"""Keeping answers: taking them down, changing them, forgetting them; each time the open question is asked then."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs.asking import OF_THE_PERSON, Form, Step, ask
from bot.dialogs.common import REFUSED
from bot.dialogs.form import CONSENT, FOR_WHOM, OTHERS
from bot.effects import Consent, Durable, Register, Say
from bot.phrases import talk
from bot.records import Fields, Place, RecordKind
from bot.session import Answers, Value


def keep(form: Form, kept: Answers, lead: str = "") -> Step:
    """Take answers down; refusing consent ends the dialog."""
    if kept.get(CONSENT) == REFUSED:
        return Step(form.session.without(form.dialog.name), Say(form.dialog.unwilling))
    before = {key: value for key, value in form.answers.items() if key not in kept}
    session = replace(form.session, told=tuple(key for key in form.session.told if key not in kept))
    if any(q.narrows and q.key in kept for q in form.dialog.questions):
        session = replace(session, asked=None)  # the list that was shown is another one now
    form = replace(form, session=session).with_answers({**before, **kept})
    effects: tuple[Durable, ...] = (Consent(talk.CONSENT), *handed(form)) if CONSENT in kept else ()
    if len(effects) > 1:
        lead = talk.LIST_HANDED + talk.SEVERAL.format(name=form.answers["name"])
    return replace(ask(form, lead), effects=effects)


def handed(form: Form) -> tuple[Register, ...]:
    """The list of people that was sent goes to staff as it is: it must not depend on each of them being registered."""
    said, home = form.answers.get(OTHERS), form.answers.get("village")
    fields = Fields(village=home if isinstance(home, Place) else None, note=talk.LIST.format(said=said))
    return (Register(RecordKind.STAFF, fields),) if said else ()


def noted(form: Form, kept: Mapping[str, Value]) -> str:
    """Say back what was taken down."""
    values = shown_values(form, kept)
    return talk.NOTED.format(what=values) if values else ""


def change(form: Form, changed: Answers) -> Step:
    """Put new values in place of former answers, in their place in the order; also in forms that are set aside."""
    elsewhere = {key: value for key, value in changed.items() if key in OF_THE_PERSON}
    for name, answers in form.session.drafts.items():
        same = {key: value for key, value in elsewhere.items() if answers.get(key) == form.answers.get(key)}
        if name != form.dialog.name and same and answers.get(FOR_WHOM) == form.answers.get(FOR_WHOM):
            form = replace(form, session=form.session.with_answers(name, {**answers, **same}))
    return ask(form.with_answers({**form.answers, **changed}), talk.CHANGED.format(what=shown_values(form, changed)))


def shown_values(form: Form, values: Mapping[str, Value]) -> str:
    """Answers as they are said back, in the order of the table."""
    shown = (q.answer.show(values[q.key]) for q in form.dialog.questions if q.key in values and q.key != CONSENT)
    return "，".join(words for words in shown if words)


def drop(form: Form, *keys: str, lead: str = "") -> Step:
    """Forget answers, so that their questions are open again."""
    for key in keys:
        form = form.without(key)
    return ask(form, lead)


# How people name an answer of theirs: "名字和电话都错了".
_NAMES = {
    "name": re.compile(r"名|姓(?!村)"),
    "phone": re.compile(r"电话|手机|号码|[换改]号|号[错变]"),
    "village": re.compile(r"村|镇|乡|地址|住|搬家"),
    "product": re.compile(r"东西|卖的"),
    "quantity": re.compile(r"数量|斤数|多少"),
    "job": re.compile(r"[换改]一?个|[换改].{0,2}(活|工作|岗)"),
    "course": re.compile(r"[换改]一?个|[换改].{0,2}(课|班|学)"),
}


def named(form: Form, text: str) -> list[str]:
    """The answered questions that a text names, by their label or as people call them."""
    applying = form.dialog.applying(form.context)
    return [q.key for q in applying if q.label in text or (q.key in _NAMES and _NAMES[q.key].search(text))]


def back(form: Form) -> Step:
    """Go back one question: forget the last answer that the person was asked for."""
    answered = [question.key for question in form.dialog.applying(form.context) if question.posed]
    given = [key for key in form.answers if key in answered and key not in form.session.told] or answered
    return drop(form, given[-1], lead=talk.BACK) if given else ask(form, talk.BACK_AT_START, again=True)
