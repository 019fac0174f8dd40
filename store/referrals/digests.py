"""What waits this morning, told to the groups of staff: figures only, nothing about anybody.

Each station that has a group hears of its own once on every working morning; the county hears of all that has no group.
Where nothing waits nothing is said: a robot that speaks every day is soon read by nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.hours import spans_on
from bot.records import Status
from bot.when import CHINA, local, today
from store.referrals import checks
from store.referrals.piles import awake
from store.referrals.resting import Habits
from store.sending import outbox
from store.tables import Outbox, Rank, Referral, Station

DIGEST = "digest"
COUNTY = 0
"""In the place of a station's id."""

TOO_LATE = timedelta(hours=3)
"""So long after work has begun (the machine was off) it is no morning's word any more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many are new, promised a call that is overdue, due back today, and to be asked whether they still work."""

    new: int
    overdue: int
    back: int
    checks: int

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def owe(session: Session, habits: Habits, now: datetime) -> list[int]:
    """Owe the groups their word of this morning, each once a day; the new outbox rows."""
    day = int(f"{local(now):%Y%m%d}")
    mornings = {station: f"{DIGEST}-{station}-{day}" for station in _whose_morning(session, habits, now)}
    known = set(session.scalars(select(Outbox.dedupe).where(Outbox.dedupe.in_(mornings.values()))))
    return [
        outbox.add(session, DIGEST, {"station": station, "day": day}, dedupe, now)
        for station, dedupe in mornings.items()
        if dedupe not in known
    ]


def _whose_morning(session: Session, habits: Habits, now: datetime) -> list[int]:
    stations = session.scalars(select(Station).where(Station.robot_url != "")).all()
    hours = {COUNTY: habits.usual, **{station.id: habits.hours(station) for station in stations}}
    return [station for station, each in hours.items() if _is_morning(spans_on(each, today(now)), now)]


def _is_morning(spans: tuple[tuple[time, time], ...], now: datetime) -> bool:
    if not spans:
        return False
    begin = datetime.combine(today(now), spans[0][0], CHINA)
    return begin <= now < begin + TOO_LATE


def waiting(session: Session, station: int, now: datetime) -> Waiting:
    """What waits at this station, or, for `COUNTY`, at all that have no group and at none."""
    which = Referral.station_id == station
    if station == COUNTY:
        silent = select(Station.id).where(Station.robot_url == "")
        which = or_(Referral.station_id.is_(None), Referral.station_id.in_(silent))
    begin = datetime.combine(today(now), time(), CHINA)
    today_back = Referral.rests_until.between(begin, begin + timedelta(days=1))
    return Waiting(
        _count(session, which, Referral.status == Status.NEW, awake(now)),
        _count(session, which, overdue(now)),
        _count(session, which, Referral.rank < Rank.ENDED, today_back),
        checks.count(session, which, today(now)),
    )


def overdue(now: datetime) -> ColumnElement[bool]:
    """A call was promised for a time that has passed, nobody was reached, and it does not rest until the next try."""
    return and_(Referral.status.in_((Status.NEW, Status.CLAIMED)), Referral.promised_at < now, awake(now))


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Referral.id)).where(*which)) or 0


def stands(payload: Mapping[str, int], now: datetime) -> bool:
    """Whether it is still the day of this word: one that was held up is not told tomorrow."""
    return payload["day"] == int(f"{local(now):%Y%m%d}")
