"""A form for others than the writer: said after it was opened, or for several people at once."""

from dataclasses import replace

from bot.dialogs.asking import Form, Step, ask, first_of
from bot.dialogs.form import CONSENT, FOR_WHOM, OTHERS
from bot.dialogs.keeping import handed
from bot.phrases import talk
from bot.readers.correction import find_correction
from bot.readers.for_whom import SOMEBODY, is_for
from bot.readers.people import people_in

_VAGUE = ("", SOMEBODY, "伢", "伢子", "孩子", "小孩", "小孩子")
FILED_FOR = ("job", "training", "produce")
"""Forms that are filled in for others, too."""


def of_others(form: Form, text: str) -> Step | None:
    """What such a message leads to; None for others."""
    if form.dialog.name not in FILED_FOR:
        return None
    return _for_another(form, text) or _several(form, text)


def _for_another(form: Form, text: str) -> Step | None:
    """是我儿子, 给我老公找的: from here on it is for them; what we know of the writer is taken back."""
    whom, known = is_for(text), form.answers.get(FOR_WHOM, "")
    if whom in ("", known) or known not in _VAGUE:
        return None
    profile = form.facts.profile()
    own = {key: value for key, value in (("name", profile.name), ("phone", profile.phone)) if value}
    answers = {key: value for key, value in form.answers.items() if own.get(key) != value}
    return ask(form.with_answers({**answers, FOR_WHOM: whom}), talk.FOR_THEM.format(whom=whom), again=True)


def _several(form: Form, text: str) -> Step | None:
    """Several people, or one more than the form is for: one after the other, and all of them go to staff as said."""
    people = people_in(text)
    if not people or find_correction(text):
        return None
    name, phone = form.answers.get("name"), form.answers.get("phone")
    if name and phone:
        if any(name == each or phone == number for each, number in people):
            return None
        known = dict(form.answers)
    elif len(people) > 1:
        known = {**form.answers, **first_of(people)}
    else:
        return None
    known[OTHERS] = "\n".join(filter(None, (str(form.answers.get(OTHERS, "")), text.strip())))
    form = form.with_answers(known)
    effects = handed(form) if CONSENT in known or form.facts.profile().consented else ()
    lead = talk.SEVERAL.format(name=known["name"])
    return replace(ask(form, f"{talk.LIST_HANDED if effects else ''}{lead}", again=True), effects=effects)
