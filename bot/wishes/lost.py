"""Somebody whom the station could not reach: asking how, and what the answer leads to.

The question comes after a wrong number, while the request is open, or after the last of many calls, when it has ended
as unreachable. An answer opens it again.
"""

import re
from dataclasses import replace
from typing import Final

from bot.commands import command_of
from bot.dialogs.common import station_by_id
from bot.effects import Found
from bot.hours import promise
from bot.intents import Band
from bot.phrases import hours as hour_words
from bot.phrases import lost as words
from bot.phrases import talk
from bot.readers.phone import find_phone
from bot.records import Record, Status
from bot.scene import Scene, Turn

SAME, OTHER, DROP = "same", "other", "drop"
WRONG, GONE = "wrong", "gone"
_TOKEN = "lost"  # noqa: S105 - a choice's token, no secret
_LONGEST_NOTE: Final = 60
_LITTLE_BESIDE: Final = 10
"""So many characters beside a number: later on it still answers the question, and no other wish stands in it."""

_LABELS: Final = {words.SAME: SAME, words.RIGHT: SAME, words.OTHER: OTHER, words.DROP: DROP}
_DROPS: Final = re.compile(
    r"(?:算了|不|别|甭|莫)(?:用|要|想|再)*(?:办|找|打|联系|干|去|要|卖|学)?(?:电话)?(?:了|啦|咯)*[。!！]?"
)
_SAYS_WHEN: Final = re.compile(
    r"早上|早晨|上午|中午|下午|晚上|夜里|傍晚|天黑|[0-9一二三四五六七八九十两半]+点|明[天朝早晚]|后[天朝]|今[天晚]|周[一二三四五六日天末]"
    r"|星期|礼拜|过[几两]天|下班|收工|午饭|晚饭|再打|还打|接着打|打得?通|都?在家|有空|得空|方便"
)


def ask(scene: Scene, rest: str) -> Turn:
    """Ask how to reach them, unless the request has gone on meanwhile. `rest` is "<record>.<why>"."""
    ident, _, why = rest.partition(".")
    record = _own(scene, ident)
    if record is None or not (record.status is Status.UNREACHABLE if why == GONE else record.status.open):
        return Turn(scene.session, None)
    text = words.GONE if why == GONE else words.WRONG
    told = text.format(day=talk.day(record.created_at), what=talk.record_title(record), phone=record.fields.phone)
    asking = scene.with_session(replace(scene.session, lost=record.id))
    same = (_token(record, SAME), words.SAME if why == GONE else words.RIGHT)
    if why == WRONG:
        return asking.saying(told, same)
    other, drop = (_token(record, OTHER), words.OTHER), (_token(record, DROP), words.DROP)
    return asking.saying(told, same, other, drop, tail=words.GONE_TAIL)


def said_in_words(scene: Scene) -> Turn | None:
    """A text that tells how to reach them; None when it does not. Inside a form it answers the form."""
    record = _own(scene, str(scene.session.lost)) if scene.session.lost else None
    if record is None or scene.form or not _waits(record):
        return None
    said = scene.text.strip()
    just_asked = _token(record, SAME) in scene.session.offered or _token(record, DROP) in scene.session.offered
    number = find_phone(said)
    if number and (just_asked or len(said) - len(number) <= _LITTLE_BESIDE):
        return _found(scene, record, phone=number)
    if not just_asked:
        return None
    if tapped := _LABELS.get(said) or (DROP if _DROPS.fullmatch(said) else ""):
        return answered(scene, f"{record.id}.{tapped}")
    if command_of(said):
        return None
    if len(said) <= _LONGEST_NOTE and (_SAYS_WHEN.search(said) or _means_nothing_else(scene)):
        return _found(scene, record, note=said)
    return None


def answered(scene: Scene, rest: str) -> Turn | None:
    """What they tapped; None when the request is none of theirs."""
    ident, _, how = rest.partition(".")
    record = _own(scene, ident)
    if record is None or how not in (SAME, OTHER, DROP):
        return None
    if not _waits(record):
        return scene.saying(words.OVER.format(status=talk.STATUSES[record.status]))
    if how == OTHER:
        return scene.with_session(replace(scene.session, lost=record.id)).saying(words.GIVE_NUMBER)
    if how == DROP:
        return scene.with_session(replace(scene.session, lost=0)).saying(words.DROPPED)
    return _found(scene, record)


def _found(scene: Scene, record: Record, phone: str = "", note: str = "") -> Turn:
    """Open it again. What they say of the time is for staff to keep to; otherwise a call is promised."""
    number = phone or record.fields.phone
    scene = scene.with_session(replace(scene.session, lost=0))
    if note:
        return scene.saying(words.NOTED.format(note=note, phone=number)).adding(Found(record.id, note=note))
    promised = promise(scene.facts.hours(station_by_id(record.station, scene.facts)), scene.facts.now())
    when = hour_words.will_call(promised, number)
    told = (words.NEW_NUMBER if phone else words.GOES_ON).format(when=when)
    return scene.saying(told).adding(Found(record.id, phone, promised_at=promised.by))


def _waits(record: Record) -> bool:
    return record.status.open or record.status is Status.UNREACHABLE


def _means_nothing_else(scene: Scene) -> bool:
    """Whether nothing we know is meant: 在外地刚看到."""
    return scene.mind.detector.read(scene.text).band is Band.UNKNOWN


def _own(scene: Scene, ident: str) -> Record | None:
    return next((record for record in scene.facts.records() if str(record.id) == ident), None)


def _token(record: Record, how: str) -> str:
    return f"{_TOKEN}.{record.id}.{how}"
