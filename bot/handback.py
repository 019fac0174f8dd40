"""The bot has the talk again, or staff set it going: the open question is asked anew, or the form is let go.

`how` says whether there is a way to ask: a question that cannot be shown now must not be open (see `Session.asked`).
"""

from collections.abc import Callable
from dataclasses import replace

from bot.attended import aside
from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, from_the_top, start
from bot.phrases import attended as words
from bot.scene import Scene, Turn
from bot.timers import unfinished

VERB = "talk"
LEADS = {"back": words.BACK, "left": words.LEFT, "kept": words.KEPT}


def name_of(how: str, *, asks: bool = True) -> str:
    """The text of the timer that has this done: `how` is a key of `LEADS`, "again" or "free"."""
    return f"{VERB}.{how}.{'ask' if asks else 'aside'}"


def taken(scene: Scene) -> Turn | None:
    """The turn for such a timer; None for any other."""
    verb, _, rest = scene.text.partition(".")
    how, _, way = rest.partition(".")
    if verb != VERB:
        return None
    if how in LEADS:
        return _back(scene, LEADS[how], asks=way == "ask")
    return _ACTS[how](scene)


def _back(scene: Scene, lead: str, *, asks: bool) -> Turn:
    """The form goes on where it was; without one, the person hears who is there now."""
    name = unfinished(scene.session)
    if not name:
        return scene.with_session(aside(scene.session)).saying(f"{lead}{words.AT_HAND}")
    title = DIALOGS[name].title
    if not asks:
        return scene.with_session(aside(scene.session)).saying(f"{lead}{words.GO_ON_LATER.format(title=title)}")
    turn = _asked(scene, name, f"{lead}{words.GO_ON.format(title=title)}")
    reminded = (*turn.session.reminded, name)  # they just were
    return replace(turn, session=replace(turn.session, reminded=reminded))


def _asked(scene: Scene, name: str, lead: str) -> Turn:
    session = scene.session
    opened = session if session.active == name else start(DIALOGS[name], session, scene.facts).session
    return Turn.of(ask(from_the_top(Form(DIALOGS[name], opened, scene.facts)), lead, again=True))


def _again(scene: Scene) -> Turn:
    """The open question once more; silence when nothing is open any more."""
    name = scene.session.active
    return _asked(scene, name, words.AGAIN) if name in DIALOGS else Turn(scene.session, None)


def _free(scene: Scene) -> Turn:
    """Let go of the form that the person is caught in; its answers are forgotten."""
    name = unfinished(scene.session) or scene.session.active
    if name not in DIALOGS:
        return scene.with_session(aside(scene.session)).saying(words.FREED_NOTHING)
    freed = replace(scene.session.without(name), offered=(), misses=0)
    return scene.with_session(freed).saying(words.FREED.format(title=DIALOGS[name].title))


_ACTS: dict[str, Callable[[Scene], Turn]] = {"again": _again, "free": _free}
