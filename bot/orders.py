"""What the few words that mean the same everywhere (`commands`) do: they outrank whatever is open."""

from collections.abc import Callable

from bot import picking
from bot.commands import Command
from bot.dialogs.asking import more
from bot.dialogs.keeping import back
from bot.scene import Scene, Turn
from bot.thread import closing, switching, then_ask_again
from bot.wishes import VERBS, forms, meeting, people, questions


def cancel(scene: Scene) -> Turn:
    """Leave the open form and forget its answers."""
    return closing(forms.cancel(scene))


def _back(scene: Scene) -> Turn:
    return Turn.of(back(scene.form)) if scene.form else meeting.menu(scene)


def _wrong(scene: Scene) -> Turn | None:
    """Something was wrong, but not what: at the summary it is asked, before that it is the answer just given."""
    form = scene.form
    return Turn.of(back(form)) if form and form.question else None


def _acknowledged(scene: Scene) -> Turn | None:
    """A mere "好的": in a form it is an answer, to the offer of a call back it is a yes, and else the end of a talk."""
    if scene.form:
        return None
    first = next(iter(scene.session.offered), "")
    if first and first == picking.help_offered(scene.session):
        return picking.tapped(scene, first)
    return meeting.acknowledge(scene)


def _more(scene: Scene) -> Turn | None:
    step = more(scene.form) if scene.form else None
    return Turn.of(step) if step else None


def _details(scene: Scene) -> Turn | None:
    turn = questions.policy_details(scene, scene.session.topic)
    return then_ask_again(scene, turn) if turn else None


def _with(verb: Callable[[Scene], Turn]) -> Callable[[Scene], Turn | None]:
    return lambda scene: switching(scene, verb)


COMMANDS: dict[Command, Callable[[Scene], Turn | None]] = {
    Command.STAFF: _with(VERBS["staff"]),
    Command.CANCEL: cancel,
    Command.RESTART: forms.restart,
    Command.BACK: _back,
    Command.RESUME: forms.resume,
    Command.MENU: lambda scene: meeting.menu(scene.with_session(scene.session.set_aside())),
    Command.MORE: _more,
    Command.DETAILS: _details,
    Command.PROGRESS: _with(people.progress),
    Command.STORED: _with(VERBS["stored"]),
    Command.QUIET: _with(people.quiet),
    Command.LOUD: _with(people.loud),
    Command.WRONG: _wrong,
    Command.ACKNOWLEDGE: _acknowledged,
    Command.NOTHING: lambda scene: None if scene.form else meeting.acknowledge(scene),
}
