"""Corrections: an answer that was given before is called wrong, with the right one or without."""

from bot.dialogs.asking import Form, Step, found
from bot.dialogs.form import Question
from bot.dialogs.keeping import change, drop, named
from bot.dialogs.replying import misread
from bot.readers import NotUnderstood
from bot.readers.correction import Correction, find_correction
from bot.readers.partial import apply_partial
from bot.readers.titles import by_words
from bot.records import Picked


def corrected(form: Form, text: str) -> Step | None:
    """A correction of something that was answered before, with whatever else the message holds."""
    correction = find_correction(text)
    question = _meant(form, correction) if correction else None
    if not correction or not question or question.key not in form.answers:
        return None
    if _of_another_name(form, correction) or _of_another_choice(question, form, correction):
        return None
    if _is_so_already(form, correction):
        return change(form, {question.key: form.answers[question.key]})
    if not correction.new:
        return drop(form, question.key, *correction.also, *named(form, text))
    try:
        value = question.answer.read(_whole(correction, form), question.answer.options(form.context), form.context)
    except NotUnderstood as why:
        return misread(form.without(question.key), text, why)
    return change(form, {question.key: value, **found(form, text, besides=question.key)})


def _is_so_already(form: Form, correction: Correction) -> bool:
    """An explained character that stands in the name already."""
    said = str(form.answers.get("name", ""))
    return correction.key == "name" and not correction.old and len(correction.new) == 1 and correction.new in said


def _of_another_name(form: Form, correction: Correction) -> bool:
    """One character is put right that the name does not hold: something else is meant."""
    said = str(form.answers.get("name", ""))
    return correction.key == "name" and len(correction.old) == len(correction.new) == 1 and correction.old not in said


def _of_another_choice(question: Question, form: Form, correction: Correction) -> bool:
    """不想做缝纫了 takes back what was chosen; 不想报名了 takes back more than that."""
    chosen = form.answers.get(question.key)
    if correction.key != "choice" or correction.new or not correction.old or not isinstance(chosen, Picked):
        return False
    return by_words(correction.old, [chosen.title]) is None


def _meant(form: Form, correction: Correction) -> Question | None:
    """The question that a correction is about; "choice" is whatever this form lets people choose."""
    if correction.key != "choice":
        return form.dialog.question(correction.key)
    return next((q for q in form.dialog.questions if isinstance(form.answers.get(q.key), Picked)), None)


def _whole(correction: Correction, form: Form) -> str:
    """The new value as text; a correction of a part (one digit, one character) is worked into the former value."""
    old = form.answers.get(correction.key)
    worked_in = apply_partial(old, correction) if isinstance(old, str) else None
    return worked_in or correction.new
