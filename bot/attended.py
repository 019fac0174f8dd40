"""While staff have taken over a talk, the bot stands back: it passes on what the person says, and answers nothing.

What the person has a right to, whoever is talking with them, the bot still does at once (decision 31): to be sent no
more news, to be forgotten, to complain. It does not do it on a guess: the word for it must be there.
"""

import re
from dataclasses import replace

from bot.commands import Command, command_of
from bot.dialogs.form import WANTED
from bot.effects import Bind, Follow, Keep, Learn, PassOn, Register, Say
from bot.intents import Band, Intent
from bot.language.normalise import normalise
from bot.message import Kind
from bot.phrases import attended as words
from bot.readers.reach import wish_to_write
from bot.records import Attendant, Fields, RecordKind
from bot.scene import Scene, Turn
from bot.session import Session, stamp

FORGET = "forget"
_CONFIRMS = re.compile(r"[12一二]|删|删除|确定(删除)?|不删(了)?|(是|对|好|嗯)的?|要删|删了吧|删吧")
_RIGHTS = {
    Intent.UNSUBSCRIBE: re.compile(r"退订|别(再)?发|不要(再)?发"),
    Intent.DELETE_DATA: re.compile(r"删|注销"),
    Intent.COMPLAIN: re.compile(r"投诉|举报"),
}
_LONGEST_CLAIM = 40
_NO_WORDS = (Kind.FOLLOW, Kind.SCAN, Kind.MENU)


def stand_back(scene: Scene, attendant: Attendant) -> Turn | None:
    """The silent turn; None when it is the bot's to answer all the same."""
    kind = scene.inbound.kind
    if kind is Kind.TIMER:
        return Turn(scene.session, None)
    if kind is Kind.UNFOLLOW or _claims_a_right(scene):
        return None
    say = _notice(scene, attendant)
    session = replace(aside(scene.session), attended=attendant.talk, heard_at=stamp(scene.inbound.at))
    return Turn(session, say, (*_bookkeeping(scene), PassOn(kind, _passed_on(scene))))


def aside(session: Session) -> Session:
    """The open form set aside, also one without an answer yet: nothing that is said to staff answers its question."""
    name = session.active
    if name and name != FORGET and not session.answers(name):
        session = session.with_answers(name, {WANTED: ""})
    return replace(session.set_aside(), offered=(), unanswered="")


def _claims_a_right(scene: Scene) -> bool:
    if scene.inbound.kind not in (Kind.TEXT, Kind.VOICE):
        return False
    if scene.session.active == FORGET:
        return scene.inbound.choice.startswith(f"a.{FORGET}.") or bool(_CONFIRMS.fullmatch(_bare(scene)))
    if command_of(scene.text) in (Command.QUIET, Command.LOUD):
        return True
    if len(scene.text) > _LONGEST_CLAIM or not any(word.search(scene.text) for word in _RIGHTS.values()):
        return False
    reading = scene.mind.detector.read(scene.text)
    return reading.band is Band.ACT and reading.intent in _RIGHTS and bool(_RIGHTS[reading.intent].search(scene.text))


def _bare(scene: Scene) -> str:
    return normalise(scene.text).strip().rstrip("。.!！吧")


def _notice(scene: Scene, attendant: Attendant) -> Say | None:
    """The first time that somebody reads; after 转人工 that somebody is there; to a tap on the menu that it rests."""
    who = f"{attendant.station}的{attendant.name}" if attendant.station else words.NO_NAME
    if command_of(scene.text) is Command.STAFF:
        phone = words.PHONE.format(phone=attendant.phone) if attendant.phone else ""
        return Say(words.STILL.format(who=who, phone=phone))
    if scene.inbound.kind is Kind.MENU:
        return Say(words.NO_MENU.format(who=who))
    if scene.session.attended != attendant.talk and scene.inbound.said_to is None:
        return Say(words.READING.format(who=who))
    return None


def _bookkeeping(scene: Scene) -> tuple[Follow | Bind | Keep | Learn, ...]:
    """What is noted whoever has the talk."""
    inbound = scene.inbound
    match inbound.kind:
        case Kind.FOLLOW | Kind.SCAN:
            bound = (Bind(inbound.scene),) if inbound.scene else ()
            return (Follow(follows=True), *bound) if inbound.kind is Kind.FOLLOW else bound
        case Kind.VOICE | Kind.IMAGE if inbound.media and not inbound.text.strip():
            return (Keep(inbound.kind, inbound.media, ""),)
        case Kind.TEXT if wish_to_write(scene.text):
            return (Learn(Fields(in_writing=True)),)
    return ()


def _passed_on(scene: Scene) -> str:
    """The act in words: what was written or heard, else what it was."""
    inbound = scene.inbound
    text = "" if inbound.kind in _NO_WORDS else (inbound.text or inbound.label).strip()
    return "".join(part for part in (words.SHOWN.get(inbound.kind.value, ""), text) if part)


def passes_on(turn: Turn) -> bool:
    """Whether this is a silent turn: what was said went to staff."""
    return any(isinstance(effect, PassOn) for effect in turn.effects)


def complains(turn: Turn) -> bool:
    """Whether a complaint was made, which is nothing for a transcript: it may be about who reads that."""
    return any(isinstance(effect, Register) and effect.kind is RecordKind.COMPLAINT for effect in turn.effects)
