"""Calls that were promised and not made are told further up: to the township's group, a working day later the county's.

Each once for each promise, many at a time in one message, and only figures.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.ladder import ends_after
from bot.readers.divisions import TOWNSHIPS
from bot.session import stamp
from store.referrals.digests import overdue
from store.referrals.resting import Habits
from store.sending import outbox
from store.tables import Escalation, Referral, Station, TownshipGroup

ESCALATION = "escalation"
TOWNSHIP, COUNTY = 1, 2


def owe(session: Session, habits: Habits, now: datetime) -> list[int]:
    """Owe what is to be told further up by now; the new outbox rows. Of several sweepers one succeeds."""
    told = [(row, level) for row in _overdue(session, now) for level in _levels(row, habits, now)]
    known = _known(session, [row.id for row, _ in told])
    groups: set[tuple[int, int]] = set()
    for row, level in told:
        if row.promised_at is None or (row.id, row.promised_at, level) in known:
            continue
        session.add(Escalation(referral_id=row.id, promised_at=row.promised_at, level=level, told_at=now))
        groups.add((level, int(row.station.township) if row.station and level == TOWNSHIP else 0))
    session.flush()
    return [_owe_one(session, level, township, now) for level, township in sorted(groups)]


def _owe_one(session: Session, level: int, township: int, now: datetime) -> int:
    payload = {"level": level, "township": township, "at": stamp(now)}
    return outbox.add(session, ESCALATION, payload, f"{ESCALATION}-{level}-{township}-{stamp(now)}", now)


def _overdue(session: Session, now: datetime) -> list[Referral]:
    """What is overdue, and not yet known to the county."""
    told = select(Escalation.id).where(
        Escalation.referral_id == Referral.id,
        Escalation.promised_at == Referral.promised_at,
        Escalation.level == COUNTY,
    )
    query = select(Referral).where(overdue(now), ~told.exists()).options(joinedload(Referral.station))
    return list(session.scalars(query))


def _levels(referral: Referral, habits: Habits, now: datetime) -> Iterator[int]:
    """The levels that should know by now. What rested is late since it came back. Without a station only the county."""
    hours = habits.hours(referral.station)
    assert referral.promised_at  # noqa: S101 - that is how it was found
    since = max(referral.promised_at, referral.rests_until or referral.promised_at)
    half_day, *_, day_after = islice(ends_after(hours, since), 1 + len(hours.usual))
    if now >= half_day and referral.station:
        yield TOWNSHIP
    if now >= (day_after if referral.station else half_day):
        yield COUNTY


def _known(session: Session, referrals: list[int]) -> set[tuple[int, datetime, int]]:
    query = select(Escalation.referral_id, Escalation.promised_at, Escalation.level)
    return {(row[0], row[1], row[2]) for row in session.execute(query.where(Escalation.referral_id.in_(referrals)))}


# --- telling -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Late:
    """What a group is told: how many calls are overdue at each station. `place` is "" for the county's group."""

    place: str
    robot_url: str
    stations: Counter[str]


def late(session: Session, payload: Mapping[str, int], now: datetime) -> Late | None:
    """What is still overdue of what was to be told together; None when all was seen to meanwhile."""
    query = select(Escalation).join(Escalation.referral).where(overdue(now), Escalation.level == payload["level"])
    rows = [
        row
        for row in session.scalars(query.options(joinedload(Escalation.referral).joinedload(Referral.station)))
        if stamp(row.told_at) == payload["at"] and row.referral.promised_at == row.promised_at
    ]
    township = str(payload["township"]) if payload["level"] == TOWNSHIP else ""
    theirs = [row.referral.station for row in rows if _of(row.referral.station, township)]
    if not theirs:
        return None
    group = session.get(TownshipGroup, township) if township else None
    counted = Counter(station.name if station else "" for station in theirs)
    return Late(TOWNSHIPS.get(township, ""), group.robot_url if group else "", counted)


def _of(station: Station | None, township: str) -> bool:
    return not township or (station is not None and station.township == township)
