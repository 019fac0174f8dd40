"""How somebody wants to be reached, once it is no answer of a form: written to from now on, or called after all.

It is kept of the person and of what they have open (`Fields.in_writing`). What the station had given up, since nobody
took its calls, is opened again by it.
"""

from bot.dialogs.asking import Form
from bot.dialogs.common import call_promise, in_writing, station_by_id
from bot.dialogs.form import ABOUT
from bot.effects import Amend, Found, Learn
from bot.hours import Promise, promise
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.readers.reach import CALLS, calls_again, wish_to_write
from bot.records import Fields, Record, RecordKind, Status
from bot.scene import Scene, Turn
from bot.wishes.meeting import menu


def reached_how(scene: Scene) -> Turn | None:
    """我耳朵不好，别打电话; 打电话也行了, of who wanted no calls; None when neither is what they say."""
    if wish := wish_to_write(scene.text):
        record = next(filter(_takes_part, scene.facts.records()), None)
        return written(scene, record, wish) if record else _from_now_on(scene)
    return _called_again(scene) if calls_again(scene.text) else None


def _takes_part(record: Record) -> bool:
    return record.status.open or record.status is Status.UNREACHABLE


def written(scene: Scene, record: Record, wish: str) -> Turn:
    """They are written to about this request, and about all else that is their own."""
    noted = Amend(record.id, Fields(note=wish, in_writing=True))
    if record.status is Status.UNREACHABLE:
        promised = _promise_of(scene, record)
        told = talk.IN_WRITING_NOTED.format(when=hour_words.will_call(promised, "", written=True))
        return scene.saying(told).adding(Found(record.id, note=wish, promised_at=promised.by), noted)
    by = still_to_come(scene, record)
    told = talk.IN_WRITING_NOTED.format(when=hour_words.WILL_WRITE_BY.format(by=by) if by else "")
    return scene.saying(told).adding(noted)


def _from_now_on(scene: Scene) -> Turn:
    return menu(scene, talk.IN_WRITING_LATER).adding(Learn(Fields(in_writing=True)))


def _called_again(scene: Scene) -> Turn | None:
    """Of the request that is written about, or of the person; None where they are called anyway."""
    open_ones = [record for record in scene.facts.records() if record.status.open]
    record = next((each for each in open_ones if each.fields.in_writing), None)
    if record is None and not scene.facts.profile().in_writing:
        return None
    if record is None:
        return scene.saying(talk.CALLS_NOTED.format(when="")).adding(Learn(Fields(in_writing=False)))
    by = still_to_come(scene, record)
    phone = record.fields.phone
    when = hour_words.WILL_CALL_BY.format(by=by, phone=phone) if by and phone else "" if phone else talk.CALL_WHERE
    noted = Amend(record.id, Fields(note=CALLS, in_writing=False))
    return scene.saying(talk.CALLS_NOTED.format(when=when)).adding(noted)


def instead_of_a_phone(scene: Scene, form: Form) -> Turn | None:
    """Who asked for somebody and is asked for a number says that they want no calls: no number is needed."""
    about = form.answers.get(ABOUT)
    if not isinstance(about, str) or not wish_to_write(scene.text):
        return None
    promised = call_promise(scene.facts.profile().village, scene.facts)
    told = talk.IN_WRITING_NOTED.format(when=hour_words.will_call(promised, "", written=True))
    closed = scene.with_session(scene.session.without(form.dialog.name))
    record = next((each for each in scene.facts.records() if each.status.open and each.kind == about), None)
    noted = (Amend(record.id, Fields(note=wish_to_write(scene.text))),) if record else ()
    learnt = Learn(Fields(in_writing=True), RecordKind(about), promised.by)
    return closed.saying(told).adding(*noted, learnt)


def is_written(scene: Scene, record: Record | None) -> bool:
    """Whether they are written to about this request, or, for None, at all."""
    return in_writing(record.fields, scene.facts) if record else scene.facts.profile().in_writing


def still_to_come(scene: Scene, record: Record | None) -> str:
    """By when they will have heard of it, in words; "" when nothing was promised, or its time has passed."""
    now = scene.facts.now()
    if record is None or record.promised_at is None or record.promised_at <= now:
        return ""
    return hour_words.at(record.promised_at, now)


def _promise_of(scene: Scene, record: Record) -> Promise:
    return promise(scene.facts.hours(station_by_id(record.station, scene.facts)), scene.facts.now())
