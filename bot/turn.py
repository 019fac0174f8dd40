"""One turn of a talk, as a pure function: take_turn(session, inbound, facts, mind) -> Turn."""

from collections.abc import Callable
from dataclasses import replace

from bot import handback, hearing, interruptions, loops, manners, meaning, orders, picking, thread, timers
from bot.commands import command_of
from bot.dialogs.asking import lead_in
from bot.effects import SAID, Bind, Follow, Missed, QuestionEnding, Say
from bot.facts import Facts
from bot.language import identity
from bot.message import Inbound, Kind
from bot.phrases import talk
from bot.scene import Mind, Scene, Turn
from bot.session import Session
from bot.wishes import calls, lost, meeting, whereabouts


def take_turn(session: Session, inbound: Inbound, facts: Facts, mind: Mind) -> Turn:
    """Decide what comes of one message. Pure: the same arguments give the same turn."""
    told = identity.without(identity.hidden(inbound.text))
    spared = inbound.with_text(manners.spared(told))
    scene = timers.lapse(Scene(session, spared, facts, mind))
    if inbound.text and not spared.text:
        turn = _nothing_else(scene, talk.CALM if told else talk.NO_IDENTITY)
    else:
        turn = _BY_KIND[inbound.kind](scene)
        if told != inbound.text and turn.say:
            turn = replace(turn, say=lead_in(talk.NO_IDENTITY, turn.say))
    if hearing.waits(turn):
        return turn
    if inbound.kind is Kind.TIMER:
        return turn if turn.say is None else replace(turn, session=replace(turn.session, offered=_offered(turn.say)))
    turn = loops.notice(scene, timers.say_lapsed(scene, turn))
    return timers.set_alarm(scene, replace(turn, session=_remember(scene, turn)))


def _remember(scene: Scene, turn: Turn) -> Session:
    """Keep which choices a bare number will mean.

    Where a call back or several readings are offered, the message that led there is kept too.
    """
    offered = _offered(turn.say)
    missed = any(isinstance(effect, Missed) and effect.ending is QuestionEnding.MISSED for effect in turn.effects)
    misses = turn.session.misses + 1 if missed else 0
    unanswered = ""
    if any(token.startswith(("go.staff", "do.", "bad.", "tell.")) for token in offered):
        unanswered = scene.session.unanswered if picking.only_picks(scene) else scene.text
    return replace(turn.session, offered=offered, misses=misses, unanswered=unanswered)


def _offered(say: Say | None) -> tuple[str, ...]:
    """What the numbers mean, from 1 on; "" where a number is an answer to the open question."""
    numbered = [choice.token for choice in say.choices if choice.numbered] if say else []
    tokens = tuple("" if token.startswith("a.") else token for token in numbered)
    return ("",) * (say.first - 1) + tokens if say and any(tokens) else ()


# --- by what the person did ----------------------------------------------------------------------------------


def _text(scene: Scene) -> Turn:
    if scene.inbound.choice.startswith(SAID):
        scene = replace(scene, inbound=replace(scene.inbound, text=scene.inbound.choice.removeprefix(SAID), choice=""))
    if scene.inbound.choice:
        tap = replace(scene, inbound=replace(scene.inbound, text=""))  # the label is ours, not what the person said
        if done := picking.tapped(tap, scene.inbound.choice):
            return done
    if not scene.text.strip():
        return thread.then_ask_again(scene, meeting.menu(scene))
    if named := picking.in_words(scene):
        return named
    if called := calls.said_in_words(scene):
        return thread.then_ask_again(scene, called)
    if not picking.is_number(scene.text) and (found := lost.said_in_words(scene)):
        return found
    command = command_of(scene.text)
    if command and (done := orders.COMMANDS[command](scene)):
        return done
    if picked := picking.picked(scene):
        return picked
    return interruptions.in_form(scene, scene.form) if scene.form else meaning.answer(scene)


def _voice(scene: Scene) -> Turn:
    return hearing.heard(scene, _text) if scene.text.strip() else hearing.unheard(scene)


def _nothing_else(scene: Scene, words: str) -> Turn:
    """Nothing but what is not looked at (foul words, an identity number): calmly, a person to talk to, and the menu."""
    return thread.then_ask_again(scene, meeting.calm(scene, words), words)


def _unreadable(scene: Scene) -> Turn:
    return thread.then_ask_again(scene, scene.saying(talk.UNREADABLE, ("go.staff", talk.ASK_STAFF)))


def _sticker(scene: Scene) -> Turn:
    return thread.then_ask_again(scene, meeting.menu(scene, f"{talk.STICKER}{talk.MENU}"), talk.STICKER)


def _location(scene: Scene) -> Turn:
    named = replace(scene, inbound=replace(scene.inbound, text=whereabouts.told_by_location(scene)))
    if named.form and whereabouts.place_in(named.text):
        return interruptions.in_form(named, named.form)
    return thread.then_ask_again(scene, whereabouts.station(named))


def _follow(scene: Scene) -> Turn:
    turn = meeting.welcome(scene, _station_greeting(scene))
    return turn.adding(Follow(follows=True), *_binding(scene))


def _scan(scene: Scene) -> Turn:
    turn = meeting.menu(scene, _station_greeting(scene) + talk.MENU)
    return thread.then_ask_again(scene, turn).adding(*_binding(scene))


def _binding(scene: Scene) -> tuple[Bind, ...]:
    return (Bind(scene.inbound.scene),) if scene.inbound.scene else ()


def _station_greeting(scene: Scene) -> str:
    if not scene.inbound.scene:
        return ""
    station = next((each for each in scene.facts.stations() if each.scene == scene.inbound.scene), None)
    return talk.AT_STATION.format(station=station.name) if station else ""


def _unfollow(scene: Scene) -> Turn:
    return Turn(Session(), None, (Follow(follows=False),))


def _menu(scene: Scene) -> Turn:
    return picking.tapped(replace(scene, inbound=replace(scene.inbound, text="")), scene.text) or meeting.menu(scene)


def _timer(scene: Scene) -> Turn:
    return handback.taken(scene) or timers.ring(scene)


_BY_KIND: dict[Kind, Callable[[Scene], Turn]] = {
    Kind.TEXT: _text,
    Kind.VOICE: _voice,
    Kind.IMAGE: hearing.picture,
    Kind.OTHER: _unreadable,
    Kind.STICKER: _sticker,
    Kind.LOCATION: _location,
    Kind.FOLLOW: _follow,
    Kind.SCAN: _scan,
    Kind.UNFOLLOW: _unfollow,
    Kind.MENU: _menu,
    Kind.TIMER: _timer,
}
