"""The one job: deliver a row of the outbox. It takes its attempt, acts, and notes what came of it."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from bot.ports import ChannelError
from bot.records import Status
from config.logging import set_trace
from config.metrics import DELIVERIES, RETRIES, WECHAT_ERRORS
from store.database import looking, writing
from store.queue import forget_failures, job_name
from store.referrals.digests import DIGEST
from store.referrals.escalations import ESCALATION
from store.referrals.lost import LOST
from store.sending import outbox
from store.tables import Referral, Registration, Station
from workers import recordings, talks
from workers.context import Payload, Services, services
from workers.groups import tell_late, tell_morning
from workers.later import Later
from workers.messages import send_message
from workers.ports import News
from workers.push import send_batch
from workers.timers import ask_how_to_reach, ask_whether_called, ring

FOR_SOMEBODY_NEWER = timedelta(minutes=1)

_REFERRAL = (
    select(Referral.status, Referral.station_id, Referral.raised_at, Registration.kind, Station.name, Station.robot_url)
    .select_from(Referral)
    .join(Referral.registration)
    .outerjoin(Referral.station)
    .where(Referral.id == bindparam("referral"))
)
_WAITING = select(func.count(Referral.id)).where(
    Referral.station_id.is_not_distinct_from(bindparam("station")), Referral.status == Status.NEW
)

log = logging.getLogger(__name__)


def deliver(row: int, attempt: int) -> None:
    """RQ's entry: make `attempt` (from 0) at outbox `row`, unless somebody did."""
    set_trace(job_name(row, attempt))
    with_services = services()
    if attempt_at(with_services, row, attempt):
        forget_failures(with_services.redis, row, attempt)


def attempt_at(with_services: Services, row: int, attempt: int) -> bool:
    """Make this attempt, or put it off; False when somebody else did.

    What goes wrong is noted in the row and raised, so that RQ shows the job as failed.
    """
    owed = _take(with_services, row, attempt)
    if owed is None:
        return False
    kind, payload = owed
    if attempt:
        RETRIES.labels(kind).inc()
    if kind not in HANDLERS:  # a newer version owes it, and its workers will know how
        _leave(with_services, row, kind)
        return True
    try:
        HANDLERS[kind](with_services, payload)
    except Later as later:
        _put_off(with_services, row, later)
        DELIVERIES.labels(kind, "later").inc()
        return True
    except ChannelError as problem:
        _failed(with_services, row, str(problem), problem.permanent)
        DELIVERIES.labels(kind, "refused").inc()
        WECHAT_ERRORS.labels(problem.code).inc()
        raise
    except Exception as problem:
        _failed(with_services, row, type(problem).__name__, permanent=False)
        DELIVERIES.labels(kind, "failed").inc()
        raise
    DELIVERIES.labels(kind, "done").inc()
    with writing(with_services.engine) as session:
        outbox.mark_delivered(session, row, with_services.now())
    return True


def _take(given: Services, row: int, attempt: int) -> outbox.Owed | None:
    with writing(given.engine) as session:
        return outbox.take(session, row, attempt, given.now())


def _put_off(given: Services, row: int, later: Later) -> None:
    with writing(given.engine) as session:
        outbox.put_off(session, row, later.until)


def _leave(given: Services, row: int, kind: str) -> None:
    log.warning("outbox %d: unknown kind %s", row, kind)
    DELIVERIES.labels(kind, "unknown").inc()
    with writing(given.engine) as session:
        outbox.leave(session, row, given.now() + FOR_SOMEBODY_NEWER, f"unknown kind {kind}")


def _failed(given: Services, row: int, reason: str, permanent: bool) -> None:
    with writing(given.engine) as session:
        outbox.mark_failed(session, row, reason, permanent)


def tell_staff(given: Services, payload: Payload) -> None:
    """Tell the staff of a referral's queue of it, unless somebody has taken it meanwhile."""
    news = _news(given, payload["referral"])
    if news is not None:
        given.notifier.tell(news)


def _news(given: Services, referral_id: int) -> News | None:
    with looking(given.engine) as connection:
        referral = connection.execute(_REFERRAL, {"referral": referral_id}).one()
        if referral.status != Status.NEW:
            return None
        waiting = connection.scalar(_WAITING, {"station": referral.station_id}) or 0
    urgent = referral.raised_at is not None
    return News(referral.name or "", referral.robot_url or "", referral.kind, waiting, urgent)


HANDLERS: dict[str, Callable[[Services, Payload], None]] = {
    "referral": tell_staff,
    "message": send_message,
    "push": send_batch,
    "recording": recordings.fetch,
    "hearing": recordings.hear,
    "alarm": ring,
    "callback": ask_whether_called,
    LOST: ask_how_to_reach,
    DIGEST: tell_morning,
    ESCALATION: tell_late,
    "talk-waits": talks.tell_who_waits,
    "talk-ended": talks.ended,
    "ask-again": talks.ask_again,
    "set-free": talks.set_free,
}
