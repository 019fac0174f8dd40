"""Starting a form, taking one up again, leaving it."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, start
from bot.dialogs.withdraw import open_records
from bot.phrases import talk
from bot.readers.correction import find_correction
from bot.scene import Scene, Turn
from bot.wishes.meeting import menu

# What people say has changed when they do not say the new value: the word, and the question it is about.
_CHANGED = (("phone", ("号", "电话", "手机")), ("name", ("名", "姓")), ("village", ("村", "镇", "搬", "住", "地址")))


def opening(name: str) -> Callable[[Scene], Turn]:
    """Start the form of this name, or take it up again."""

    def begin(scene: Scene) -> Turn:
        form = start(DIALOGS[name], scene.session, scene.facts, scene.text)
        return Turn.of(ask(form, form.dialog.opening(scene.facts)))

    return begin


def change_contact(scene: Scene) -> Turn:
    """Show what we know, with the question open that they say has changed."""
    form = start(DIALOGS["contact"], scene.session, scene.facts, scene.text)
    changed = find_correction(scene.text)
    key = changed.key if changed else ""
    named = next((key for key, words in _CHANGED if any(word in scene.text for word in words)), "")
    if (key or named) in form.answers:
        form = _open_again(form, key or named, scene.text)
    return Turn.of(ask(form, talk.CONTACT_OPENS))


def _open_again(form: Form, key: str, text: str) -> Form:
    """Forget an answer that has changed, or put the new one in its place where the message gives it."""
    question = form.dialog.question(key)
    value = question.answer.find(text, form.context) if question else None
    return form.without(key) if value is None else form.with_answers({**form.answers, key: value})


def resume(scene: Scene) -> Turn:
    """Take up the form that was set aside last."""
    waiting = [name for name, answers in scene.session.drafts.items() if answers and name in DIALOGS]
    name = scene.session.active or (waiting[-1] if waiting else "")
    if not name:
        return menu(scene, talk.NOTHING_TO_RESUME)
    form = Form(DIALOGS[name], replace(scene.session, active=name), scene.facts)
    return Turn.of(ask(form, talk.RESUMED.format(title=form.dialog.title), again=True))


def cancel(scene: Scene) -> Turn:
    """Leave the open form and forget its answers."""
    dialog = scene.dialog
    if not dialog:
        return menu(scene, talk.NOTHING_TO_CANCEL + talk.MENU)
    cleared = scene.with_session(scene.session.without(dialog.name))
    return cleared.saying(talk.CANCELLED.format(title=dialog.title))


def restart(scene: Scene) -> Turn:
    """Begin the open form anew."""
    dialog = scene.dialog
    if not dialog:
        return menu(scene)
    form = start(dialog, scene.session.without(dialog.name), scene.facts)
    return Turn.of(ask(form, talk.RESTARTED))


def withdraw(scene: Scene) -> Turn:
    """Take back a request, if there is one."""
    if not open_records(scene.facts):
        return menu(scene, talk.NOTHING_TO_WITHDRAW)
    return opening("withdraw")(scene)
