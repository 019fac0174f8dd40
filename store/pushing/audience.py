"""Whom a push is for. Every query begins with whom its sender may reach: nothing else decides it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from bot.records import RecordKind, Status
from store.staff import Member
from store.tables import Person, Referral, Registration, Role, Station

OPEN = tuple(status for status in Status if status.open)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody, or those who meet all that is given.

    `townships`: live there, or belong to a station there. `kinds`: asked for one of these, with `open_only` still
    waiting for it. `station`: bound to it by its code, or with a request at it. `ages`: from, to (years), 0 for any;
    who never said an age is not among them, who said "51-53" may be any of these.
    """

    townships: tuple[str, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    open_only: bool = False
    station: int = 0
    ages: tuple[int, int] = (0, 0)

    def dump(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {
            "townships": list(self.townships),
            "kinds": [kind.value for kind in self.kinds],
            "open_only": self.open_only,
            "station": self.station,
            "ages": list(self.ages),
        }

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> "Audience":
        """Read what `dump` gave."""
        low, high = stored["ages"]
        kinds = tuple(RecordKind(kind) for kind in stored["kinds"])
        return cls(tuple(stored["townships"]), kinds, stored["open_only"], stored["station"], (low, high))


def confine(member: Member, wanted: Audience) -> Audience | None:
    """The part of `wanted` that this member may reach; None when they may reach nobody."""
    if member.role is Role.COUNTY:
        return wanted
    if member.station_id is None or member.role is Role.AUDITOR:
        return None
    if member.role is Role.TOWNSHIP:
        return replace(wanted, townships=(member.township,), station=0)
    return replace(wanted, townships=(), station=member.station_id)


def people(session: Session, audience: Audience) -> Sequence[Person]:
    """Those whom it is for, in the order of their ids, without those who were forgotten."""
    suits = _of_age(session, audience)
    return [person for person in session.scalars(_of(select(Person), audience)) if suits(person.id)]


def numbers(session: Session, audience: Audience) -> Sequence[int]:
    """Their ids: there may be very many of them."""
    suits = _of_age(session, audience)
    return [number for number in session.scalars(_of(select(Person.id), audience)) if suits(number)]


def _of_age(session: Session, audience: Audience) -> Callable[[int], bool]:
    if audience.ages == (0, 0):
        return lambda number: True
    ages, (low, high) = _ages(session), audience.ages
    return lambda number: bool((said := ages.get(number)) and low <= said[-1] and (said[0] <= high or not high))


def _of(whom: Select[Any], audience: Audience) -> Select[Any]:
    here = (Person.forgotten_at.is_(None), Person.merged_into_id.is_(None))
    return whom.where(*here, _at_home(audience), _at(audience), _asked_for(audience)).order_by(Person.id)


def _at_home(audience: Audience) -> ColumnElement[bool]:
    if not audience.townships:
        return true()
    there = select(Station.id).where(Station.township.in_(audience.townships))
    return or_(Person.township.in_(audience.townships), and_(Person.township == "", Person.station_id.in_(there)))


def _at(audience: Audience) -> ColumnElement[bool]:
    if not audience.station:
        return true()
    theirs = select(Registration.person_id).join(Referral).where(Referral.station_id == audience.station)
    return or_(Person.station_id == audience.station, Person.id.in_(theirs))


def _asked_for(audience: Audience) -> ColumnElement[bool]:
    if not audience.kinds:
        return true() if not audience.open_only else false()
    asked = exists().where(Registration.person_id == Person.id, Registration.kind.in_(audience.kinds))
    if audience.open_only:
        asked = asked.where(Referral.registration_id == Registration.id, Referral.status.in_(OPEN))
    return asked


def _ages(session: Session) -> dict[int, list[int]]:
    """By person, the age they gave last: "53" or "51-53"."""
    said = select(Registration.person_id, Registration.age).where(Registration.age != "").order_by(Registration.id)
    return {person: [int(figure) for figure in re.findall(r"\d+", age)] for person, age in session.execute(said)}
