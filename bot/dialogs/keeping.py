"""Keeping answers: taking them down, changing them, forgetting them; each time the open question is asked then."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs.asking import Form, Step, ask
from bot.dialogs.common import REFUSED
from bot.dialogs.form import CONSENT
from bot.effects import Consent, Say
from bot.phrases import talk
from bot.session import Answers, Value


def keep(form: Form, kept: Answers, lead: str = "") -> Step:
    """Take answers down; refusing consent ends the dialog."""
    if kept.get(CONSENT) == REFUSED:
        return Step(form.session.without(form.dialog.name), Say(talk.CONSENT_REFUSED))
    before = {key: value for key, value in form.answers.items() if key not in kept}
    session = replace(form.session, told=tuple(key for key in form.session.told if key not in kept))
    effects = (Consent(talk.CONSENT),) if CONSENT in kept else ()
    return replace(ask(replace(form, session=session).with_answers({**before, **kept}), lead), effects=effects)


def noted(form: Form, kept: Mapping[str, Value]) -> str:
    """Say back what was taken down."""
    values = _shown(form, kept)
    return talk.NOTED.format(what=values) if values else ""


def change(form: Form, changed: Answers) -> Step:
    """Put new values in place of former answers, in their place in the order."""
    return ask(form.with_answers({**form.answers, **changed}), talk.CHANGED.format(what=_shown(form, changed)))


def _shown(form: Form, values: Mapping[str, Value]) -> str:
    return "，".join(
        q.answer.show(values[q.key]) for q in form.dialog.questions if q.key in values and q.key != CONSENT
    )


def drop(form: Form, key: str, lead: str = "") -> Step:
    """Forget one answer, so that its question is open again."""
    return ask(form.without(key), lead)


def back(form: Form) -> Step:
    """Go back one question: forget the last answer that the person was asked for."""
    given = [key for key in form.answers if key not in form.session.told and key != CONSENT]
    return drop(form, given[-1], talk.BACK) if given else ask(form, talk.BACK_AT_START, again=True)
