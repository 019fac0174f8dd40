"""What the county does to the accounts of others: add, change, close, give a new password, take a second factor away.

A password that the county gives is told once and good for one login only. Each act ends the account's sessions and is
written down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from store.database import reading, writing
from store.refusals import Unknown
from store.staff import BadAccount, Member, NewMember, add_staff, readable_password, set_password
from store.tables import Audit, Rank, Referral, Role, Staff, Station


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an account is to be. A station is required for the roles station and township, and dropped for others."""

    name: str
    role: Role
    station_id: int | None
    active: bool = True


def add(engine: Engine, by: Member, login: str, wanted: Wanted, now: datetime) -> tuple[int, str]:
    """The new account's id and its password, told only this once. Raises BadAccount."""
    password = readable_password()
    station = wanted.station_id if wanted.role in (Role.STATION, Role.TOWNSHIP) else None
    new = NewMember(login, wanted.name, wanted.role, password, station)
    return add_staff(engine, new, now, by=by.id), password


def change(engine: Engine, by: Member, staff_id: int, wanted: Wanted, now: datetime) -> None:
    """Name, role, station, open or closed. Raises BadAccount, Unknown."""
    if staff_id == by.id:
        raise BadAccount("account-own")  # so that the county never locks itself out
    with _changing(engine, by, staff_id, now) as (row, audits):
        if wanted.role not in (Role.STATION, Role.TOWNSHIP):
            row.station_id = None
        elif wanted.station_id is None:
            raise BadAccount("station-needed")
        else:
            row.station_id = wanted.station_id
        if wanted.active != row.active:
            audits.append("staff-opened" if wanted.active else "staff-closed")
        row.name, row.role, row.active = wanted.name, wanted.role, wanted.active
        audits.append("staff-changed")


def reset_password(engine: Engine, by: Member, staff_id: int, now: datetime) -> str:
    """A new password, told only this once. Raises BadAccount, Unknown."""
    if staff_id == by.id:
        raise BadAccount("account-own")
    password = readable_password()
    with writing(engine) as session:
        row = session.get(Staff, staff_id)
        if row is None:
            raise Unknown
        set_password(session, row, password, Audit(at=now, staff_id=by.id, action="password-reset"))
        row.must_change = True
    return password


def forget_second(engine: Engine, by: Member, staff_id: int, now: datetime) -> None:
    """Who has lost the telephone begins anew. Raises Unknown."""
    with _changing(engine, by, staff_id, now) as (row, audits):
        row.totp, row.recovery = "", []
        audits.append("second-reset")


def in_hand(engine: Engine) -> dict[int, int]:
    """How many open referrals each has in hand."""
    query = select(Referral.assignee_id, func.count()).where(Referral.rank < Rank.ENDED)
    with reading(engine) as session:
        found = session.execute(query.where(Referral.assignee_id.is_not(None)).group_by(Referral.assignee_id))
        return {holder: many for holder, many in found if holder is not None}


@contextmanager
def _changing(engine: Engine, by: Member, staff_id: int, now: datetime) -> Iterator[tuple[Staff, list[str]]]:
    """An account to be changed, and the list of what is to be written down of it."""
    audits: list[str] = []
    with writing(engine) as session:
        row = session.get(Staff, staff_id, with_for_update=True)
        if row is None:
            raise Unknown
        yield row, audits
        if row.station_id is not None and session.get(Station, row.station_id) is None:
            raise BadAccount("station-unknown")
        row.epoch += 1
        session.add_all(Audit(at=now, staff_id=by.id, action=each, subject=f"staff-{staff_id}") for each in audits)
