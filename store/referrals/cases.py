"""A referral's life: opened, routed, every step noted; by the person here, by staff through the console."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records import Status
from bot.routing import route
from store.mapping import place_of
from store.referrals.resting import wake
from store.sending.outbox import announce
from store.tables import Referral, ReferralEvent, Registration, Station


def note(
    referral: Referral, at: datetime, what: str, text: str = "", by: str | int = "person", holder: int | None = None
) -> None:
    """Add a step to the history. `by` is "person", "system" or a staff member's id. What the person does wakes it."""
    if by == "person":
        wake(referral)
    who, staff = (by, None) if isinstance(by, str) else ("staff", by)
    referral.events.append(ReferralEvent(at=at, by=who, staff_id=staff, what=what, note=text, holder_id=holder))
    referral.updated_at = at


def open_case(session: Session, registration: Registration, at: datetime) -> int:
    """Refer a new registration to its station; the outbox row that tells staff."""
    referral = Referral(
        registration=registration,
        station_id=station_for(session, registration),
        status=Status.NEW,
        created_at=at,
        updated_at=at,
    )
    note(referral, at, Status.NEW)
    session.add(referral)
    session.flush()
    return announce(session, referral.id, at, why="new")


def route_waiting(session: Session, registration: Registration, at: datetime) -> int | None:
    """Give a referral of the county's queue to the station that is known by now; the outbox row, None without one."""
    referral = registration.referral
    if referral.station_id is not None or referral.status != Status.NEW:
        return None
    station = station_for(session, registration)
    if station is None:
        return None
    referral.station_id = station
    note(referral, at, "routed", by="system")
    return announce(session, referral.id, at, why=f"to-{station}")


def station_for(session: Session, registration: Registration) -> int | None:
    """Where a registration belongs, see `routing`."""
    open_stations = select(Station.id, Station.township).where(Station.open)
    townships = {row.id: row.township for row in session.execute(open_stations)}
    return route(place_of(registration), registration.person.station_id, townships)
