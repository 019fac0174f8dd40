"""What a person says aloud or shows: kept for staff, and, where somebody can listen, heard a little later.

What was heard late answers only the question that it was said to. When another one is open by then, it is taken for
a message about anything.
"""

from collections.abc import Callable
from dataclasses import replace

from bot import meaning
from bot.dialogs.asking import Form, found, lead_in
from bot.dialogs.form import CONSENT
from bot.dialogs.keeping import keep, noted
from bot.effects import Keep, Say
from bot.interruptions import besides
from bot.phrases import talk, voice
from bot.scene import Scene, Turn
from bot.thread import closing, then_ask_again

_LONGEST = 80  # characters of what was heard that are said back: enough to see that it is wrong


def waits(turn: Turn) -> bool:
    """Whether the message is still to be heard: until then everything stays as it was."""
    return any(isinstance(effect, Keep) and effect.hear for effect in turn.effects)


def heard(scene: Scene, answer: Callable[[Scene], Turn]) -> Turn:
    """Answer what was heard, and say what that was, so that a mistake is noticed."""
    in_time = scene.inbound.said_to in (None, scene.session.question)
    turn = answer(scene) if in_time else _late(scene)
    said = scene.text.strip()
    lead = voice.HEARD.format(text=said if len(said) <= _LONGEST else f"{said[:_LONGEST]}……")
    return replace(turn, say=lead_in(lead, turn.say) if turn.say else Say(lead))


def _late(scene: Scene) -> Turn:
    form = scene.form
    if form is None:
        return meaning.answer(scene)
    told = then_ask_again(scene, scene.saying(voice.TOO_LATE))
    return besides(scene, form) or _beyond_doubt(scene, form) or told


def _beyond_doubt(scene: Scene, form: Form) -> Turn | None:
    """A name or number that can be told from the words alone is noted, whatever was asked; consent is not."""
    values = {} if _open(form) == CONSENT else found(form, scene.text)
    values = {key: value for key, value in values.items() if isinstance(value, str)}
    return closing(Turn.of(keep(form, values, noted(form, values)))) if values else None


def _open(form: Form) -> str:
    return form.question.key if form.question else ""


def unheard(scene: Scene) -> Turn:
    """A recording without words: somebody will listen, a machine at once or staff later."""
    if scene.inbound.said_to is not None:
        return _kept(scene, voice.UNCLEAR)
    if not scene.inbound.media:
        return _kept(scene, voice.LOST)
    if scene.mind.hears:
        return scene.saying(voice.LISTENING).adding(_keep(scene, hear=True))
    return _kept(scene, voice.UNHEARD).adding(_keep(scene))


def picture(scene: Scene) -> Turn:
    """A picture: staff will look at it."""
    if not scene.inbound.media:
        return _kept(scene, voice.PICTURE_LOST)
    return _kept(scene, voice.PICTURE).adding(_keep(scene))


def _kept(scene: Scene, words: str) -> Turn:
    """Words, what can be done without writing, and the open question again."""
    return then_ask_again(scene, scene.saying(words, ("go.staff", talk.ASK_STAFF), ("go.menu", talk.SEE_MENU)))


def _keep(scene: Scene, *, hear: bool = False) -> Keep:
    return Keep(scene.inbound.kind, scene.inbound.media, scene.session.question, hear)
