"""Who is told of new jobs: each fitting job once, to those who still want to hear of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from bot.effects import Alert, Choice, Say
from bot.matching import dump, fits, load
from bot.phrases import offers
from bot.records import Job as Offer
from bot.records import RecordKind, Status
from bot.when import today
from store.database import alone
from store.facts import open_jobs
from store.mapping import clean, job_of
from store.sending.outbox import tell
from store.tables import Job, JobAlert, Outbox, Person, Referral, Registration

AT_ONCE = 10
"""Who is told in one transaction: on SQLite nobody else writes while it lasts, and replies wait for that."""


_FOUND = exists().where(
    Registration.person_id == JobAlert.person_id,
    Registration.for_whom == JobAlert.for_whom,
    Registration.id == Referral.registration_id,
    Referral.status == Status.PLACED,
    Referral.updated_at > JobAlert.since,
)
_WAITING = (
    select(JobAlert.id, JobAlert.person_id, JobAlert.wishes, JobAlert.passed)
    .join(JobAlert.person)
    .where(Person.subscribed, Person.follows, Person.forgotten_at.is_(None), Person.merged_into_id.is_(None), ~_FOUND)
    .order_by(JobAlert.id)
)
"""Alerts of people who can be written to, want to be, and have not found work since they asked."""


def remember(session: Session, person: Person, effect: Alert, at: datetime) -> None:
    """Keep what somebody waits for, in place of what they waited for before."""
    whom = clean(effect.for_whom, 40)
    mine = select(JobAlert).where(JobAlert.person_id == person.id, JobAlert.for_whom == whom)
    row = session.scalar(mine) or JobAlert(person_id=person.id, for_whom=whom)
    row.wishes, row.passed, row.since = dump(effect.wishes), list(effect.passed), at
    session.add(row)
    session.flush()


def due(session: Session, at: datetime) -> Sequence[int]:
    """The jobs (ids) that nobody, or not everybody whom they fit, was told of yet."""
    unannounced = open_jobs(today(at)).where(Job.announced_at.is_(None))
    return session.scalars(unannounced.with_only_columns(Job.id).order_by(Job.id)).all()


def whom_it_fits(session: Session, number: int) -> list[int]:
    """The alerts (ids) of those whom this job fits, who were not told of it, did not apply and did not pass it."""
    offer = job_of(session.get_one(Job, number))
    wanted = (Registration.kind == RecordKind.JOB, Registration.choice_id == str(number))
    knows = set(session.scalars(select(Registration.person_id).where(*wanted)))
    told = set(
        session.scalars(select(Outbox.dedupe).where(Outbox.dedupe.startswith(_key(number, ""), autoescape=True)))
    )
    return [
        alert.id
        for alert in session.execute(_WAITING)
        if alert.person_id not in knows
        and _key(number, alert.person_id) not in told
        and str(number) not in alert.passed
        and fits(offer, load(alert.wishes))
    ]


def announce(session: Session, number: int, whom: Sequence[int], at: datetime) -> list[int]:
    """Owe the news of this job to those with these alerts, `AT_ONCE` at most; ids of the outbox rows.

    Each person is told once, whomever of theirs it fits, and however often this is done.
    """
    alone(session, "alerts")
    offer = job_of(session.get_one(Job, number))
    alerts = session.execute(
        select(JobAlert.person_id, JobAlert.for_whom).where(JobAlert.id.in_(whom)).order_by(JobAlert.id)
    )
    return [
        tell(session, alert.person_id, _news(offer, alert.for_whom), at, _key(number, alert.person_id), news=True)
        for alert in alerts.all()
    ]


def announced(session: Session, number: int, at: datetime) -> None:
    """Everybody was told."""
    session.execute(update(Job).where(Job.id == number).values(announced_at=at))


def _key(number: int, person: int | str) -> str:
    return f"job-{number}-{person}"


def _news(job: Offer, whom: str) -> Say:
    found = offers.NEW_JOB_FOR.format(whom=whom) if whom else offers.NEW_JOB
    token = f"job.{job.id}.{whom}" if whom else f"job.{job.id}"
    text = f"{found}{offers.job_line(job)}。{offers.APPLY_IF}"
    return Say(text, (Choice(token, offers.APPLY),), offers.STOP_ALERTS)
