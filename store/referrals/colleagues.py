"""Who can have a referral in hand, and who is away: nothing stays with somebody who is not there.

Whoever is marked as away gives everything open back to its station's queue. Whoever takes something in hand is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Select, delete, false, func, or_, select, true
from sqlalchemy.orm import Session

from bot.records import Status
from bot.when import today
from store.database import reading, writing
from store.referrals.cases import note
from store.refusals import ReadOnly, Unfit, Unknown
from store.staff import Member
from store.tables import Absence, Audit, Rank, Referral, Role, Staff, Station

LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff; `away` is the last day of their absence, None when they are there; `open` what they have."""

    id: int
    name: str
    station: str
    away: date | None
    open: int


def colleagues(engine: Engine, member: Member, on: date) -> list[Colleague]:
    """Those whom this member leads, and themselves."""
    with reading(engine) as session:
        return _listed(session, _led_by(member), on)


def able(engine: Engine, referral_id: int, on: date) -> list[Colleague]:
    """Who could have this referral in hand: those in whose scope it is, and who are there."""
    with reading(engine) as session:
        referral = session.get(Referral, referral_id)
        found = _listed(session, _may_have(referral), on) if referral else []
        return [each for each in found if each.away is None]


def _listed(session: Session, which: ColumnElement[bool], on: date) -> list[Colleague]:
    query = _workers().where(which).order_by(Station.name, Staff.name)
    has = _open_of(session)
    away = absent(session, on)
    return [
        Colleague(row.id, row.name, row.station.name if row.station else "", away.get(row.id), has.get(row.id, 0))
        for row in session.scalars(query)
    ]


def _workers() -> Select[Staff]:
    """Everybody who works referrals; an auditor does not."""
    return select(Staff).outerjoin(Staff.station).where(Staff.active, Staff.role != Role.AUDITOR)


def _open_of(session: Session) -> dict[int, int]:
    query = select(Referral.assignee_id, func.count()).where(Referral.rank < Rank.ENDED).group_by(Referral.assignee_id)
    return {staff: number for staff, number in session.execute(query) if staff is not None}


def absent(session: Session, on: date) -> dict[int, date]:
    """Who is away on this day, and until when."""
    rows = session.execute(select(Absence.staff_id, Absence.until).where(Absence.until >= on))
    return {row.staff_id: row.until for row in rows}


def _led_by(member: Member) -> ColumnElement[bool]:
    if member.role is Role.COUNTY:
        return true()
    if member.role is Role.TOWNSHIP:
        return or_(Staff.id == member.id, (Station.township == member.township) & (Staff.role == Role.STATION))
    return Staff.id == member.id if member.role is Role.STATION else false()


def _may_have(referral: Referral) -> ColumnElement[bool]:
    """The same as `caseload.in_scope`, seen from the referral."""
    station = referral.station
    if station is None:
        return Staff.role == Role.COUNTY
    return or_(
        Staff.role == Role.COUNTY,
        (Staff.role == Role.TOWNSHIP) & (Station.township == station.township),
        (Staff.role == Role.STATION) & (Staff.station_id == station.id),
    )


def could_have(session: Session, referral: Referral, staff_id: int, on: date) -> Staff:
    """The member, if they can have this referral in hand. Raises Unfit."""
    row = session.scalar(_workers().where(_may_have(referral), Staff.id == staff_id))
    if row is None or row.id in absent(session, on):
        raise Unfit
    return row


# --- away ----------------------------------------------------------------------------------------------------


def leave(engine: Engine, member: Member, staff_id: int, until: date, now: datetime) -> int:
    """Mark somebody as away; how many referrals they gave back. Raises ReadOnly, Unknown, Unfit."""
    if not timedelta() <= until - today(now) <= LONGEST:
        raise Unfit
    with writing(engine) as session:
        who = _theirs(session, member, staff_id)
        session.merge(Absence(staff_id=who.id, until=until))
        _audit(session, member, who, "staff-away", now)
        return len(set_free(session, who, f"{who.name}{until.month}月{until.day}日前不在", now))


def back(engine: Engine, member: Member, staff_id: int, now: datetime) -> None:
    """They are there again. Raises ReadOnly, Unknown."""
    with writing(engine) as session:
        who = _theirs(session, member, staff_id)
        is_there(session, who.id)
        _audit(session, member, who, "staff-back", now)


def is_there(session: Session, staff_id: int) -> None:
    """Whoever works is not away."""
    session.execute(delete(Absence).where(Absence.staff_id == staff_id))


def set_free(session: Session, who: Staff, why: str, now: datetime) -> Sequence[Referral]:
    """Give all that somebody has in hand back to the queues; what rests goes on resting there."""
    query = select(Referral).where(Referral.assignee_id == who.id, Referral.rank < Rank.ENDED)
    rows = session.scalars(query.with_for_update(of=Referral)).all()
    for row in rows:
        row.assignee_id, row.status = None, Status.NEW
        note(row, now, "freed", why, by="system")
    return rows


def _theirs(session: Session, member: Member, staff_id: int) -> Staff:
    if member.role is Role.AUDITOR:
        raise ReadOnly
    row = session.scalar(_workers().where(_led_by(member), Staff.id == staff_id))
    if row is None:
        raise Unknown
    return row


def _audit(session: Session, member: Member, who: Staff, action: str, now: datetime) -> None:
    session.add(Audit(at=now, staff_id=member.id, action=action, subject=f"staff-{who.id}"))
