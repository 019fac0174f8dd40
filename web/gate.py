"""How many turns are taken at a time, and what is said to whom nobody gets to in time.

A turn runs in one of a few threads of its own while the request waits for it, so that a database that hangs cannot
keep the answer from WeChat. Whoever would have to wait long is turned away politely, and soon: a crowd that waits
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
LONGEST_WAIT = 1.0
"""Seconds that the first in the line may have waited; while it is longer, newcomers wait for no more than `BRIEFLY`."""
BRIEFLY = 0.3

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
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        self._receive = receive
        self._turn_away = turn_away
        self._soon = soon
        self._patience = patience
        self._longest_wait = longest_wait
        self._line: dict[object, float] = {}  # since when each waits, the first of them first
        self._in_line = threading.Lock()
        self._hands = ThreadPoolExecutor(at_once, thread_name_prefix="turn")  # threads come with the first turns

    def __call__(self, inbound: Inbound) -> Say | None:
        """The reply, within `patience` seconds; whatever `receive` raises."""
        soon = min(BRIEFLY, self._soon) if self._is_long() else self._soon
        place = object()
        with self._in_line:
            self._line[place] = time.monotonic()
        turn = self._hands.submit(self._take, inbound, place)
        if not _ended(turn, soon) and turn.cancel():
            self._leave(place)
            _log.warning("webhook: turned away [%s]", inbound.trace)
            return self._turn_away(inbound)
        if _ended(turn, self._patience - soon):
            return turn.result()
        _log.warning("webhook: takes too long [%s]", inbound.trace)
        return STILL

    def _take(self, inbound: Inbound, place: object) -> Say | None:
        self._leave(place)
        return self._receive(inbound)

    def _is_long(self) -> bool:
        with self._in_line:
            first = next(iter(self._line.values()), None)
        return first is not None and time.monotonic() - first > self._longest_wait

    def _leave(self, place: object) -> None:
        with self._in_line:
            del self._line[place]


def _ended(turn: Future[Say | None], seconds: float) -> bool:
    try:
        turn.exception(seconds)
    except TimeoutError:
        return False
    return True
