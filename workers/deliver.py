"""The one job: deliver a row of the outbox. It takes its attempt, acts, and notes what came of it."""

from collections.abc import Callable, Mapping

from sqlalchemy import func, select

from bot.ports import ChannelError
from bot.records import Status
from store import outbox
from store.database import reading, writing
from store.queue import forget_failures
from store.tables import Message, Referral, Station
from workers.context import Services, services
from workers.ports import News
from workers.timers import ask_whether_called, ring

Payload = Mapping[str, int]


def deliver(row: int, attempt: int) -> None:
    """RQ's entry: make `attempt` (from 0) at outbox `row`, unless somebody did."""
    with_services = services()
    if attempt_at(with_services, row, attempt):
        forget_failures(with_services.redis, row, attempt)


def attempt_at(with_services: Services, row: int, attempt: int) -> bool:
    """Make this attempt; False when somebody else did.

    What goes wrong is noted in the row and raised, so that RQ shows the job as failed.
    """
    owed = _take(with_services, row, attempt)
    if owed is None:
        return False
    kind, payload = owed
    try:
        HANDLERS[kind](with_services, payload)
    except ChannelError as problem:
        _failed(with_services, row, str(problem), problem.permanent)
        raise
    except Exception as problem:
        _failed(with_services, row, type(problem).__name__, permanent=False)
        raise
    with writing(with_services.engine) as session:
        outbox.mark_delivered(session, row, with_services.now())
    return True


def _take(given: Services, row: int, attempt: int) -> tuple[str, Payload] | None:
    with writing(given.engine) as session:
        owed = outbox.take(session, row, attempt, given.now())
        return (owed.kind, owed.payload) if owed else None


def _failed(given: Services, row: int, reason: str, permanent: bool) -> None:
    with writing(given.engine) as session:
        outbox.mark_failed(session, row, reason, permanent)


def send_message(given: Services, payload: Payload) -> None:
    """Send a message to its person, unless they had it, or asked to be forgotten meanwhile."""
    with reading(given.engine) as session:
        message = session.get_one(Message, payload["message"])
        person, say = message.person.channel_id, outbox.said(message)
        if message.delivered_at or message.person.forgotten_at or not say.text:
            return
    try:
        given.messenger.send(person, say)
    except ChannelError as problem:
        if problem.permanent:
            _note_message(given, payload["message"], problem.reason)
        raise
    _note_message(given, payload["message"], "")


def _note_message(given: Services, message: int, error: str) -> None:
    """Where staff see it: sent, or that it cannot be sent and why."""
    with writing(given.engine) as session:
        row = session.get_one(Message, message)
        row.error = error[:300]
        row.delivered_at = None if error else given.now()


def tell_staff(given: Services, payload: Payload) -> None:
    """Tell the staff of a referral's queue of it, unless somebody has taken it meanwhile."""
    news = _news(given, payload["referral"])
    if news is not None:
        given.notifier.tell(news)


def _news(given: Services, referral_id: int) -> News | None:
    with reading(given.engine) as session:
        referral = session.get_one(Referral, referral_id)
        if referral.status != Status.NEW:
            return None
        same_queue = Referral.station_id.is_not_distinct_from(referral.station_id)
        waiting = select(func.count()).select_from(Referral).where(same_queue, Referral.status == Status.NEW)
        station = referral.station or Station(name="", robot_url="")
        kind = referral.registration.kind
        urgent = referral.raised_at is not None
        return News(station.name, station.robot_url, kind, session.scalar(waiting) or 0, urgent)


HANDLERS: dict[str, Callable[[Services, Payload], None]] = {
    "referral": tell_staff,
    "message": send_message,
    "alarm": ring,
    "callback": ask_whether_called,
}
