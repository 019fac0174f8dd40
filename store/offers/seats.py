"""Who has a seat, and who stands in line: one mechanism for courses and for the auxiliary posts of a village.

A request takes a place of a *pool*: `course-3`, or `village-340722106201`. It has one unless `waiting_since` says that
it stands in line. Whether there is one is decided while the pool's row is locked, so no two get the last. Who leaves
(takes the request back, is declined) holds nothing any more; `fill` then gives the place to the first in line and tells
them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.effects import Choice, Say
from bot.phrases import offers
from bot.records import JobKind, Record, RecordKind, Status
from bot.when import today
from store.database import run
from store.mapping import Asked, AsRow, day, record_of
from store.referrals.cases import note
from store.sending.outbox import tell
from store.tables import Course, Job, Referral, Registration, VillagePost

OPEN = [status for status in Status if status.open]
KEPT = [Status.PLACED, Status.ENROLLED]
COURSE, VILLAGE = "course-", "village-"


class Count(NamedTuple):
    """How many hold a place of a pool, and how many wait for one."""

    held: int = 0
    waiting: int = 0


def take(session: Session, kind: RecordKind, choice: str, village: str, at: datetime) -> dict[str, Any]:
    """Give a new registration a place, or put it in line. Where places are not counted (yet), everybody has one.

    What its columns shall be, to be written in this transaction.
    """
    pool = _pool_of(session, kind, choice, village)
    if not pool:
        return {}
    most = places(session, pool, lock=True)
    before = counts(session, pool).get(pool, Count())
    waits = most is not None and (before.waiting or before.held >= most)
    return {"pool": pool, "waiting_since": _behind_all(session, pool, at) if waits else None}


def _behind_all(session: Session, pool: str, at: datetime) -> datetime:
    """A moment after those of everybody in line: a message that came earlier may be carried out later."""
    last = session.scalar(select(func.max(Registration.waiting_since)).where(Registration.pool == pool))
    return max(at, last + timedelta(microseconds=1)) if last else at


_KIND = select(Job.kind).where(Job.id == bindparam("job"))


def _pool_of(session: Session, kind: RecordKind, choice: str, village: str) -> str:
    if not choice.isdecimal():
        return ""
    if kind is RecordKind.TRAINING:
        return f"{COURSE}{choice}"
    if kind is not RecordKind.JOB or not village:
        return ""
    found = run(session, _KIND, {"job": int(choice)}).scalar()
    return f"{VILLAGE}{village}" if found is JobKind.AUXILIARY else ""


def places(session: Session, pool: str, *, lock: bool = False) -> int | None:
    """How many places a pool has; None where they are not counted. `lock`: the pool, until the transaction ends."""
    course, post = select(Course), select(VillagePost)
    if lock:
        course, post = course.with_for_update(), post.with_for_update()
    if pool.startswith(COURSE):
        found = session.scalar(course.where(Course.id == int(pool.removeprefix(COURSE))))
        return found.seats if found and found.seats else None
    row = session.scalar(post.where(VillagePost.village == pool.removeprefix(VILLAGE)))
    return max(row.quota - row.taken, 0) if row else None


# --- counting ------------------------------------------------------------------------------------------------


def _holds() -> ColumnElement[bool]:
    """Staff may place or enroll somebody who stood in line: then they have a place too."""
    open_and_seated = and_(Referral.status.in_(OPEN), Registration.waiting_since.is_(None))
    return or_(open_and_seated, Referral.status.in_(KEPT))


def _waits() -> ColumnElement[bool]:
    return and_(Referral.status.in_(OPEN), Registration.waiting_since.is_not(None))


_COUNTS = (
    select(Registration.pool, func.count().filter(_holds()), func.count().filter(_waits()))
    .join(Referral)
    .group_by(Registration.pool)
)
_ALL = _COUNTS.where(Registration.pool != "")
_ONE = _COUNTS.where(Registration.pool == bindparam("pool"))


def counts(session: Session | Connection, pool: str = "") -> dict[str, Count]:
    """The count of every pool that anybody is in, or of one."""
    found = session.execute(_ONE, {"pool": pool}) if pool else session.execute(_ALL)
    return {name: Count(has, waits) for name, has, waits in found}


def place(session: Session, row: Registration) -> int:
    """Where a registration stands in its line, from 1; 0 when it does not wait."""
    return _place(session, row, row.referral.status)


def _place(session: Session | Connection, row: Asked, status: Status) -> int:
    if row.waiting_since is None or not status.open:
        return 0
    earlier = or_(
        Registration.waiting_since < row.waiting_since,
        and_(Registration.waiting_since == row.waiting_since, Registration.id < row.id),
    )
    query = select(func.count()).select_from(Registration).join(Referral)
    return 1 + (session.scalar(query.where(Registration.pool == row.pool, _waits(), earlier)) or 0)


def placed_record(connection: Connection, row: AsRow) -> Record:
    """The request (see `record_of`) as the bot knows it, with its place in line."""
    return record_of(row, _place(connection, row, row.status))


# --- the next in line ----------------------------------------------------------------------------------------


def lines(session: Session) -> list[str]:
    """The pools in which somebody waits."""
    query = select(Registration.pool).join(Referral).where(_waits(), Registration.pool != "")
    return list(session.scalars(query.distinct().order_by(Registration.pool)))


def fill(session: Session, pool: str, at: datetime) -> list[int]:
    """Give what places are free to the first in line, and owe each the news; ids of the outbox rows.

    A course that has begun gives no more seats.
    """
    if pool.startswith(COURSE) and _has_begun(session, pool, at):
        return []
    most = places(session, pool, lock=True)
    free = None if most is None else most - counts(session, pool)[pool].held
    return [give(session, row, at) for row in _first(session, pool, free)]


def _has_begun(session: Session, pool: str, at: datetime) -> bool:
    course = session.get(Course, int(pool.removeprefix(COURSE)))
    return course is None or course.starts_on <= today(at)


def _first(session: Session, pool: str, free: int | None) -> Iterator[Registration]:
    if free is not None and free <= 0:
        return
    query = select(Registration).join(Referral).where(Registration.pool == pool, _waits())
    query = query.order_by(Registration.waiting_since, Registration.id).limit(free)
    yield from session.scalars(query.with_for_update(of=Referral)).all()


def give(session: Session, row: Registration, at: datetime, by: str | int = "system", why: str = "") -> int:
    """Give it a place, whether or not one is free, and owe the person the news; the outbox row."""
    row.waiting_since = None
    row.updated_at = at
    note(row.referral, at, "seated", why, by=by)
    return tell(session, row.person_id, _news(session, row), at, f"seat-{row.id}")


def move_up(session: Session, row: Registration) -> bool:
    """One place forward in its line, if it waits and is not the first; the pool must be locked."""
    if place(session, row) < 2:
        return False
    ahead = (
        select(Registration).join(Referral).where(Registration.pool == row.pool, _waits(), Registration.id != row.id)
    )
    ahead = ahead.where(Registration.waiting_since <= row.waiting_since)
    before = session.scalars(ahead.order_by(Registration.waiting_since.desc(), Registration.id.desc()).limit(1)).one()
    before.waiting_since, row.waiting_since = row.waiting_since, before.waiting_since
    return True


def _news(session: Session, row: Registration) -> Say:
    whom = row.name or row.for_whom if row.for_whom else "您"
    if row.kind is RecordKind.TRAINING:
        course = session.get_one(Course, int(row.choice_id))
        when = offers.WHEN_WHERE.format(starts=day(course.starts_on), place=course.place or "哪里上课再通知您")
        text = offers.YOUR_TURN_COURSE.format(title=row.choice_title, whom=whom, when=when)
    else:
        text = offers.YOUR_TURN_POST.format(whom=whom)
    choices = (Choice("go.progress", offers.SEE_PROGRESS), Choice("go.withdraw", offers.NOT_GOING))
    return Say(text + offers.YOUR_TURN_NEXT, choices)
