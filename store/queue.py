"""The queues in Redis. They carry row ids only, as JSON, and may be wiped at any moment: what is owed is in SQL."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from redis import Redis, RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

DELIVER = "deliver"
QUEUES = (DELIVER,)

JOB = "workers.deliver.deliver"
JOB_SECONDS = 30
FAILED_SECONDS = 7 * 24 * 3600  # how long a failed job can be looked at; the next attempt is another job

log = logging.getLogger(__name__)


def queues(redis: Redis) -> list[Queue]:
    """All queues, the urgent ones first."""
    return [Queue(name, connection=redis, serializer=JSONSerializer) for name in QUEUES]


class RqDispatch:
    """`bot.ports.Dispatch` over RQ."""

    def __init__(self, redis: Redis) -> None:
        self._queue = Queue(DELIVER, connection=redis, serializer=JSONSerializer)

    def kick(self, outbox: Sequence[int]) -> None:
        """See `Dispatch`. These rows are new: their first attempt."""
        self.hand_over((row, 0) for row in outbox)

    def hand_over(self, rows: Iterable[tuple[int, int]]) -> None:
        """Have these attempts made, each given as (outbox id, attempt from 0). Never raises.

        The job's id tells which attempt of which row it is, so the same is never queued twice.
        """
        try:
            for row, attempt in rows:
                self._enqueue(row, attempt)
        except (RedisError, OSError) as problem:
            log.warning("queue unreachable (%s), the sweeper will try again", type(problem).__name__)

    def _enqueue(self, row: int, attempt: int) -> None:
        name = job_name(row, attempt)
        try:
            self._queue.enqueue_call(
                JOB,
                args=(row, attempt),
                job_id=name,
                unique=True,
                timeout=JOB_SECONDS,
                result_ttl=0,
                failure_ttl=FAILED_SECONDS,
            )
        except DuplicateJobError:
            self._revive(self._queue.fetch_job(name))

    def _revive(self, job: Job | None) -> None:
        """A job that failed before it could take its row (its worker was killed) is run again."""
        if job is not None and job.get_status() == JobStatus.FAILED:
            job.requeue()


def job_name(row: int, attempt: int) -> str:
    """The id of the job that makes this attempt (from 0) at this row."""
    return f"outbox-{row}-{attempt}"


def forget_failures(redis: Redis, row: int, attempt: int) -> None:
    """After `attempt` went well: the failed ones before it need nobody's attention any more."""
    before = [job_name(row, number) for number in range(attempt)]
    for job in Job.fetch_many(before, connection=redis, serializer=JSONSerializer):
        if job is not None:
            job.delete()


def waiting(redis: Redis, now: datetime) -> tuple[int, float]:
    """How many jobs wait for a worker, and for how many seconds the first of them has. Raises RedisError."""
    count, oldest = 0, now
    for queue in queues(redis):
        count += queue.count
        first = next(iter(queue.get_jobs(0, 1)), None)
        if first and first.enqueued_at:
            oldest = min(oldest, first.enqueued_at.replace(tzinfo=first.enqueued_at.tzinfo or UTC))
    return count, (now - oldest).total_seconds()


def failed(redis: Redis) -> int:
    """How many jobs failed in the last days, and were not made good by a later attempt."""
    return sum(queue.failed_job_registry.count for queue in queues(redis))
