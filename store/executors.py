"""One executor for each durable effect; a test counts them. All run in the transaction of `SqlRecords.commit`."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

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
    Withdraw,
)
from bot.records import Fields, RecordKind, Status
from store.base import table
from store.database import run
from store.erasure import erase
from store.filing import about_themselves, learn_of_themselves, open_requests, register, write
from store.mapping import clean, learn
from store.media import recordings
from store.offers import alerts
from store.people import addresses
from store.referrals import callbacks, lost
from store.referrals.cases import note, route_waiting
from store.tables import ConsentGiven, Job, Miss, Registration, Station
from store.talks.passing import pass_on
from store.work import Work


def amend(work: Work, effect: Amend) -> None:
    """Put an open request of the person's own right; what is theirs is learned of them too."""
    for row in open_requests(work):
        if row.id == effect.record:
            write(row, effect.fields)
            if not row.for_whom:
                learn_of_themselves(work, about_themselves(row.kind, effect.fields), work.known())
            row.updated_at = work.at
            note(row.referral, work.at, "changed", clean(effect.fields.note, 2000))
            work.done(row.id, route_waiting(work.session, row, work.at))


def learned(work: Work, effect: Learn) -> None:
    """Remember it, complete and route the open requests that lack it, and put right those with the former number."""
    learn_of_themselves(work, effect.fields, work.known())
    for row in open_requests(work):
        if row.kind is RecordKind.COMPLAINT and effect.about is not RecordKind.COMPLAINT:
            continue  # made without a name, and meant so
        if row.kind is effect.about:
            callbacks.promise(work.session, row.referral, effect.promised_at, work.at)
        if not row.for_whom and learn(row, effect.fields, overwrite=False):
            row.updated_at = work.at
            note(row.referral, work.at, "changed")
            work.done(row.id)
    _route_all(work)


def _route_all(work: Work) -> None:
    for row in open_requests(work):
        told = route_waiting(work.session, row, work.at)
        if told is not None:
            work.done(row.id, told)


_AGREE = insert(table(ConsentGiven))


def consent(work: Work, effect: Consent) -> None:
    """Keep when the person agreed, and to which words."""
    wording = clean(effect.wording, 2000)
    work.know({"consented_at": work.at, "consent_wording": wording})
    run(work.session, _AGREE, {"person_id": work.number, "at": work.at, "wording": wording})


def bind(work: Work, effect: Bind) -> None:
    """The station of the code; a code of no station changes nothing."""
    station = work.session.scalar(select(Station.id).where(Station.scene == clean(effect.scene, 64)))
    if station is not None:
        work.know({"station_id": station})
        _route_all(work)


def follow(work: Work, effect: Follow) -> None:
    """Note it; who leaves is forgotten, unless they stay with another account of theirs."""
    if not effect.follows and addresses.leave(work.session, work.person, work.account):
        return
    work.know({"follows": effect.follows})
    if not effect.follows:
        forget(work, Forget())


def subscribe(work: Work, effect: Subscribe) -> None:
    """Whether to send news."""
    work.know({"subscribed": effect.wanted})


def alert(work: Work, effect: Alert) -> None:
    """Keep which jobs to tell the person of."""
    alerts.remember(work.session, work.person, effect, work.at)


def withdraw(work: Work, effect: Withdraw) -> None:
    """Close the person's own open request; anything else is left alone."""
    for row in open_requests(work):
        if row.id == effect.record:
            close(work, row)


def close(work: Work, row: Registration) -> None:
    """The request is taken back, and with it the vacancies that were put up from it."""
    row.referral.status = Status.WITHDRAWN
    note(row.referral, work.at, Status.WITHDRAWN)
    for job in work.session.scalars(select(Job).where(Job.registration_id == row.id)):
        job.open = False
    work.done(row.id)


def forget(work: Work, _effect: Forget) -> None:
    """Take back what is open and erase the rest."""
    for row in open_requests(work):
        close(work, row)
    work.session.flush()
    erase(work.session, work.person, work.at)
    work.forgotten = True


def called(work: Work, effect: Called) -> None:
    """What the person says of the call that they were promised, about a request of their own."""
    row = work.session.get(Registration, effect.record)
    if row is not None and row.person_id == work.number:
        work.done(row.id, callbacks.answered(work.session, row.referral, effect, work.at))


def found(work: Work, effect: Found) -> None:
    """How the person can be reached about a request of their own; under a new number in all that had the former."""
    row = work.session.get(Registration, effect.record)
    if row is None or row.person_id != work.number:
        return
    work.done(row.id, lost.found(work.session, row.referral, effect, work.at))
    if effect.phone and not row.for_whom:
        learn_of_themselves(work, Fields(phone=effect.phone), work.known())


_MISS = insert(table(Miss))


def missed(work: Work, effect: Missed) -> None:
    """Keep what was not understood, for review."""
    said = {"text": clean(effect.text, 2000), "kind": effect.kind, "guesses": list(effect.guesses)}
    about = {"ending": effect.ending, "topic": clean(effect.topic, 60)}
    run(work.session, _MISS, {"person_id": work.number, "at": work.at, **said, **about})


def keep(work: Work, effect: Keep) -> None:
    """Owe it that what was said or shown is fetched."""
    work.outbox.append(recordings.expect(work.session, work.number, effect, work.at))


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
    Missed: missed,
    Keep: keep,
    PassOn: pass_on,
}
