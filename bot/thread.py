"""Keeping the thread: what was open is asked again, what was set aside is remembered."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs import DIALOGS
from bot.dialogs.asking import ask, lead_in
from bot.phrases import talk
from bot.scene import Scene, Turn

# A list of their own that a number must be able to answer: the open question waits behind it.
_LISTS = ("topic.", "station.", "go.resume")


def then_ask_again(scene: Scene, turn: Turn, words: str = "") -> Turn:
    """After something in between, the open question again, shorter. `words` replaces the text while a form is open."""
    form = scene.form
    if not form or turn.session.active != form.dialog.name or turn.say is None:
        return turn
    if any(choice.token.startswith(_LISTS) for choice in turn.say.choices):
        return turn
    again = ask(replace(form, session=turn.session), again=True)
    say = replace(again.say, text=f"{words or turn.say.text}\n\n{again.say.text}")
    return replace(turn, session=again.session, say=say)


def closing(turn: Turn) -> Turn:
    """When a form is done and another is still unfinished, say how to go on with that."""
    waiting = [name for name, answers in turn.session.drafts.items() if answers]
    if turn.session.active or not waiting or turn.say is None:
        return turn
    reminder = talk.SET_ASIDE.format(title=DIALOGS[waiting[-1]].title)
    return replace(turn, say=replace(turn.say, text=f"{turn.say.text}\n{reminder}"))


def switching(scene: Scene, verb: Callable[[Scene], Turn]) -> Turn:
    """Turn to another wish; a form that is open keeps its answers and is not forgotten."""
    before = scene.dialog
    turn = verb(scene)
    if not before or turn.session.active == before.name:
        return turn if _asks_by_itself(scene, turn) else then_ask_again(scene, turn)
    if turn.session.active and before.name in turn.session.drafts and turn.say:
        return replace(turn, say=lead_in(talk.SET_ASIDE.format(title=before.title), turn.say))
    return closing(turn)


def _asks_by_itself(scene: Scene, turn: Turn) -> bool:
    """Whether the turn ends with the open question already."""
    form = scene.form
    return bool(form and turn.say and turn.say.text.endswith(ask(replace(form, session=turn.session)).say.text))
