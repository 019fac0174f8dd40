"""`python -m workers` delivers; `python -m workers sweep` finds what was not delivered. Run at least one of each."""

import logging
import signal
import sys
import threading

from redis import RedisError
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from config.logging import configure
from config.process import keep_to_ourselves
from config.settings import SettingsError, load
from store.queue import queues
from workers.context import Services, services
from workers.sweep import keep_sweeping

PAUSE = 2.0  # seconds between two looks whether Redis is back

log = logging.getLogger(__name__)


class Hand(SimpleWorker):
    """Works in this process, without forking for each job: jobs are short, and each would open its own database.

    It takes no commands over Redis: it is told to end by a signal, and ends at once instead of after a second.
    """

    def subscribe(self) -> None:
        """Listen to nobody."""


def work(given: Services, burst: bool = False) -> None:
    """Deliver until told to stop; with `burst` until the queues are empty."""
    worker = Hand(queues(given.redis), connection=given.redis, serializer=JSONSerializer)
    worker.log_result_lifespan = False
    worker.work(burst=burst, logging_level="WARNING")


def keep_working(given: Services, stop: threading.Event) -> None:
    """Work, and begin again when Redis comes back after being away."""
    while not stop.is_set():
        try:
            work(given)
            return
        except RedisError as problem:
            log.warning("Redis is away (%s)", type(problem).__name__)
            heed_signals(stop)  # RQ had them
            stop.wait(PAUSE)


def heed_signals(stop: threading.Event) -> None:
    """Set `stop` when we are told to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def main(arguments: list[str]) -> None:
    """Run one of the two."""
    stop = threading.Event()
    heed_signals(stop)
    if arguments == ["sweep"]:
        keep_sweeping(services(), stop)
    elif arguments:
        sys.exit("python -m workers [sweep]")
    else:
        keep_working(services(), stop)


if __name__ == "__main__":
    keep_to_ourselves()
    try:
        _settings = load()
        configure(_settings.log_level, _settings.log_format)
    except SettingsError as problem:
        sys.exit(str(problem))
    main(sys.argv[1:])
