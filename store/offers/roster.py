"""The people of a course, or of a village's posts: who has a place, who stands in line, how far they came.

Whoever answers for the course or the village (`store.catalogue.scope`) moves somebody up, gives a place or takes it
away, each with a reason that stands in the history of the request. Others see those whose requests are theirs.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, Select, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from bot.effects import Say
from bot.readers.place import place_name
from bot.records import RecordKind, Status
from bot.when import today
from store.catalogue.entries import NotYours
from store.catalogue.scope import Scope
from store.database import reading, writing
from store.mapping import place_of
from store.offers import seats
from store.referrals import letters
from store.referrals.action import fit
from store.referrals.caseload import in_scope
from store.referrals.cases import note
from store.referrals.views import masked, wish_of
from store.refusals import Unfit, Unknown
from store.sending.outbox import tell
from store.sheets.cells import village_name
from store.staff import Member
from store.tables import Audit, Course, Referral, Registration, Training, VillagePost

LONGEST_REASON = 200


class Mark(StrEnum):
    """How far somebody came with a course; each later one implies those before it."""

    CAME = "came"
    FINISHED = "finished"
    CERTIFIED = "certified"


Marks = frozenset[Mark]


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a pool. `number` is the referral's, `place` that in line (0: has a seat)."""

    number: int
    name: str
    phone: str
    home: str
    status: Status
    place: int
    marks: Marks
    mine: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """A pool as staff see it. `places` None: not counted. `acts`: whether this member decides here."""

    pool: str
    title: str
    course: int | None
    places: int | None
    count: seats.Count
    people: tuple[Seat, ...]
    begun: bool
    acts: bool


def roster(engine: Engine, member: Member, pool: str, now: datetime) -> Roster:
    """Everybody of a pool, those with a place first. Raises Unknown."""
    with reading(engine) as session:
        subject = _subject(session, pool)
        acts = Scope.of(session, member).holds(subject)
        rows = session.scalars(_people(pool).where(true() if acts else in_scope(member))).all()
        own = select(Referral.id).where(in_scope(member), Referral.id.in_([row.id for row in rows]))
        theirs = set(session.scalars(own))
        marks = _marks(session, [row.registration_id for row in rows])
        people = [
            _seat(session, row, marks.get(row.registration_id, frozenset()), mine=row.id in theirs) for row in rows
        ]
        return Roster(
            pool=pool,
            title=subject.title if isinstance(subject, Course) else village_name(subject.village),
            course=subject.id if isinstance(subject, Course) else None,
            places=seats.places(session, pool),
            count=seats.counts(session, pool).get(pool, seats.Count()),
            people=tuple(sorted(people, key=lambda each: each.place)),
            begun=isinstance(subject, Course) and subject.starts_on <= today(now),
            acts=acts,
        )


def _subject(session: Session, pool: str) -> Course | VillagePost:
    """What the places are of. Raises Unknown."""
    ident = pool.removeprefix(seats.COURSE)
    if pool.startswith(seats.COURSE) and ident.isdecimal():
        course = session.get(Course, int(ident[:9]))
        if course is not None:
            return course
    village = pool.removeprefix(seats.VILLAGE)
    if pool.startswith(seats.VILLAGE) and village_name(village):
        return session.scalar(select(VillagePost).where(VillagePost.village == village)) or VillagePost(village=village)
    raise Unknown


def _people(pool: str) -> Select[Referral]:
    on = or_(Referral.status.in_(seats.OPEN), Referral.status.in_(seats.KEPT))
    query = select(Referral).join(Referral.registration).where(Registration.pool == pool, on)
    return query.options(contains_eager(Referral.registration)).order_by(Registration.id)


def _marks(session: Session, registrations: list[int]) -> dict[int, Marks]:
    rows = session.scalars(select(Training).where(Training.registration_id.in_(registrations)))
    return {row.registration_id: frozenset(mark for mark in Mark if getattr(row, f"{mark}_on")) for row in rows}


def _seat(session: Session, row: Referral, marks: Marks, *, mine: bool) -> Seat:
    said, home = row.registration, place_of(row.registration)
    place = seats.place(session, said)
    return Seat(row.id, said.name, masked(said.phone), place_name(home) if home else "", row.status, place, marks, mine)


# --- what is decided -------------------------------------------------------------------------------------------


def move_up(engine: Engine, member: Member, pool: str, number: int, reason: str, now: datetime) -> None:
    """One place forward in the line. Raises NotYours, Unfit, Unknown."""
    with _deciding(engine, member, pool, number, "moved-up", reason, now) as (session, row):
        if not seats.move_up(session, row.registration):
            raise Unfit


def give(engine: Engine, member: Member, pool: str, number: int, reason: str, now: datetime) -> None:
    """A place at once, past the line and past the number of places; the person is told. Raises as `move_up`."""
    with _deciding(engine, member, pool, number, "", reason, now) as (session, row):
        if row.registration.waiting_since is None or not row.status.open:
            raise Unfit
        seats.give(session, row.registration, now, by=member.id, why=reason)


def remove(engine: Engine, member: Member, pool: str, number: int, reason: str, now: datetime) -> None:
    """Out of the course or the line: the request has not come to anything, and the person is told. As `move_up`."""
    with _deciding(engine, member, pool, number, Status.DECLINED, reason, now) as (session, row):
        if not (row.status.open or row.status is Status.ENROLLED):
            raise Unfit
        said, station = row.registration, row.station
        row.status, row.outcome = Status.DECLINED, reason.strip()
        words = letters.ended(Status.DECLINED, wish_of(said), station.phone if station else "")
        if said.person.follows and said.person.forgotten_at is None:
            tell(session, said.person_id, Say(words), now, f"seat-{said.id}-taken-v{row.version}")


@contextmanager
def _deciding(
    engine: Engine, member: Member, pool: str, number: int, step: str, reason: str, now: datetime
) -> Iterator[tuple[Session, Referral]]:
    """A transaction on one person of a pool, the pool locked first, as when places are given."""
    why = fit(reason, LONGEST_REASON)
    with writing(engine) as session:
        _needs_scope(session, member, pool)
        seats.places(session, pool, lock=True)
        row = session.scalar(_people(pool).where(Referral.id == number).with_for_update(of=Referral))
        if row is None:
            raise Unknown
        yield session, row
        if step:
            note(row, now, step, why, by=member.id)
        session.add(Audit(at=now, staff_id=member.id, action=f"seat-{step or 'given'}", subject=f"referral-{number}"))


def _needs_scope(session: Session, member: Member, pool: str) -> None:
    if not Scope.of(session, member).holds(_subject(session, pool)):
        raise NotYours


# --- how far they came -----------------------------------------------------------------------------------------


def mark(
    engine: Engine,
    member: Member,
    pool: str,
    wanted: Mapping[int, tuple[Marks, Marks]],
    now: datetime,
) -> int:
    """Mark people of a course that has begun; how many changed. Raises NotYours, Unfit, Unknown.

    `wanted`: by referral, which marks the page showed and which it has now; only a difference is written, so that two
    who mark at once do not undo each other.
    """
    with writing(engine) as session:
        _needs_scope(session, member, pool)
        subject = _subject(session, pool)
        if not isinstance(subject, Course) or subject.starts_on > today(now):
            raise Unfit
        rows = session.scalars(_people(pool).where(Referral.id.in_(wanted)).with_for_update(of=Referral)).all()
        return sum(_mark(session, member, row, *wanted[row.id], now) for row in rows)


def _mark(session: Session, member: Member, row: Referral, shown: Marks, now_has: Marks, now: datetime) -> bool:
    said = row.registration
    if shown == now_has or said.kind is not RecordKind.TRAINING:
        return False
    known = session.scalar(select(Training).where(Training.registration_id == said.id))
    training = known or Training(registration_id=said.id)
    session.add(training)
    for each in shown ^ now_has:
        setattr(training, f"{each}_on", today(now) if each in now_has else None)
        session.add(Audit(at=now, staff_id=member.id, action=f"training-{each}", subject=f"referral-{row.id}"))
    if now_has and row.status.open:  # who sat in it was enrolled
        row.status, said.waiting_since = Status.ENROLLED, None
        note(row, now, Status.ENROLLED, "来上课了", by=member.id)
    return True
