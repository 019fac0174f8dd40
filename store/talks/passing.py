"""The person's side of a talk that staff have taken over: who has it, and their words, durable before any answer."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from bot.effects import PassOn
from bot.records import Attendant
from store.mapping import clean
from store.people.addresses import ACCOUNT, owner
from store.referrals import cases
from store.refusals import Elsewhere
from store.sending import outbox
from store.tables import Exchange, Referral, Staff, Station, Takeover
from store.work import Work

LONGEST = 4000
TELL_AFTER = timedelta(minutes=1)
"""Whoever has the page open has read by then, and their group need not be told."""


def open_takeover(session: Session, person: int) -> Takeover | None:
    """The take-over of this person (id) that has not ended."""
    return session.scalar(select(Takeover).where(Takeover.person_id == person, Takeover.ended_at.is_(None)))


def answered(session: Session, person: int, staff: int, at: datetime) -> None:
    """Staff write to this person: if they have taken over the talk, that is an answer. Raises Elsewhere."""
    held = open_takeover(session, person)
    if held and held.staff_id != staff:
        raise Elsewhere(held.staff.name)
    if held:
        held.acted_at, held.answered = at, held.seen


def end_one_of(session: Session, kept: int, gone: int, at: datetime) -> None:
    """Two people (ids) become one: of two take-overs that of the kept one stays, with what waits in both."""
    mine, other = open_takeover(session, kept), open_takeover(session, gone)
    if mine and other:
        waiting = Exchange.takeover_id == other.id, Exchange.id > other.answered
        session.execute(update(Exchange).where(*waiting).values(takeover_id=mine.id))
        other.ended_at, other.ending = at, "merged"
        session.flush()


_ATTENDANT = (
    select(Takeover.id, Staff.name, Station.name, Station.phone)
    .join(Takeover.person)
    .join(Takeover.staff)
    .join(Takeover.referral)
    .outerjoin(Referral.station)
    .where(owner(ACCOUNT), Takeover.ended_at.is_(None))
)


def attendant_of(session: Session | Connection, channel_id: str) -> Attendant | None:
    """Who has this person's talk."""
    row = session.execute(_ATTENDANT, {"account": channel_id}).first()
    if row is None:
        return None
    talk, staff, station, phone = row
    return Attendant(talk, staff, station or "", phone or "")


def pass_on(work: Work, effect: PassOn) -> None:
    """Keep it for staff, and owe it that they are told unless they have read it soon.

    A talk that was handed back at this very moment has nobody who answers: then it is noted on its referral.
    """
    takeover = open_takeover(work.session, work.number)
    said = Exchange(person_id=work.number, at=work.at, kind=effect.kind, heard=clean(effect.text, LONGEST))
    said.takeover_id = takeover.id if takeover else None
    work.session.add(said)
    work.session.flush()
    if takeover is None:
        last = select(Takeover).where(Takeover.person_id == work.number).order_by(Takeover.id.desc()).limit(1)
        over = work.session.scalar(last)
        if over:
            cases.note(over.referral, work.at, "added", said.heard)
    else:
        # Once for what waits: the second message since staff looked finds the row of the first.
        key = f"talk-waits-{takeover.id}-{takeover.seen}"
        payload = {"takeover": takeover.id, "exchange": said.id}
        outbox.add(work.session, "talk-waits", payload, key, work.at, due=work.at + TELL_AFTER)
