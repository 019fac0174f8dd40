"""From a request for workers to a vacancy that people see: put up by staff, held where the guard doubts, released.

Which columns staff fill in stands in `COLUMNS`, and nowhere else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.guard import Suspicion, suspicions
from bot.readers.divisions import TOWNSHIPS
from bot.readers.slots import find_slots
from bot.records import JobKind, RecordKind
from store.database import reading, writing
from store.referrals.action import acting, fit
from store.referrals.cases import note
from store.refusals import Unfit, Unknown
from store.staff import Member
from store.tables import Audit, Job, Referral, Registration


def _text(longest: int, needed: bool = False) -> Callable[[str], str]:
    return lambda typed: fit(typed, longest, may_be_empty=not needed)


def _township(typed: str) -> str:
    if typed and typed not in TOWNSHIPS:
        raise Unfit
    return typed


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed) if typed else None


def _number(typed: str) -> int:
    """0 for what was left empty: not said."""
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) <= 6):
        raise Unfit
    return int(typed or 0)


def trade_of(title: str) -> str:
    """The trade that a job with this title wants, as somebody who looks for one names it; "" for none."""
    return str(find_slots(f"找{title}").get("trade", ""))


COLUMNS: Mapping[str, Callable[[str], Any]] = {
    "title": _text(100, needed=True),
    "kind": JobKind,
    "employer": _text(100, needed=True),
    "place": _text(200),
    "township": _township,
    "pay": _text(100, needed=True),
    "wage_from": _number,
    "wage_to": _number,
    "trade": _text(40),
    "age_to": _number,
    "light": bool,
    "child": bool,
    "wanted": _number,
    "detail": _text(1000),
    "closes_on": _day,
}
"""Column of `jobs` → how what staff typed is read; raises Unfit or ValueError."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A vacancy as staff see it. `doubts` are (lure, words)."""

    id: int
    title: str
    employer: str
    place: str
    pay: str
    detail: str
    closes_on: date | None
    open: bool
    held: bool
    doubts: tuple[tuple[str, str], ...]
    referral: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a request for workers: what is doubtful in its own words, and what was put up from it."""

    doubts: tuple[Suspicion, ...]
    posted: tuple[Posted, ...]


def post(engine: Engine, member: Member, referral_id: int, typed: Mapping[str, str], now: datetime) -> bool:
    """Put up a vacancy from a request that this member has in hand; False when it is held. Raises a Refusal."""
    try:
        values = {column: read(typed.get(column, "").strip()) for column, read in COLUMNS.items()}
    except ValueError:
        raise Unfit from None
    if values["wage_to"] and values["wage_from"] > values["wage_to"]:
        raise Unfit
    values["trade"] = values["trade"] or trade_of(values["title"])
    with acting(engine, member, referral_id, now) as action:
        action.needs_own()
        asked = action.referral.registration
        if asked.kind is not RecordKind.VACANCY:
            raise Unfit
        job = Job(**values, registration_id=asked.id)
        action.session.add(job)
        action.session.flush()
        action.step("held" if job.held else "posted", job.title)
        return not job.held


def behind(engine: Engine, referral_id: int) -> Behind:
    """What stands behind the request with this referral, which must be in the member's scope."""
    with reading(engine) as session:
        asked = session.scalars(select(Registration).join(Referral).where(Referral.id == referral_id)).one()
        jobs = session.scalars(select(Job).where(Job.registration_id == asked.id).order_by(Job.id))
        return Behind(suspicions(asked.note), tuple(_posted(session, job) for job in jobs))


def held(engine: Engine) -> Sequence[Posted]:
    """The vacancies that wait for the county, the longest waiting first."""
    with reading(engine) as session:
        jobs = session.scalars(select(Job).where(Job.held, Job.open).order_by(Job.id))
        return [_posted(session, job) for job in jobs]


def count_held(engine: Engine) -> int:
    """How many those are."""
    with reading(engine) as session:
        return session.scalar(select(func.count(Job.id)).where(Job.held, Job.open)) or 0


def release(engine: Engine, member: Member, job_id: int, now: datetime) -> str:
    """Show it to people: a member of the county has looked at it. The title. Raises Unknown."""
    with _judging(engine, member, job_id, "released", now) as job:
        job.held = False
        return job.title


def refuse(engine: Engine, member: Member, job_id: int, now: datetime) -> str:
    """Never show it. The title. Raises Unknown."""
    with _judging(engine, member, job_id, "refused", now) as job:
        job.open = False
        return job.title


@contextmanager
def _judging(engine: Engine, member: Member, job_id: int, what: str, now: datetime) -> Iterator[Job]:
    """A transaction on a held vacancy, which leaves its trace in the audit and in the history of the request."""
    with writing(engine) as session:
        job = session.scalar(select(Job).where(Job.id == job_id, Job.held, Job.open).with_for_update())
        if job is None:
            raise Unknown
        yield job
        session.add(Audit(at=now, staff_id=member.id, action=f"job-{what}", subject=f"job-{job.id}"))
        referral = _referral_of(session, job)
        if referral is not None:
            note(referral, now, what, job.title, by=member.id)


def _referral_of(session: Session, job: Job) -> Referral | None:
    if job.registration_id is None:
        return None
    return session.scalar(select(Referral).where(Referral.registration_id == job.registration_id))


def _posted(session: Session, job: Job) -> Posted:
    referral = _referral_of(session, job)
    return Posted(
        id=job.id,
        title=job.title,
        employer=job.employer,
        place=job.place,
        pay=job.pay,
        detail=job.detail,
        closes_on=job.closes_on,
        open=job.open,
        held=job.held,
        doubts=tuple((lure, words) for lure, words in job.doubts),
        referral=referral.id if referral else None,
    )
