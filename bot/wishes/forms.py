"""Starting a form, and taking one up again."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs import DIALOGS, filling
from bot.dialogs.withdraw import open_records
from bot.phrases import talk
from bot.scene import Scene, Turn
from bot.wishes.meeting import menu


def opening(name: str) -> Callable[[Scene], Turn]:
    """Start the form of this name, or take it up again."""

    def start(scene: Scene) -> Turn:
        return Turn.of(filling.start(DIALOGS[name], scene.session, scene.facts, scene.text))

    return start


def resume(scene: Scene) -> Turn:
    """Take up the form that was set aside last."""
    waiting = [name for name, answers in scene.session.drafts.items() if answers and name in DIALOGS]
    name = scene.session.active or (waiting[-1] if waiting else "")
    if not name:
        return menu(scene, talk.NOTHING_TO_RESUME)
    dialog = DIALOGS[name]
    session = replace(scene.session, active=name)
    lead = talk.RESUMED.format(title=dialog.title)
    return Turn.of(filling.ask(dialog, session, scene.facts, lead, again=True))


def withdraw(scene: Scene) -> Turn:
    """Take back a request, if there is one."""
    if not open_records(scene.facts):
        return menu(scene, talk.NOTHING_TO_WITHDRAW)
    return opening("withdraw")(scene)
