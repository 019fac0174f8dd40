"""What a turn may look up. Read-only, and the same throughout one turn, so that a turn stays a pure function."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.hours import USUAL, Hours, read_hours
from bot.records import Attendant, Course, Job, Post, Profile, Record, Station, Stored


class Facts(Protocol):
    """Look-ups for one turn of one person. Each reads its source at most once, and only when asked."""

    def profile(self) -> Profile:
        """What we know of the person; an empty profile for a stranger."""
        ...

    def records(self) -> Sequence[Record]:
        """The person's own requests, newest first."""
        ...

    def stored(self) -> Stored:
        """What else is kept of the person."""
        ...

    def jobs(self) -> Sequence[Job]:
        """Open vacancies, in the order in which they are shown."""
        ...

    def courses(self) -> Sequence[Course]:
        """Courses that can be signed up for, soonest first."""
        ...

    def stations(self) -> Sequence[Station]:
        """All stations, by township code."""
        ...

    def posts(self) -> Sequence[Post]:
        """The auxiliary posts of the villages whose quota is known."""
        ...

    def attendant(self) -> Attendant | None:
        """Who of the staff has taken over this person's talk; None while it is the bot's."""
        ...

    def now(self) -> datetime:
        """When the message of this turn was received (aware)."""
        ...

    def hours(self, station: Station | None) -> Hours:
        """When this station works; the county's usual hours where it did not say so readably, and for the county."""
        ...


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""For turns in which the time does not matter."""


def hours_of(station: Station | None, usual: Hours) -> Hours:
    """What the station wrote of its working hours, if it can be read; else the usual ones."""
    return (read_hours(station.hours) if station else None) or usual


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """Facts that are already at hand: for tests, and for a turn without a store."""

    known_profile: Profile = field(default_factory=Profile)
    known_records: tuple[Record, ...] = ()
    known_jobs: tuple[Job, ...] = ()
    known_courses: tuple[Course, ...] = ()
    known_stations: tuple[Station, ...] = ()
    known_posts: tuple[Post, ...] = ()
    known_now: datetime = LONG_AGO
    known_hours: Hours = USUAL
    known_stored: Stored = field(default_factory=Stored)
    known_attendant: Attendant | None = None

    def profile(self) -> Profile:
        """See `Facts`."""
        return self.known_profile

    def records(self) -> Sequence[Record]:
        """See `Facts`."""
        return self.known_records

    def stored(self) -> Stored:
        """See `Facts`."""
        return self.known_stored

    def jobs(self) -> Sequence[Job]:
        """See `Facts`."""
        return self.known_jobs

    def courses(self) -> Sequence[Course]:
        """See `Facts`."""
        return self.known_courses

    def stations(self) -> Sequence[Station]:
        """See `Facts`."""
        return self.known_stations

    def posts(self) -> Sequence[Post]:
        """See `Facts`."""
        return self.known_posts

    def attendant(self) -> Attendant | None:
        """See `Facts`."""
        return self.known_attendant

    def now(self) -> datetime:
        """See `Facts`."""
        return self.known_now

    def hours(self, station: Station | None) -> Hours:
        """See `Facts`."""
        return hours_of(station, self.known_hours)
