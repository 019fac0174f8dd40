"""Whom a member of staff may see. Every query about people begins with `theirs`: nothing else decides it."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from store.referrals.caseload import in_scope
from store.refusals import ReadOnly, Unknown
from store.staff import Member
from store.tables import Person, Referral, Registration, Role, Station


def theirs(member: Member) -> ColumnElement[bool]:
    """People with a case that the member may see, who belong to their station or township, or, for the county, all.

    Who lives in a township and belongs to no station yet is looked after by the station there.
    """
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return true()
    if member.station_id is None:
        return false()
    asked = Person.id.in_(select(Registration.person_id).join(Referral).where(in_scope(member)))
    at_home = Person.township == member.township
    if member.role is Role.TOWNSHIP:
        there = select(Station.id).where(Station.township == member.township)
        return or_(asked, at_home, Person.station_id.in_(there))
    return or_(asked, Person.station_id == member.station_id, at_home & Person.station_id.is_(None))


def one(session: Session, member: Member, number: int, *, to_change: bool = False) -> Person:
    """The person, locked when it is `to_change` them; not one who was merged into another. Raises Unknown, ReadOnly."""
    if to_change and member.role is Role.AUDITOR:
        raise ReadOnly
    query = select(Person).where(Person.id == number, theirs(member), Person.merged_into_id.is_(None))
    person = session.scalar(query.with_for_update() if to_change else query)
    if person is None or (to_change and person.forgotten_at):
        raise Unknown
    return person
