"""The audit, looked through: who saw or changed what, when, of whom; and who looks more often than their work needs.

Rows are only ever added (the database refuses the rest), so a page goes on by the id of its last row.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, Engine, Select, String, cast, or_, select
from sqlalchemy.orm import joinedload

from bot.when import today
from store.database import reading, writing
from store.referrals.filters import about
from store.staff import Member
from store.tables import Audit, Referral, Registration, Staff

PAGE = 50
EXPORTED = 10_000
OF_ONE = 500  # referrals that a search for a person may mean
LOOKS = ("phone-seen",)
BEYOND = "beyond"
"""Somebody asked for what is not theirs, or not there: they were told nothing of it."""
HABIT = timedelta(days=30)
LATELY = timedelta(days=7)
ALWAYS_FINE = 20  # looks a day that nobody has to explain
ASTRAY = 10  # times a day that somebody may follow an old link, or mistype
OUTSIDE = 3  # times the usual


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty: all. `about`: a name, a village, a phone's end, or as `Audit.subject`."""

    who: int = 0
    station: int = 0
    actions: tuple[str, ...] = ()
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `who` is "" for the command line and for strangers."""

    id: int
    at: datetime
    who: str
    station: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """On this day this member did it so often, against so many times on a usual day."""

    who: str
    station: str
    staff_id: int
    day: date
    times: int
    usual: float


def search(engine: Engine, asked: Asked, before: int = 0, size: int = PAGE) -> tuple[list[Entry], int]:
    """The latest rows first, and the `before` of the next page (0: that was the last)."""
    query = _found(asked).order_by(Audit.id.desc())
    if before:
        query = query.where(Audit.id < before)
    with reading(engine) as session:
        rows = session.execute(query.limit(size + 1)).all()
    return [_entry(row, who) for row, who in rows[:size]], rows[size - 1][0].id if len(rows) > size else 0


def export(engine: Engine, by: Member, asked: Asked, now: datetime) -> list[Entry]:
    """The latest `EXPORTED` rows; that they were taken along is a row itself."""
    with writing(engine) as session:
        session.add(Audit(at=now, staff_id=by.id, action="audit-exported", subject="audit"))
    return search(engine, asked, size=EXPORTED)[0]


def _found(asked: Asked) -> Select[Audit, Staff | None]:
    query = select(Audit, Staff).outerjoin(Staff, Staff.id == Audit.staff_id).options(joinedload(Staff.station))
    if asked.who:
        query = query.where(Audit.staff_id == asked.who)
    if asked.station:
        query = query.where(Audit.staff_id.in_(select(Staff.id).where(Staff.station_id == asked.station)))
    if asked.actions:
        query = query.where(Audit.action.in_(asked.actions))
    if asked.since:
        query = query.where(Audit.at >= asked.since)
    if asked.until:
        query = query.where(Audit.at < asked.until)
    return query.where(_of(asked.about)) if asked.about else query


def _of(text: str) -> ColumnElement[bool]:
    """Rows about a referral or person that the text may mean."""
    theirs = select(Referral.id, Registration.person_id).join(Referral.registration).where(about(text)).limit(OF_ONE)
    found = theirs.subquery()
    # Every kind of subject is a word and an id, so what is looked up is equal to the index' own key.
    return or_(
        Audit.subject == text,
        Audit.subject.in_(select("referral-" + cast(found.c.id, String))),
        Audit.subject.in_(select("person-" + cast(found.c.person_id, String))),
    )


def _entry(row: Audit, who: Staff | None) -> Entry:
    station = who.station.name if who and who.station else ""
    return Entry(row.id, row.at, who.name if who else "", station, row.action, row.subject)


def unusual(engine: Engine, now: datetime) -> list[Unusual]:
    """Who looked at more full numbers on one of the last days than their work needs, the most first.

    More than `ALWAYS_FINE`, and more than `OUTSIDE` times what this member looked at on a usual day of the month before
    (the middle of the days on which they looked at any).
    """
    return _too_often(engine, LOOKS, now, ALWAYS_FINE, OUTSIDE)


def astray(engine: Engine, now: datetime) -> list[Unusual]:
    """Who lately asked more often than by mistake for what is not theirs, the most first. Habit is no excuse."""
    return _too_often(engine, (BEYOND,), now, ASTRAY, 0)


def note_beyond(engine: Engine, member: Member, subject: str, now: datetime) -> None:
    """Write down that a member asked for this, and was told that it is not there."""
    with writing(engine) as session:
        session.add(Audit(at=now, staff_id=member.id, action=BEYOND, subject=subject))


def _too_often(engine: Engine, actions: Sequence[str], now: datetime, fine: int, habit: int) -> list[Unusual]:
    query = select(Audit.at, Audit.staff_id).where(Audit.action.in_(actions), Audit.at >= now - HABIT - LATELY)
    with reading(engine) as session:
        days: dict[int, Counter[date]] = {}
        for at, who in session.execute(query):
            if who is not None:
                days.setdefault(who, Counter())[today(at)] += 1
        people = {row.id: row for row in session.scalars(select(Staff).options(joinedload(Staff.station)))}
    week = today(now - LATELY)
    found = [each for who, times in days.items() for each in _outside(people[who], times, week, fine, habit)]
    return sorted(found, key=lambda each: (-each.times, each.day))


def _outside(who: Staff, looks: Counter[date], lately: date, fine: int, habit: int) -> Sequence[Unusual]:
    before = [many for day, many in looks.items() if day < lately]
    usual = float(median(before)) if before else 0.0
    bound = max(fine, habit * usual)
    station = who.station.name if who.station else ""
    return [
        Unusual(who.name, station, who.id, day, many, usual)
        for day, many in looks.items()
        if day >= lately and many > bound
    ]
