"""One executor for each durable effect; a test counts them. All run in the transaction of `SqlRecords.commit`."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from bot.effects import (
    Alert,
    Amend,
    Bind,
    Called,
    Consent,
    Durable,
    Follow,
    Forget,
    Found,
    Keep,
    Learn,
    Missed,
    PassOn,
    Register,
    Subscribe,
    Wake,
    Withdraw,
)
from bot.records import Fields, RecordKind, Status
from bot.session import stamp
from store.erasure import erase
from store.mapping import clean, learn, place_of
from store.media import recordings
from store.offers import alerts, seats
from store.people import addresses
from store.referrals import callbacks, households, lost
from store.referrals.cases import note, open_case, route_waiting
from store.sending import outbox
from store.tables import ConsentGiven, Job, Miss, Person, Referral, Registration, Station
from store.talks.passing import pass_on
from store.work import Work

OPEN = [status for status in Status if status.open]

# These are about the person themself, so what they say there is news about them. A vacancy's phone is the firm's.
ABOUT_THEMSELVES = {RecordKind.JOB, RecordKind.TRAINING, RecordKind.PRODUCE, RecordKind.STAFF}

# Of these a second one for the same thing is the same wish again. Two lots of produce are two.
PICKED = {RecordKind.JOB, RecordKind.TRAINING}

# These have nothing to choose: while one is open, the person is adding to it.
ONE_TALK = {RecordKind.STAFF, RecordKind.POLICY, RecordKind.COMPLAINT, RecordKind.VACANCY, RecordKind.CORRECTION}


def register(work: Work, effect: Register) -> None:
    """File the request, or bring the open one for the same thing up to date."""
    row = _same_open(work, effect)
    if row is not None:
        _write(row, effect.fields)  # first, so that a new number is not found missing here
    if effect.kind in ABOUT_THEMSELVES and not effect.fields.for_whom:
        _learn_of_themselves(work, effect.fields)
    if row is None:
        row = Registration(person=work.person, kind=effect.kind, created_at=work.at, updated_at=work.at)
        work.session.add(row)
        work.session.flush()
        _write(row, effect.fields)
        if not effect.fields.for_whom:
            learn(row, _known(work.person), overwrite=False)
        work.done(row, open_case(work.session, row, work.at))
        seats.take(work.session, row, work.at)
    else:
        what = "added" if effect.kind in ONE_TALK else "changed"
        row.updated_at = work.at
        note(row.referral, work.at, what, clean(effect.fields.note, 2000))
        work.done(row, route_waiting(work.session, row, work.at))
    callbacks.promise(work.session, row.referral, effect.promised_at, work.at)
    if effect.fields.nobody_works:
        households.mark(work.session, row, work.at)


def _same_open(work: Work, effect: Register) -> Registration | None:
    for row in _open(work):
        same = _subject(row) == _subject_said(effect.fields)
        if row.kind == effect.kind and (effect.kind in ONE_TALK or (same and effect.kind in PICKED)):
            return row
    return None


def _open(work: Work) -> Sequence[Registration]:
    """The person's registrations that staff have not closed, newest first."""
    mine = select(Registration).join(Referral).where(Registration.person_id == work.person.id)
    return work.session.scalars(mine.where(Referral.status.in_(OPEN)).order_by(Registration.id.desc())).all()


def _subject(row: Registration) -> tuple[str, ...]:
    """What a request is about: two of one kind with the same are one. Of two neighbours each has their own."""
    return row.choice_id, row.product, row.for_whom, row.name if row.for_whom else ""


def _subject_said(fields: Fields) -> tuple[str, ...]:
    whom = _whom(fields)
    return _choice(fields), clean(fields.product, 200), whom, clean(fields.name, 60) if whom else ""


def _whom(fields: Fields) -> str:
    return clean(fields.for_whom, 40)


def _choice(fields: Fields) -> str:
    return clean(fields.choice.id, 40) if fields.choice else ""


def _write(row: Registration, fields: Fields) -> None:
    """Write what was said into the registration; what was not said stays."""
    learn(row, fields, overwrite=True)
    if fields.choice:
        row.choice_position = fields.choice.position
        row.choice_id = _choice(fields)
        row.choice_title = clean(fields.choice.title, 200)
    row.for_whom = _whom(fields) or row.for_whom
    row.age = clean(fields.age, 20) or row.age
    row.wage = clean(fields.wage, 40) or row.wage
    row.skill = clean(fields.skill, 100) or row.skill
    row.product = clean(fields.product, 200) or row.product
    row.quantity = clean(fields.quantity, 100) or row.quantity
    words = clean(fields.note, 2000)
    if words and words not in row.note:
        row.note = f"{row.note}\n{words}".strip()


def amend(work: Work, effect: Amend) -> None:
    """Put an open request of the person's own right; what is theirs is learned of them too."""
    for row in _open(work):
        if row.id == effect.record:
            _write(row, effect.fields)
            if row.kind in ABOUT_THEMSELVES and not row.for_whom:
                _learn_of_themselves(work, effect.fields)
            row.updated_at = work.at
            note(row.referral, work.at, "changed", clean(effect.fields.note, 2000))
            work.done(row, route_waiting(work.session, row, work.at))


def _learn_of_themselves(work: Work, fields: Fields) -> None:
    """Remember it of the person. Under a new number they are called in all that is open, if it had the former one."""
    former = work.person.phone
    if not learn(work.person, fields, overwrite=True):
        return
    work.person.updated_at = work.at
    for row in _open(work) if former and work.person.phone != former else ():
        if row.phone == former and not row.for_whom and row.kind is not RecordKind.COMPLAINT:
            row.phone = work.person.phone
            row.updated_at = work.at
            note(row.referral, work.at, "changed")
            work.done(row)
    for row in lost.with_number(work.session, work.person, former) if former and work.person.phone != former else ():
        work.done(row, lost.found(work.session, row.referral, Found(row.id, work.person.phone), work.at))


def _known(person: Person) -> Fields:
    return Fields(name=person.name, phone=person.phone, village=place_of(person))


def learned(work: Work, effect: Learn) -> None:
    """Remember it, complete and route the open requests that lack it, and put right those with the former number."""
    _learn_of_themselves(work, effect.fields)
    for row in _open(work):
        if row.kind is RecordKind.COMPLAINT and effect.about is not RecordKind.COMPLAINT:
            continue  # made without a name, and meant so
        if row.kind is effect.about:
            callbacks.promise(work.session, row.referral, effect.promised_at, work.at)
        if not row.for_whom and learn(row, effect.fields, overwrite=False):
            row.updated_at = work.at
            note(row.referral, work.at, "changed")
            work.done(row)
    _route_all(work)


def _route_all(work: Work) -> None:
    for row in _open(work):
        told = route_waiting(work.session, row, work.at)
        if told is not None:
            work.done(row, told)


def consent(work: Work, effect: Consent) -> None:
    """Keep when the person agreed, and to which words."""
    work.person.consented_at = work.at
    work.person.consent_wording = clean(effect.wording, 2000)
    work.person.updated_at = work.at
    work.session.add(ConsentGiven(person_id=work.person.id, at=work.at, wording=work.person.consent_wording))


def bind(work: Work, effect: Bind) -> None:
    """The station of the code; a code of no station changes nothing."""
    station = work.session.scalar(select(Station.id).where(Station.scene == clean(effect.scene, 64)))
    if station is not None:
        work.person.station_id = station
        work.person.updated_at = work.at
        work.session.flush()
        _route_all(work)


def follow(work: Work, effect: Follow) -> None:
    """Note it; who leaves is forgotten, unless they stay with another account of theirs."""
    if not effect.follows and addresses.leave(work.session, work.person, work.account):
        return
    work.person.follows = effect.follows
    work.person.updated_at = work.at
    if not effect.follows:
        forget(work, Forget())


def subscribe(work: Work, effect: Subscribe) -> None:
    """Whether to send news."""
    work.person.subscribed = effect.wanted
    work.person.updated_at = work.at


def alert(work: Work, effect: Alert) -> None:
    """Keep which jobs to tell the person of."""
    alerts.remember(work.session, work.person, effect, work.at)


def withdraw(work: Work, effect: Withdraw) -> None:
    """Close the person's own open request; anything else is left alone."""
    for row in _open(work):
        if row.id == effect.record:
            close(work, row)


def close(work: Work, row: Registration) -> None:
    """The request is taken back, and with it the vacancies that were put up from it."""
    row.referral.status = Status.WITHDRAWN
    note(row.referral, work.at, Status.WITHDRAWN)
    for job in work.session.scalars(select(Job).where(Job.registration_id == row.id)):
        job.open = False
    work.done(row)


def forget(work: Work, _effect: Forget) -> None:
    """Take back what is open and erase the rest."""
    for row in _open(work):
        close(work, row)
    work.session.flush()
    erase(work.session, work.person, work.at)


def called(work: Work, effect: Called) -> None:
    """What the person says of the call that they were promised, about a request of their own."""
    row = work.session.get(Registration, effect.record)
    if row is not None and row.person_id == work.person.id:
        work.done(row, callbacks.answered(work.session, row.referral, effect, work.at))


def found(work: Work, effect: Found) -> None:
    """How the person can be reached about a request of their own; under a new number in all that had the former."""
    row = work.session.get(Registration, effect.record)
    if row is None or row.person_id != work.person.id:
        return
    work.done(row, lost.found(work.session, row.referral, effect, work.at))
    if effect.phone and not row.for_whom:
        _learn_of_themselves(work, Fields(phone=effect.phone))


def wake(work: Work, effect: Wake) -> None:
    """Owe the person's talk its alarm; nothing is done before then, so there is no row to kick."""
    payload = {"person": work.person.id, "alarm": stamp(effect.at)}
    outbox.add(work.session, "alarm", payload, f"alarm-{work.person.id}-{payload['alarm']}", work.at, due=effect.at)


def missed(work: Work, effect: Missed) -> None:
    """Keep what was not understood, for review."""
    text = clean(effect.text, 2000)
    row = Miss(person_id=work.person.id, text=text, kind=effect.kind, guesses=list(effect.guesses), at=work.at)
    row.ending, row.topic = effect.ending, clean(effect.topic, 60)
    work.session.add(row)


def keep(work: Work, effect: Keep) -> None:
    """Owe it that what was said or shown is fetched."""
    work.outbox.append(recordings.expect(work.session, work.person.id, effect, work.at))


EXECUTORS: dict[type[Durable], Callable[[Work, Any], None]] = {
    Register: register,
    Amend: amend,
    Learn: learned,
    Consent: consent,
    Bind: bind,
    Follow: follow,
    Subscribe: subscribe,
    Alert: alert,
    Withdraw: withdraw,
    Forget: forget,
    Called: called,
    Found: found,
    Wake: wake,
    Missed: missed,
    Keep: keep,
    PassOn: pass_on,
}
