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
from bot.phrases import reading, talk
from bot.readers import NotUnderstood
from bot.readers.phone import find_phone, read_phone
from bot.readers.reach import WRITE as WISH
from bot.readers.reach import wish_to_write
from bot.records import Record, Status
from bot.scene import Scene, Turn
from bot.wishes.reach import is_written, written

SAME, OTHER, DROP, WRITE = "same", "other", "drop", "write"
WRONG, GONE = "wrong", "gone"
_TOKEN = "lost"  # noqa: S105 - a choice's token, no secret
_LONGEST_NOTE: Final = 60
_LITTLE_BESIDE: Final = 10
"""So many characters beside a number: later on it still answers the question, and no other wish stands in it."""

_LABELS: Final = {
    words.SAME: SAME,
    words.STILL: SAME,
    words.RIGHT: SAME,
    words.OTHER: OTHER,
    words.DROP: DROP,
    words.WRITE: WRITE,
}
_DROPS: Final = re.compile(
    r"(?:算了|不|别|甭|莫)(?:用|要|想|再)*(?:办|找|打|联系|干|去|要|卖|学)?(?:电话)?(?:了|啦|咯)*[。!！]?"
)
_YES: Final = re.compile(r"(?:好|要|嗯+|行|可以|对|想办?|还想办?|还办|要办|继续|接着办)(?:的|啊|呀|呢|吧|哦)*[。!！]?")
_NUMBER_GONE: Final = re.compile(
    r".*(?:换(?:了)?个?新?(?:手机)?号|号码?.*(?:不用|停|没用|注销)|手机.*(?:丢|掉)[了掉]).*"
)
_SAYS: Final = ((_DROPS, DROP), (_YES, SAME), (_NUMBER_GONE, OTHER))
_ONLY_GONE: Final = (DROP, SAME)
"""What answers only the question after the last call: while a request is open, withdrawing it has a form of its own."""
_ASKS: Final = re.compile(r"什么时候|几时|么时候|哪[天个里]|谁|为什么|怎么|[吗么呢?？]$")
_MANY_FIGURES: Final = re.compile(r"(?:[0-9][\s-]*){5,}")
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
    writes = why == GONE and is_written(scene, record)
    text = words.GONE_IN_WRITING if writes else words.GONE if why == GONE else words.WRONG
    told = text.format(day=talk.day(record.created_at), what=talk.record_title(record), phone=record.fields.phone)
    asking = scene.with_session(replace(scene.session, lost=record.id))
    same = (_token(record, SAME), words.SAME if why == GONE else words.RIGHT)
    if why == WRONG:
        return asking.saying(told, same)
    other, drop = (_token(record, OTHER), words.OTHER), (_token(record, DROP), words.DROP)
    if writes:
        return asking.saying(told, (same[0], words.STILL), drop)
    return asking.saying(told, same, other, (_token(record, WRITE), words.WRITE), drop, tail=words.GONE_TAIL)


def said_in_words(scene: Scene) -> Turn | None:
    """A text that tells how to reach them; None when it does not. Inside a form it answers the form."""
    record = _own(scene, str(scene.session.lost)) if scene.session.lost else None
    if record is None or scene.form or not _waits(record):
        return None
    said = scene.text.strip()
    if wish := wish_to_write(said):
        return written(scene.with_session(replace(scene.session, lost=0)), record, wish)
    just_asked = _token(record, SAME) in scene.session.offered
    number = find_phone(said)
    if number and (just_asked or len(said) - len(number) <= _LITTLE_BESIDE):
        return _found(scene, record, phone=number)
    return _just_asked(scene, record, said) if just_asked else None


def _just_asked(scene: Scene, record: Record, said: str) -> Turn | None:
    """What answers the question only while it is the last that was said."""
    if _MANY_FIGURES.search(said):
        return _number_again(scene, record, said)
    if (tapped := _LABELS.get(said)) and _token(record, tapped) in scene.session.offered:
        return answered(scene, f"{record.id}.{tapped}")
    if meant := next((how for sign, how in _SAYS if sign.fullmatch(said)), ""):
        gone = record.status is Status.UNREACHABLE
        return answered(scene, f"{record.id}.{meant}") if gone or meant not in _ONLY_GONE else None
    if command_of(said) or _ASKS.search(said) or len(said) > _LONGEST_NOTE:
        return None
    return _found(scene, record, note=said) if _SAYS_WHEN.search(said) or _means_nothing_else(scene) else None


def _number_again(scene: Scene, record: Record, said: str) -> Turn | None:
    """Figures that are no number which can be dialled: what is wrong with them."""
    try:
        return _found(scene, record, phone=read_phone(said))
    except NotUnderstood as why:
        wrong = reading.say(why.reason, **why.details)
    return scene.saying(words.AGAIN.format(wrong=wrong), (_token(record, SAME), words.SAME))


def answered(scene: Scene, rest: str) -> Turn | None:
    """What they tapped; None when the request is none of theirs."""
    ident, _, how = rest.partition(".")
    record = _own(scene, ident)
    if record is None or how not in (SAME, OTHER, DROP, WRITE):
        return None
    if not _waits(record):
        return scene.saying(words.OVER.format(status=talk.STATUSES[record.status]))
    if how == OTHER:
        same = (_token(record, SAME), words.SAME)
        return scene.with_session(replace(scene.session, lost=record.id)).saying(words.GIVE_NUMBER, same)
    if how == DROP:
        return scene.with_session(replace(scene.session, lost=0)).saying(words.DROPPED)
    if how == WRITE:
        return written(scene.with_session(replace(scene.session, lost=0)), record, WISH)
    return _found(scene, record)


def _found(scene: Scene, record: Record, phone: str = "", note: str = "") -> Turn:
    """Open it again. What they say of the time is for staff to keep to; otherwise a call is promised."""
    number = phone or record.fields.phone
    scene = scene.with_session(replace(scene.session, lost=0))
    in_writing = is_written(scene, record) and not phone
    if note:
        noted = words.NOTED_IN_WRITING if in_writing else words.NOTED
        return scene.saying(noted.format(note=note, phone=number)).adding(Found(record.id, note=note))
    promised = promise(scene.facts.hours(station_by_id(record.station, scene.facts)), scene.facts.now())
    when = hour_words.will_call(promised, number, written=in_writing)
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
