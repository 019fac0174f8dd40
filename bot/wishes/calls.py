"""The call that was promised: asking whether it was made, and what the answer leads to."""

import re
from dataclasses import replace

from bot.dialogs.common import station_by_id
from bot.effects import Amend, Called
from bot.hours import promise
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.phrases import timers as words
from bot.readers import NotUnderstood
from bot.readers.called import read_called
from bot.records import Fields, Record, Status
from bot.scene import Scene, Turn
from bot.wishes.people import progress
from bot.wishes.reach import is_written, still_to_come

YES, NO = "yes", "no"
_TOKEN, _TELL = "called", "tell"
_SAYS_CALL = re.compile("打|电话|微信|消息|信息")
_WRITING = re.compile("[发收回]|微信|消息|信息")
_TIME = r"(?:什么时[候间]|[几么啥]时候?|多久|好久|哪一?天|几点|何时)"
_WHEN = re.compile(_TIME)
_THEY_CALL = re.compile(
    r"打给我|给我打|打过来|打来|[来回]我?个?电话|电话来|电话.{2,5}打(?!通)|联系我|回话|给我.{0,3}(?:答复|回音|消息|信)|打电话(?!给?(?:[你您]|驿站))|给我[发回](?:个|条)?(?:微信|消息|信息)|回我(?:微信|消息|信息)"
)
_I_CALL = re.compile(rf"[我俺]们?[要该能好再可以]*{_TIME}")
_LONGEST_WHEN = 20
_WAITS = (Status.NEW, Status.CLAIMED, Status.UNREACHABLE, Status.DECLINED)
"""Where a call may still be missing."""


def ask_whether_called(scene: Scene, ident: str) -> Turn:
    """Ask, unless there is nothing to ask: the request has gone or ended, its promise was renewed, or they want quiet.

    Requests that were promised a call by the same time are asked about together. Silence leaves the session as it was.
    """
    record, now = _own(scene, ident), scene.facts.now()
    due = record and record.promised_at and record.promised_at <= now and record.status in _WAITS
    if not record or not due or not scene.facts.profile().subscribed:
        return Turn(scene.session, None)
    together = _together(scene, record)
    if record.id != max(each.id for each in together):
        return Turn(scene.session, None)
    whom = record.fields.for_whom
    written = is_written(scene, record)
    asks = (words.WROTE_FOR if whom else words.WROTE) if written else words.CALLED_FOR if whom else words.CALLED
    yes, no = (words.WROTE_YES, words.WROTE_NO) if written else (words.CALLED_YES, words.CALLED_NO)
    text = asks.format(day=talk.day(record.created_at), whom=whom, what="、".join(map(talk.record_title, together)))
    asking = scene.with_session(replace(scene.session, calling=record.id))
    return asking.saying(text, (_token(record, YES), yes), (_token(record, NO), no))


def _together(scene: Scene, record: Record) -> list[Record]:
    """The request and the others that were promised a call by the very same time and still wait for it."""
    same = (record.station, record.promised_at, record.fields.for_whom)
    return [
        each
        for each in scene.facts.records()
        if each.id == record.id
        or (each.status in _WAITS and (each.station, each.promised_at, each.fields.for_whom) == same)
    ]


def said_in_words(scene: Scene) -> Turn | None:
    """A text that answers the question, also some messages after it was asked, or without it; None when it does not.

    A mere yes or no answers while nothing else was asked since.
    """
    record = _own(scene, str(scene.session.calling)) if scene.session.calling else None
    just_asked = record is not None and _token(record, YES) in scene.session.offered
    if asks_when(scene.text):
        return _by_when(scene) if scene.form or scene.facts.records() else progress(scene)
    try:
        reached = read_called(scene.text, just_asked, written=_in_writing(scene, record))
    except NotUnderstood:
        return None
    if record is None:
        return None if reached else _without_being_asked(scene)
    return answered(scene, f"{record.id}.{YES if reached else NO}")


def asks_when(text: str) -> bool:
    """那什么时候给我打电话啊, 几时打电话来; not when they themselves may call."""
    short = len(text.strip()) <= _LONGEST_WHEN
    return bool(short and _WHEN.search(text) and _THEY_CALL.search(text) and not _I_CALL.search(text))


def _promised(scene: Scene) -> Record | None:
    return next((record for record in scene.facts.records() if record.status.open and record.promised_at), None)


def passing_on(scene: Scene) -> Turn | None:
    """Not understood while a call is to come: it can be passed on to who will call; None when no call is to come."""
    record = _promised(scene)
    by = still_to_come(scene, record)
    written = record is not None and is_written(scene, record)
    if record is None or not (by or written):
        return None
    choices = ((f"{_TELL}.{record.id}", talk.TAKE_IT_THERE), ("go.menu", talk.SEE_MENU))
    return scene.saying(talk.ANSWERED_IN_WRITING if written else talk.AT_THE_CALL.format(by=by), *choices)


def passed_on(scene: Scene, ident: str) -> Turn | None:
    """The message stands in the request then; None when that is none of theirs, or closed."""
    record, said = _own(scene, ident), scene.session.unanswered
    if record is None or not record.status.open or not said:
        return None
    told = talk.TAKEN_IN_WRITING if is_written(scene, record) else talk.TAKEN_THERE
    return scene.saying(told).adding(Amend(record.id, Fields(note=said)))


def _by_when(scene: Scene) -> Turn | None:
    """你们什么时候打给我: the time that was promised; None when none was, or it has passed."""
    record = _promised(scene)
    by = still_to_come(scene, record)
    return scene.saying(_not_yet(scene, record, by)) if record and by else None


def _not_yet(scene: Scene, record: Record, by: str) -> str:
    return (words.NOT_YET_IN_WRITING if is_written(scene, record) else words.NOT_YET_TIME).format(by=by)


def _without_being_asked(scene: Scene) -> Turn | None:
    """They say of their own accord that nobody called: about the newest request that was promised a call."""
    now = scene.facts.now()
    record = _promised(scene) if _SAYS_CALL.search(scene.text) else None
    if record is None or record.promised_at is None:
        return None
    if record.promised_at > now and not record.urgent:
        return scene.saying(_not_yet(scene, record, hour_words.at(record.promised_at, now)))
    return _not_called(scene, record)


def answered(scene: Scene, rest: str) -> Turn | None:
    """They say whether they were called about this request; None when it is none of theirs."""
    ident, _, how = rest.partition(".")
    record = _own(scene, ident)
    if record is None or how not in (YES, NO):
        return None
    if how == YES:
        scene = scene.with_session(replace(scene.session, calling=0))
        glad = words.WROTE_GLAD if is_written(scene, record) else words.GLAD
        return scene.saying(glad).adding(*(Called(each.id, reached=True) for each in _together(scene, record)))
    return _not_called(scene, record)


def _not_called(scene: Scene, record: Record) -> Turn:
    """Open it again and promise anew, once until that promise has passed; what has ended well stays as it is."""
    now, written = scene.facts.now(), is_written(scene, record)
    if not record.status.open and record.status not in _WAITS:
        return scene.saying(words.ENDED.format(status=talk.STATUSES[record.status]), ("go.staff", talk.ASK_STAFF))
    if record.urgent and record.promised_at and record.promised_at > now:
        told = words.URGED_IN_WRITING if written else words.URGED_ALREADY
        return scene.saying(told.format(by=hour_words.at(record.promised_at, now)))
    station = station_by_id(record.station, scene.facts)
    promised = promise(scene.facts.hours(station), now)
    when = hour_words.will_call(promised, record.fields.phone, written=written)
    told = words.URGED.format(station=station.name if station else talk.COUNTY, when=when)
    if station and station.phone and not written:
        told += words.URGED_PHONE.format(phone=station.phone)
    unmade = (Called(each.id, reached=False, promised_at=promised.by) for each in _together(scene, record))
    return scene.saying(told).adding(*unmade)


def _own(scene: Scene, ident: str) -> Record | None:
    return next((record for record in scene.facts.records() if str(record.id) == ident), None)


def _token(record: Record, how: str) -> str:
    return f"{_TOKEN}.{record.id}.{how}"


def _in_writing(scene: Scene, record: Record | None) -> bool:
    """Whether a word of messages is about this request, or, for None, about the one that was promised."""
    about = record or (_promised(scene) if _WRITING.search(scene.text) else None)
    return about is not None and is_written(scene, about)
