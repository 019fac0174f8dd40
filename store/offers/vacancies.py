"""From a request for workers to a vacancy that people see: put up by staff, held where the guard doubts, released.

Whoever asked for workers is told of each of these.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.effects import Say
from bot.guard import Lure, Suspicion, suspicions
from bot.phrases import hiring
from bot.readers.place import township_name
from bot.records import JobKind, RecordKind
from store.catalogue.entries import needs_new, read_form
from store.database import reading, writing
from store.referrals.action import acting, fit
from store.referrals.cases import note
from store.refusals import Refusal, Unfit, Unknown
from store.sending.outbox import tell
from store.sheets.cells import KIND_NAMES
from store.sheets.importing import besides
from store.sheets.kinds import JOBS
from store.staff import Member
from store.tables import Audit, Job, Referral, Registration

NEEDED = ("employer", "pay")
"""What the list of jobs takes without; who puts up a vacancy from a request has asked."""

LONGEST_REASON = 200
NOT_TO_BE_RELEASED = frozenset({Lure.DEPOSIT.value, Lure.IDENTITY.value})
"""What the law forbids employers to ask for (Labour Contract Law, article 9): it goes, or the vacancy is not shown."""


class Unlawful(Refusal):
    """What the law forbids still stands in the vacancy."""


class NoReason(Refusal):
    """A doubtful vacancy is released, and any refused, with a reason in writing."""


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
    """Put up a vacancy from a request that this member has in hand; False when it is held.

    Raises a Refusal, or `entries.Wrong` for what was typed.
    """
    fields = read_form(JOBS, typed, NEEDED)
    with acting(engine, member, referral_id, now) as action:
        action.needs_own()
        asked = action.referral.registration
        if asked.kind is not RecordKind.VACANCY:
            raise Unfit
        needs_new(action.session, JOBS, fields)
        whose = {"registration_id": asked.id, "station_id": action.referral.station_id}
        job = Job(**{**fields, **besides(JOBS, fields, now), **whose})
        action.session.add(job)
        action.session.flush()
        action.step("held" if job.held else "posted", job.title)
        words = hiring.HELD if job.held else hiring.POSTED + hiring.WHAT_NEXT
        _tell_owner(action.session, job, "held" if job.held else "posted", words, now)
        return not job.held


def behind(engine: Engine, referral_id: int) -> Behind:
    """What stands behind the request with this referral, which must be in the member's scope."""
    with reading(engine) as session:
        asked = session.scalars(select(Registration).join(Referral).where(Referral.id == referral_id)).one()
        jobs = session.scalars(select(Job).where(Job.registration_id == asked.id).order_by(Job.id))
        return Behind(suspicions(asked.note), tuple(_posted(session, job) for job in jobs))


def begun(engine: Engine, referral_id: int) -> dict[str, str]:
    """What of a vacancy is known from the request, by column, as a form begins with it."""
    with reading(engine) as session:
        asked = session.scalars(select(Registration).join(Referral).where(Referral.id == referral_id)).one()
        kind = KIND_NAMES[JobKind.WORKSHOP] if "厂" in asked.note or "车间" in asked.note else ""
        return {"kind": kind, "place": asked.place, "township": township_name(asked.township)}


def held(engine: Engine) -> Sequence[Posted]:
    """The vacancies that wait for the county, the longest waiting first."""
    with reading(engine) as session:
        jobs = session.scalars(select(Job).where(Job.held, Job.open).order_by(Job.id))
        return [_posted(session, job) for job in jobs]


def count_held(engine: Engine) -> int:
    """How many those are."""
    with reading(engine) as session:
        return session.scalar(select(func.count(Job.id)).where(Job.held, Job.open)) or 0


def release(engine: Engine, member: Member, job_id: int, reason: str, now: datetime) -> str:
    """Show it to people: a member of the county has looked at it, and says why. The title.

    Raises Unknown, NoReason, Unlawful.
    """
    with _judging(engine, member, job_id, "released", reason, now) as (session, job, why):
        if any(lure in NOT_TO_BE_RELEASED for lure, _ in job.doubts):
            raise Unlawful
        job.held, job.released_why = False, why
        _tell_owner(session, job, "released", hiring.RELEASED + hiring.WHAT_NEXT, now)
        return job.title


def refuse(engine: Engine, member: Member, job_id: int, reason: str, now: datetime) -> str:
    """Never show it; whoever asked is told why. The title. Raises Unknown, NoReason."""
    with _judging(engine, member, job_id, "refused", reason, now) as (session, job, why):
        job.open = False
        ending = "" if why.endswith(("。", "！", "!")) else "。"
        law = hiring.LAW if any(lure in NOT_TO_BE_RELEASED for lure, _ in job.doubts) else ""
        _tell_owner(session, job, "refused", hiring.REFUSED, now, reason=f"{why}{ending}{law}")
        return job.title


@contextmanager
def _judging(
    engine: Engine, member: Member, job_id: int, what: str, reason: str, now: datetime
) -> Iterator[tuple[Session, Job, str]]:
    """A transaction on a held vacancy, which leaves its trace in the audit and in the history of the request."""
    try:
        why = fit(reason, LONGEST_REASON)
    except Unfit:
        raise NoReason from None
    with writing(engine) as session:
        job = session.scalar(select(Job).where(Job.id == job_id, Job.held, Job.open).with_for_update())
        if job is None:
            raise Unknown
        yield session, job, why
        session.add(Audit(at=now, staff_id=member.id, action=f"job-{what}", subject=f"job-{job.id}"))
        referral = _referral_of(session, job)
        if referral is not None:
            note(referral, now, what, f"{job.title}：{why}", by=member.id)


def _tell_owner(session: Session, job: Job, what: str, words: str, now: datetime, **said: str) -> None:
    """Owe the news to whoever asked for workers, if this vacancy came of that and WeChat can bring it."""
    asked = session.get(Registration, job.registration_id) if job.registration_id else None
    if asked is not None and asked.person.follows and asked.person.forgotten_at is None:
        tell(session, asked.person_id, Say(words.format(title=job.title, **said)), now, f"job-{job.id}-{what}")


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
