"""A referral's life: opened, routed, every step noted; by the person here, by staff through the console."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.records import Place, Status
from bot.routing import route
from store.base import table
from store.database import run
from store.mapping import place_of
from store.referrals.resting import wake
from store.sending.outbox import announce
from store.tables import Rank, Referral, ReferralEvent, Registration, Station


def note(
    referral: Referral, at: datetime, what: str, text: str = "", by: str | int = "person", holder: int | None = None
) -> None:
    """Add a step to the history. `by` is "person", "system" or a staff member's id. What the person does wakes it."""
    if by == "person":
        wake(referral)
    who, staff = (by, None) if isinstance(by, str) else ("staff", by)
    referral.events.append(ReferralEvent(at=at, by=who, staff_id=staff, what=what, note=text, holder_id=holder))
    referral.updated_at = at


class Case(NamedTuple):
    """A new referral, and the outbox row that tells staff."""

    referral: int
    outbox: int


_REFER = insert(table(Referral)).returning(table(Referral).c.id)
_BEGIN = insert(table(ReferralEvent))


def open_case(
    session: Session, registration: int, station: int | None, at: datetime, promised_at: datetime | None = None
) -> Case:
    """Refer a new registration (its id) to its station, see `station_for`; `promised_at` as in `Referral`."""
    row: dict[str, Any] = {"registration_id": registration, "station_id": station, "promised_at": promised_at}
    row |= {"status": Status.NEW, "rank": Rank.USUAL, "created_at": at, "updated_at": at, "version": 1}
    referral = run(session, _REFER, row).scalar_one()
    run(session, _BEGIN, {"referral_id": referral, "at": at, "by": "person", "what": Status.NEW})
    return Case(referral, announce(session, referral, at, why="new"))


def route_waiting(session: Session, registration: Registration, at: datetime) -> int | None:
    """Give a referral of the county's queue to the station that is known by now; the outbox row, None without one."""
    referral = registration.referral
    if referral.station_id is not None or referral.status != Status.NEW:
        return None
    station = station_for(session, place_of(registration), registration.person.station_id)
    if station is None:
        return None
    referral.station_id = station
    note(referral, at, "routed", by="system")
    return announce(session, referral.id, at, why=f"to-{station}")


_STATIONS = select(Station.id, Station.township).where(Station.open)


def station_for(session: Session, place: Place | None, bound: int | None) -> int | None:
    """Where a request from this place belongs; `bound` is the station whose code the person scanned. See `routing`."""
    return route(place, bound, {row.id: row.township for row in run(session, _STATIONS)})
