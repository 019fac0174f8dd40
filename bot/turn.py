"""One turn of a talk, as a pure function: take_turn(session, inbound, facts, mind) -> Turn."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot import handback, hearing, interruptions, loops, manners, meaning, orders, thread, timers
from bot.commands import command_of
from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, lead_in, start
from bot.dialogs.form import CONSENT
from bot.dialogs.replying import tap
from bot.effects import SAID, Bind, Follow, Missed, QuestionEnding, Say
from bot.facts import Facts
from bot.intents import Band, Intent
from bot.language import identity
from bot.language.normalise import normalise
from bot.message import Inbound, Kind
from bot.phrases import talk
from bot.readers import NotUnderstood
from bot.readers.choice import read_choice
from bot.readers.yes_no import besides, read_yes_no
from bot.scene import Mind, Scene, Turn
from bot.session import Asked, Session
from bot.wishes import VERBS, calls, lost, meeting, offers, questions, stories, whereabouts

_WANTED = re.compile("要|需|麻烦|帮我|记")
_SAYS_NO_MORE = {Intent.TALK_TO_STAFF, Intent.THANKS, Intent.GREET, Intent.OUT_OF_SCOPE}
"""What may stand beside a yes or no to a call back and asks for nothing else."""
_NUMBER = re.compile(r"(选|第|回)?[0-9一二三四五六七八九十两]{1,3}(个|号|项)?[吧。.!！]?")


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
    picked = scene.inbound.choice or _is_number(scene.text) or command_of(scene.text) or scene.text in talk.LABELS
    about = scene.session.unanswered if picked else scene.text
    unanswered = about if any(token.startswith(("go.staff", "do.", "bad.")) for token in offered) else ""
    return replace(turn.session, offered=offered, misses=misses, unanswered=unanswered)


def _offered(say: Say | None) -> tuple[str, ...]:
    """What the numbers mean, from 1 on; "" where a number is an answer to the open question."""
    numbered = [choice.token for choice in say.choices if choice.numbered] if say else []
    tokens = tuple("" if token.startswith("a.") else token for token in numbered)
    return ("",) * (say.first - 1) + tokens if say and any(tokens) else ()


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(normalise(text).strip()))


# --- by what the person did ----------------------------------------------------------------------------------


def _text(scene: Scene) -> Turn:
    if scene.inbound.choice.startswith(SAID):
        scene = replace(scene, inbound=replace(scene.inbound, text=scene.inbound.choice.removeprefix(SAID), choice=""))
    if scene.inbound.choice:
        tap = replace(scene, inbound=replace(scene.inbound, text=""))  # the label is ours, not what the person said
        if tapped := _tapped(tap, scene.inbound.choice):
            return tapped
    if not scene.text.strip():
        return thread.then_ask_again(scene, meeting.menu(scene))
    if named := _labelled(scene) or _taken_up(scene):
        return named
    if called := calls.said_in_words(scene):
        return thread.then_ask_again(scene, called)
    if not _is_number(scene.text) and (found := lost.said_in_words(scene)):
        return found
    command = command_of(scene.text)
    if command and (done := orders.COMMANDS[command](scene)):
        return done
    if picked := _picked(scene):
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
    return _tapped(replace(scene, inbound=replace(scene.inbound, text="")), scene.text) or meeting.menu(scene)


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


# --- by what was tapped or picked ----------------------------------------------------------------------------


def _picked(scene: Scene) -> Turn | None:
    """A bare number that means one of the choices offered last."""
    offered = scene.session.offered
    if not offered or not _is_number(scene.text):
        return None
    try:
        token = offered[read_choice(scene.text, [""] * len(offered))]
    except NotUnderstood:
        return None
    if not token:
        return None
    return _tapped(replace(scene, inbound=replace(scene.inbound, text="", choice=token)), token)


def _labelled(scene: Scene) -> Turn | None:
    """A line that we offered, typed word for word."""
    said, asked = scene.text.strip(), scene.session.asked
    listed = scene.form if asked and asked.options and not _is_number(said) else None
    choices = ask(listed, again=True).say.choices if listed else ()
    offered = {choice.label: choice.token for choice in choices if choice.numbered}
    token = offered.get(said) or talk.LABELS.get(said, "")
    return _tapped(replace(scene, inbound=replace(scene.inbound, text="", choice=token)), token) if token else None


def _taken_up(scene: Scene) -> Turn | None:
    """A yes below the offer of a call back takes it (要), a no ends it (不用); unless there follows what they want."""
    if scene.form or "go.staff" not in scene.session.offered:
        return None
    try:
        wanted = read_yes_no(scene.text)
    except NotUnderstood:
        return None
    more = besides(scene.text)
    reading = scene.mind.detector.read(more) if more else None
    if reading and reading.band is Band.ACT and reading.intent not in _SAYS_NO_MORE:
        return None
    if not wanted:
        return meeting.acknowledge(scene)
    tap = replace(scene, inbound=replace(scene.inbound, text=""))
    return _tapped(tap, "go.staff") if _WANTED.search(scene.text) else None


def _tapped(scene: Scene, token: str) -> Turn | None:
    """Do what a token stands for; None when it stands for nothing of ours."""
    verb, _, rest = token.partition(".")
    if verb == "a":
        return _tapped_answer(scene, rest)
    if (verb, rest) == ("go", "resume"):  # asks the open question by itself
        return VERBS[rest](scene)
    if verb == "go" and rest in VERBS:
        return thread.switching(scene, VERBS[rest])
    if verb == "do" and rest in VERBS:  # with the message that could be read in several ways
        meant = replace(scene.inbound, text=scene.session.unanswered, choice="")
        return thread.switching(replace(scene, inbound=meant), VERBS[rest])
    if verb == "job":
        return offers.apply_for(scene, rest)
    if verb in _ITEMS and (turn := _ITEMS[verb](scene, rest)):
        return thread.then_ask_again(scene, turn)
    return None


_ITEMS: dict[str, Callable[[Scene, str], Turn | None]] = {
    "topic": questions.policy_topic,
    "more": questions.policy_details,
    "bad": questions.policy_unhelpful,
    "station": whereabouts.station_of_id,
    "story": stories.story_of_id,
    "called": calls.answered,
    "lost": lost.answered,
}


def _tapped_answer(scene: Scene, rest: str) -> Turn | None:
    """An option of a form's question. It answers that question, whichever is open now, or opens its own item."""
    parts = rest.split(".", 3)
    if len(parts) != 4 or parts[0] not in DIALOGS:
        return None
    name, key, digest, option = parts
    dialog, asked = DIALOGS[name], Asked(name, key, digest)
    form = Form(dialog, scene.session, scene.facts)
    if scene.session.active != name:
        if not dialog.question(key) or key == CONSENT:
            return thread.then_ask_again(scene, scene.saying(talk.OLD_TAP))
        form = start(dialog, scene.session, scene.facts)
    step = tap(form, asked, option)
    if step is None:
        return thread.then_ask_again(scene, scene.saying(talk.OLD_TAP))
    return thread.closing(Turn.of(step))
