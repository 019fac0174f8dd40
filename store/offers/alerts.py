"""Who is told of new jobs: each fitting job once, to those who still want to hear of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, contains_eager

from bot.effects import Alert, Choice, Say
from bot.matching import dump, fits, load
from bot.phrases import offers
from bot.records import Job as Offer
from bot.records import RecordKind, Status
from bot.when import today
from store.facts import open_jobs
from store.mapping import clean, job_of
from store.sending.outbox import tell
from store.tables import Job, JobAlert, Person, Referral, Registration

AT_ONCE = 20
"""Jobs that are announced in one transaction."""


def remember(session: Session, person: Person, effect: Alert, at: datetime) -> None:
    """Keep what somebody waits for, in place of what they waited for before."""
    whom = clean(effect.for_whom, 40)
    mine = select(JobAlert).where(JobAlert.person_id == person.id, JobAlert.for_whom == whom)
    row = session.scalar(mine) or JobAlert(person_id=person.id, for_whom=whom)
    row.wishes, row.passed, row.since = dump(effect.wishes), list(effect.passed), at
    session.add(row)
    session.flush()


def due(session: Session, at: datetime) -> bool:
    """Whether there is a job that nobody was told of yet."""
    return session.scalar(_unannounced(at).limit(1)) is not None


def _unannounced(at: datetime) -> Select[Job]:
    return open_jobs(today(at)).where(Job.announced_at.is_(None))


def announce(session: Session, at: datetime) -> list[int]:
    """Owe the news of every job that nobody was told of yet to those whom it fits; ids of the outbox rows."""
    jobs = session.scalars(_unannounced(at).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    waiting = session.scalars(_waiting()).all() if jobs else ()
    owed = [row for job in jobs for row in _tell_of(session, job, waiting, at)]
    for job in jobs:
        job.announced_at = at
    return owed


def _waiting() -> Select[JobAlert]:
    """Alerts of people who can be written to, want to be, and have not found work since they asked."""
    found = exists().where(
        Registration.person_id == JobAlert.person_id,
        Registration.for_whom == JobAlert.for_whom,
        Registration.id == Referral.registration_id,
        Referral.status == Status.PLACED,
        Referral.updated_at > JobAlert.since,
    )
    wanted = (Person.subscribed, Person.follows, Person.forgotten_at.is_(None), Person.merged_into_id.is_(None))
    return select(JobAlert).join(JobAlert.person).where(*wanted, ~found).options(contains_eager(JobAlert.person))


def _tell_of(session: Session, job: Job, waiting: Sequence[JobAlert], at: datetime) -> Iterator[int]:
    """Tell each person once, whomever of theirs it fits, unless they applied for it or saw it already."""
    applied = set(
        session.scalars(
            select(Registration.person_id).where(
                Registration.kind == RecordKind.JOB, Registration.choice_id == str(job.id)
            )
        )
    )
    offer = job_of(job)
    for alert in waiting:
        passed = alert.person_id in applied or str(job.id) in alert.passed
        if not passed and fits(offer, load(alert.wishes)):
            key = f"job-{job.id}-{alert.person_id}"
            yield tell(session, alert.person_id, _news(offer, alert.for_whom), at, key, news=True)


def _news(job: Offer, whom: str) -> Say:
    found = offers.NEW_JOB_FOR.format(whom=whom) if whom else offers.NEW_JOB
    token = f"job.{job.id}.{whom}" if whom else f"job.{job.id}"
    text = f"{found}{offers.job_line(job)}。{offers.APPLY_IF}"
    return Say(text, (Choice(token, offers.APPLY),), offers.STOP_ALERTS)
