"""Starting a form, taking one up again, leaving it."""

from collections.abc import Callable

from bot.dialogs import DIALOGS
from bot.dialogs.asking import ask, found, start
from bot.dialogs.keeping import named
from bot.dialogs.withdraw import open_records
from bot.phrases import talk
from bot.scene import Scene, Turn
from bot.when import today
from bot.wishes.meeting import menu


def opening(name: str) -> Callable[[Scene], Turn]:
    """Start the form of this name, or take it up again."""

    def begin(scene: Scene) -> Turn:
        form = start(DIALOGS[name], scene.session, scene.facts, scene.text, today(scene.inbound.at))
        return Turn.of(ask(form, form.dialog.opening(scene.facts)))

    return begin


def change_contact(scene: Scene) -> Turn:
    """Show what we know, with the new value in its place, or the question open that they say has changed."""
    form = start(DIALOGS["contact"], scene.session, scene.facts, scene.text)
    new = found(form, scene.text, again=True)
    keys = named(form, scene.text)
    form = form.with_answers({**form.answers, **new})
    for key in keys:
        form = form if key in new else form.without(key)
    return Turn.of(ask(form, talk.CONTACT_OPENS))


def resume(scene: Scene) -> Turn:
    """Take up the form that was set aside last."""
    waiting = [name for name, answers in scene.session.drafts.items() if answers and name in DIALOGS]
    name = scene.session.active or (waiting[-1] if waiting else "")
    if not name and scene.session.lapsed in DIALOGS:
        return opening(scene.session.lapsed)(scene.with_text(""))
    if not name:
        return menu(scene, talk.NOTHING_TO_RESUME)
    form = start(DIALOGS[name], scene.session, scene.facts)  # what has become known meanwhile is not asked
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
