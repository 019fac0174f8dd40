"""What staff see of the referrals. Every query here begins with `in_scope`: nothing else decides who sees what."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, false, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from store.database import reading
from store.offers import seats
from store.referrals.history import fruitless, last_step
from store.referrals.views import Case, Letter, Line, letter_of, line_of, step_of
from store.sending.acts import ReadActs
from store.sending.ledger import Budget, can_send
from store.staff import Member
from store.tables import Message, Referral, ReferralEvent, Registration, Role, Station

PAGE = 30


def in_scope(member: Member) -> ColumnElement[bool]:
    """Which referrals this member may see: their station's, their township's, or all, with those without a station."""
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return true()
    if member.station_id is None:
        return false()
    if member.role is Role.TOWNSHIP:
        return Referral.station_id.in_(select(Station.id).where(Station.township == member.township))
    return Referral.station_id == member.station_id


def these(engine: Engine, member: Member, numbers: Sequence[int]) -> tuple[Line, ...]:
    """Those of these referrals that are in scope, in this order."""
    with reading(engine) as session:
        query = lines().where(in_scope(member), Referral.id.in_(numbers))
        found = {row.id: line_of(row) for row in session.scalars(query)}
    return tuple(found[number] for number in numbers if number in found)


def case(engine: Engine, member: Member, referral_id: int, now: datetime) -> Case | None:
    """One referral, or None when there is none or it is not in this member's scope."""
    with reading(engine) as session:
        query = lines().where(in_scope(member), Referral.id == referral_id)
        row = session.scalar(query.options(selectinload(Referral.events).joinedload(ReferralEvent.staff)))
        if row is None:
            return None
        said, person = row.registration, row.registration.person
        last = last_step(row.events, member.id, now)
        return Case(
            line=line_of(row),
            note=said.note,
            for_whom=said.for_whom,
            writer=person.name if said.for_whom else "",
            age=said.age,
            wage=said.wage,
            skill=said.skill,
            product=said.product,
            quantity=said.quantity,
            choice=said.choice_title,
            writable=person.here,
            undoable=last.what if last else "",
            steps=tuple(step_of(event) for event in row.events),
            letters=_letters(session, row.id),
            place=seats.place(session, said),
            tries=fruitless(row.events),
            others=_others(session, member, row),
            person=person.id,
        )


def budget_of(engine: Engine, referral_id: int, acts: ReadActs, now: datetime) -> Budget:
    """What WeChat still lets us send the person of a referral."""
    with reading(engine) as session:
        person = session.get_one(Referral, referral_id).registration.person
        return can_send(session, person.id, acts([person.channel_id])[0], now)


def stations(engine: Engine) -> list[tuple[int, str]]:
    """Id and name of every station that is open, by township."""
    with reading(engine) as session:
        named = select(Station.id, Station.name).where(Station.open)
        rows = session.execute(named.order_by(Station.township, Station.id))
        return [(row.id, row.name) for row in rows]


def lines() -> Select[Referral]:
    """Referrals with all that a line shows."""
    return (
        select(Referral)
        .join(Referral.registration)
        .options(
            contains_eager(Referral.registration).joinedload(Registration.person),
            joinedload(Referral.station),
            joinedload(Referral.assignee),
        )
    )


def _letters(session: Session, referral_id: int) -> tuple[Letter, ...]:
    rows = session.scalars(select(Message).where(Message.referral_id == referral_id).order_by(Message.id))
    return tuple(letter_of(row) for row in rows)


def _others(session: Session, member: Member, row: Referral) -> tuple[Line, ...]:
    theirs = lines_of_people(session, member, [row.registration.person_id])
    return tuple(line for line in theirs if line.id != row.id)


def lines_of_people(session: Session, member: Member, people: Sequence[int]) -> tuple[Line, ...]:
    """The newest referrals of these people (their ids) that the member may see."""
    query = lines().where(in_scope(member), Registration.person_id.in_(people)).order_by(Referral.id.desc())
    return tuple(line_of(row) for row in session.scalars(query.limit(PAGE)))
