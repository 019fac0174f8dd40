"""How many turns are taken at a time, and what is said to whom nobody gets to in time.

A turn runs in one of a few threads of its own while the request waits for it, so that a database that hangs cannot
keep the answer from WeChat. Whoever would have to wait long is turned away politely, and at once: a crowd that waits
holds the server's threads, and those behind it are heard too late or never.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bot.effects import Say
from bot.message import Inbound
from bot.phrases import busy

Receive = Callable[[Inbound], Say | None]

PATIENCE = 4.5
"""Seconds; WeChat waits for five. A turn itself waits for four at most, see `bot.conversation`."""
SOON = 3.0
"""Seconds in which a turn must have begun, so that there is time left for it."""
LONGEST_LINE = 0.8
"""Seconds that a line may be long, by what turns took of late, for another to stand in it."""
_SMOOTHING = 0.2  # how much the last turn counts

STILL = Say(busy.STILL)

_log = logging.getLogger(__name__)


class Gate:
    """Takes turns with `receive`, `at_once` at a time; `turn_away` answers whom it is too late for.

    Whoever is turned away is so for good: their message is not handled afterwards.
    """

    def __init__(
        self,
        receive: Receive,
        turn_away: Receive,
        at_once: int,
        soon: float = SOON,
        patience: float = PATIENCE,
        longest_line: float = LONGEST_LINE,
    ) -> None:
        self._receive = receive
        self._turn_away = turn_away
        self._soon = soon
        self._patience = patience
        self._longest_line = longest_line
        self._at_once = at_once
        self._counting = threading.Lock()
        self._waiting = 0
        self._turn_seconds = 0.0
        self._hands = ThreadPoolExecutor(at_once, thread_name_prefix="turn")  # threads come with the first turns

    def __call__(self, inbound: Inbound) -> Say | None:
        """The reply, within `patience` seconds; whatever `receive` raises."""
        if self._waiting * self._turn_seconds / self._at_once > self._longest_line:
            _log.warning("webhook: turned away, %d are waiting [%s]", self._waiting, inbound.trace)
            return self._turn_away(inbound)
        self._count(1)
        turn = self._hands.submit(self._take, inbound)
        if not _ended(turn, self._soon) and turn.cancel():
            self._count(-1)
            _log.warning("webhook: turned away after waiting [%s]", inbound.trace)
            return self._turn_away(inbound)
        if _ended(turn, self._patience - self._soon):
            return turn.result()
        _log.warning("webhook: takes too long [%s]", inbound.trace)
        return STILL

    def _take(self, inbound: Inbound) -> Say | None:
        self._count(-1)
        began = time.monotonic()
        try:
            return self._receive(inbound)
        finally:
            self._turn_seconds += _SMOOTHING * (time.monotonic() - began - self._turn_seconds)

    def _count(self, by: int) -> None:
        with self._counting:
            self._waiting += by


def _ended(turn: Future[Say | None], seconds: float) -> bool:
    try:
        turn.exception(seconds)
    except TimeoutError:
        return False
    return True
