"""The same message again and again, with the same reply: the third time a person is offered, then it is short."""

from dataclasses import replace
from hashlib import blake2b

from bot.effects import Answered, Choice, Missed, Say
from bot.language.normalise import normalise
from bot.phrases import talk
from bot.phrases import timers as words
from bot.scene import Scene, Turn
from bot.session import stamp

OFFERED_AT = 3
FORGOTTEN_AFTER = 60 * 60 * 1000  # milliseconds: an hour later it is no repetition
STAFF, GO_ON = ("go.staff", talk.ASK_STAFF), ("go.resume", talk.GO_ON)


def notice(scene: Scene, turn: Turn) -> Turn:
    """Count how often the same came of the same text; what files something is no mere repetition, nor is politeness."""
    said = normalise(scene.text).strip()
    filed = any(not isinstance(effect, Answered | Missed) for effect in turn.effects)
    if turn.say is None or not said or filed or turn.say.text in (talk.THANKS, talk.ACKNOWLEDGED):
        return replace(turn, session=replace(turn.session, echo="", echoes=0))
    before, session = scene.session, turn.session
    echo = blake2b(f"{said}\n{turn.say.plain()}".encode(), digest_size=6).hexdigest()
    fresh = stamp(scene.inbound.at) - before.heard_at < FORGOTTEN_AFTER
    echoes = before.echoes + 1 if before.echo == echo and fresh else 1
    counted = replace(turn, session=replace(session, echo=echo, echoes=echoes))
    if echoes == OFFERED_AT:
        return replace(counted, say=_with_a_person(turn.say))
    return _short(counted) if echoes > OFFERED_AT else counted


def _with_a_person(say: Say) -> Say:
    """The reply with a person to tap; among the options of a question only in words, so that their numbers stay."""
    if any(choice.token == STAFF[0] for choice in say.choices):
        return say
    if any(choice.token.startswith("a.") for choice in say.choices):
        return replace(say, tail="\n".join(part for part in (say.tail, words.SAME_AGAIN_TYPE) if part))
    return replace(say, text=f"{say.text}\n{words.SAME_AGAIN}", choices=(*say.choices, Choice(*STAFF)))


def _short(turn: Turn) -> Turn:
    choices = (STAFF, GO_ON) if turn.session.active else (STAFF,)
    return replace(turn, say=Say(words.SAME_SHORT, tuple(Choice(*choice) for choice in choices)))
