"""What a turn may look up: the person's own rows, and what is on offer, remembered for a few seconds."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, Engine, Select, bindparam, select

from bot.facts import hours_of
from bot.hours import USUAL, Hours
from bot.records import Attendant, Course, Job, Post, Profile, Record, Station, Stored
from bot.vacancies import Vacancies
from store import tables
from store.base import table
from store.database import guarded, looking, reading
from store.mapping import (
    OF_JOB,
    OF_PERSON,
    OF_REFERRAL,
    OF_REGISTRATION,
    course_of,
    job_of,
    post_of,
    profile_of,
    station_of,
)
from store.offers import seats
from store.offers.filled import filled
from store.people.addresses import ACCOUNT, owner
from store.people.stored import stored_of
from store.talks.passing import attendant_of

CHINA = timezone(timedelta(hours=8))
REMEMBERED = timedelta(seconds=5)
PAUSE = 20
"""Times as long as reading took: with a hundred thousand jobs it must not be all that is done."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Offer(NamedTuple):
    """What is the same for everybody."""

    jobs: Sequence[Job]
    courses: tuple[Course, ...]
    stations: tuple[Station, ...]
    posts: tuple[Post, ...]


class Offers:
    """What is on offer; one per process, shared by threads. A change shows within `REMEMBERED`, or `PAUSE`.

    `usual` are the working hours of whoever did not give theirs.
    """

    def __init__(self, engine: Engine, clock: Clock = now, usual: Hours = USUAL) -> None:
        self.usual = usual
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._read_at: datetime | None = None
        self._for = REMEMBERED
        self._offer = Offer((), (), (), ())
        self._jobs = Vacancies(())
        self._rows: Sequence[tuple[Any, ...]] = ()

    def get(self) -> Offer:
        """The offer, at most `REMEMBERED` old. Raises StoreDown."""
        at = self._clock()
        if not self._outdated(at) or not self._lock.acquire(blocking=self._read_at is None):
            return self._offer  # of several who find it old one reads it anew, the others need not wait
        try:
            if self._outdated(at):
                began = time.monotonic()
                self._offer = self._read(at.astimezone(CHINA).date())
                self._read_at = at
                self._for = max(REMEMBERED, timedelta(seconds=time.monotonic() - began) * PAUSE)
            return self._offer
        finally:
            self._lock.release()

    def _outdated(self, at: datetime) -> bool:
        return self._read_at is None or not timedelta(0) <= at - self._read_at < self._for

    def _read(self, today: date) -> Offer:
        with guarded(), looking(self._engine) as connection:
            counts = defaultdict(seats.Count, seats.counts(connection))
            courses, posts = connection.execute(_COURSES, {"today": today}), connection.execute(_POSTS)
            rows = connection.execute(_JOBS, {"today": today}).all()
            if rows != self._rows:  # else what was found among them (see `Vacancies`) is as good as before
                self._rows, self._jobs = rows, Vacancies(map(job_of, rows))
            return Offer(
                self._jobs,
                tuple(course_of(row, *counts[f"{seats.COURSE}{row.id}"]) for row in courses),
                tuple(map(station_of, connection.execute(_STATIONS))),
                tuple(post_of(row, *counts[f"{seats.VILLAGE}{row.village}"]) for row in posts),
            )


def open_jobs(today: date | BindParameter[date]) -> Select[tables.Job]:
    """Vacancies on offer that still want somebody, in the order in which they are shown: the newest last."""
    job = tables.Job
    current = job.closes_on.is_(None) | (job.closes_on >= today)
    return select(job).where(job.open, ~job.held, current, ~filled()).order_by(job.id)


def open_courses(today: date | BindParameter[date]) -> Select[tables.Course]:
    """Courses that can be signed up for, soonest first."""
    course = tables.Course
    in_time = course.closes_on.is_(None) | (course.closes_on >= today)
    current = select(course).where(course.open, course.starts_on >= today, in_time)
    return current.order_by(course.starts_on, course.id)


def all_stations() -> Select[tables.Station]:
    """All stations that are open, by township."""
    return select(tables.Station).where(tables.Station.open).order_by(tables.Station.township, tables.Station.id)


_TODAY: BindParameter[date] = bindparam("today", type_=Date())
_JOBS: Select[*tuple[Any, ...]] = open_jobs(_TODAY).with_only_columns(*OF_JOB)
_COURSES: Select[*tuple[Any, ...]] = open_courses(_TODAY).with_only_columns(*table(tables.Course).c)
_STATIONS: Select[*tuple[Any, ...]] = all_stations().with_only_columns(*table(tables.Station).c)
_POSTS: Select[*tuple[Any, ...]] = select(*table(tables.VillagePost).c)

# These two are asked with nearly every message. Put together once; `account` is the person's channel id.
OWN_PROFILE: Select[*tuple[Any, ...]] = select(*OF_PERSON).where(owner(ACCOUNT))
OWN_RECORDS: Select[*tuple[Any, ...]] = (
    select(*OF_REGISTRATION, *OF_REFERRAL)
    .join(tables.Registration.person)
    .join(tables.Registration.referral)
    .where(owner(ACCOUNT))
    .order_by(tables.Registration.id.desc())
)
"""The requests of a person, newest first."""


class SqlFacts:
    """`bot.facts.Facts` over SQL: lazy, each source read at most once. `at` is when the message was received."""

    def __init__(self, engine: Engine, offers: Offers, person: str, at: datetime) -> None:
        self._at = at
        self._engine = engine
        self._offers = offers
        self._person = person

    @cached_property
    def _profile(self) -> Profile:
        with guarded(), looking(self._engine) as connection:
            row = connection.execute(OWN_PROFILE, {"account": self._person}).first()
            return profile_of(row) if row else Profile()

    @cached_property
    def _records(self) -> tuple[Record, ...]:
        with guarded(), looking(self._engine) as connection:
            rows = connection.execute(OWN_RECORDS, {"account": self._person}).all()
            return tuple(seats.placed_record(connection, row) for row in rows)

    @cached_property
    def _offer(self) -> Offer:
        return self._offers.get()

    def profile(self) -> Profile:
        """See `Facts`."""
        return self._profile

    def records(self) -> Sequence[Record]:
        """See `Facts`."""
        return self._records

    def stored(self) -> Stored:
        """See `Facts`."""
        with guarded(), reading(self._engine) as session:
            return stored_of(session, self._person)

    def jobs(self) -> Sequence[Job]:
        """See `Facts`."""
        return self._offer.jobs

    def courses(self) -> Sequence[Course]:
        """See `Facts`."""
        return self._offer.courses

    def stations(self) -> Sequence[Station]:
        """See `Facts`."""
        return self._offer.stations

    def posts(self) -> Sequence[Post]:
        """See `Facts`."""
        return self._offer.posts

    def attendant(self) -> Attendant | None:
        """See `Facts`."""
        with guarded(), looking(self._engine) as connection:
            return attendant_of(connection, self._person)

    def now(self) -> datetime:
        """See `Facts`."""
        return self._at

    def hours(self, station: Station | None) -> Hours:
        """See `Facts`."""
        return hours_of(station, self._offers.usual)
