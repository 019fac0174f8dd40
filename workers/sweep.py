"""Finds what is owed and not in hand: rows whose kick was lost, whose worker died, or whose next try has come.

And what is to be kept no longer.
"""

import logging
import threading
from datetime import datetime

from redis import RedisError

from bot.ports import StoreDown
from store.asked import questions
from store.catalogue import uploads
from store.database import guarded, reading
from store.queue import MOST_QUEUED, RqDispatch
from store.sending import outbox
from store.sending.alarms import RedisAlarms, owe_alarms
from store.sending.mailbox import restore_marks
from store.talks import transcript
from workers import recordings
from workers.context import Services
from workers.rounds import go_round

EVERY = 15.0  # seconds

log = logging.getLogger(__name__)


def sweep(services: Services) -> int:
    """Hand over what is due, and say how many rows that were. Raises StoreDown."""
    now = services.now()
    _owe_alarms(services, now)
    with guarded(), reading(services.engine) as session:
        rows = outbox.due(session, now, MOST_QUEUED)
        oldest = outbox.oldest(session, now)
    if services.alarm:
        services.alarm.look(oldest, now)
    RqDispatch(services.redis).hand_over(rows)
    try:
        restore_marks(services.engine, services.redis)
    except (RedisError, OSError) as problem:
        log.warning("Redis unreachable (%s), held mail is marked later", type(problem).__name__)
    go_round(services)
    return len(rows)


def _owe_alarms(services: Services, now: datetime) -> None:
    try:
        with guarded():
            owe_alarms(services.engine, RedisAlarms(services.redis), now)
    except (RedisError, OSError) as problem:
        log.warning("Redis unreachable (%s), talks are looked at later", type(problem).__name__)


def keep_sweeping(services: Services, stop: threading.Event, every: float = EVERY) -> None:
    """Sweep now and every so many seconds, until `stop` is set."""
    while not stop.is_set():
        try:
            if count := sweep(services):
                log.info("swept %d", count)
            with guarded():
                recordings.clear_out(services)
                uploads.clear_out(services.engine, services.now())
                transcript.drop_old(services.engine, services.now(), services.talk_rules.keep_for)
            transcript.flush(services.engine, transcript.RedisTranscript(services.redis))
            if services.clearing:
                services.clearing.look()
            if services.nightly:
                services.nightly.look()
            questions.flush(services.engine, questions.RedisQuestions(services.redis), services.now())
        except StoreDown as problem:
            log.warning("database unreachable (%s)", problem)
        stop.wait(every)
