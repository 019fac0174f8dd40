"""How many turns are taken at a time, and what is said to whom nobody gets to in time.

A turn runs in one of a few threads of its own while the request waits for it, so that a database that hangs cannot
keep the answer from WeChat. Whoever would have to wait long is turned away politely, and soon: a crowd that waits
holds the server's threads, and those behind it are heard too late or never. A line that gets shorter is worth a wait;
while more come than can be helped, nobody waits for more than a moment.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from bot.effects import Say
from bot.message import Inbound
from bot.phrases import busy
from config.metrics import TURNED_AWAY

Receive = Callable[[Inbound], Say | None]

PATIENCE = 4.5
"""Seconds; WeChat waits for five. A turn itself waits for four at most, see `bot.conversation`."""
SOON = 3.0
"""Seconds in which a turn must have begun, so that there is time left for it."""
BRIEFLY = 0.4
"""Seconds after which it is seen whether the wait is of use."""
AT_ONCE = 0.1
"""Seconds in which those who come make one crowd; who comes after them tells whether it goes on."""
STANDS_STILL = 0.8
"""Seconds after which it is seen again when nobody came to their turn: the disk is mostly back by then."""
FEW = 10
"""For each turn that is taken at a time: so many wait on while nothing moves, as they are helped soon after it does."""
TELL_AFTER = 10.0
"""Seconds between two lines of the log about who was turned away: one for each costs as much as turning them away."""

STILL = Say(busy.STILL)

_log = logging.getLogger(__name__)


class Counts(NamedTuple):
    """How many came, and how many came to their turn."""

    came: int
    went: int


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
    ) -> None:
        self._receive = receive
        self._turn_away = turn_away
        self._soon = soon
        self._patience = patience
        self._few = FEW * at_once
        self._line: set[object] = set()
        self._counts = Counts(0, 0)
        self._in_line = threading.Lock()
        self._away, self._told = 0, 0.0
        self._hands = ThreadPoolExecutor(at_once, thread_name_prefix="turn")  # threads come with the first turns

    def __call__(self, inbound: Inbound) -> Say | None:
        """The reply, within `patience` seconds; whatever `receive` raises."""
        began, place = time.monotonic(), object()
        with self._in_line:
            self._line.add(place)
            self._counts = Counts(self._counts.came + 1, self._counts.went)
        turn = self._hands.submit(self._take, inbound, place)
        self._wait(turn, began)
        if turn.cancel():
            self._leave(place)
            return self._turn_away(inbound)
        if _ended(turn, began + self._patience - time.monotonic()):
            return turn.result()
        _log.warning("webhook: takes too long [%s]", inbound.trace)
        return STILL

    def _wait(self, turn: Future[Say | None], began: float) -> None:
        """Until the turn has ended, or waiting for its beginning is of no use."""

        def ended(after: float) -> bool:
            return _ended(turn, began + min(after, self._soon) - time.monotonic())

        if ended(AT_ONCE):
            return
        then = self._counts
        if ended(BRIEFLY) or (self._counts.went == then.went and ended(STANDS_STILL)):
            return
        came, went = self._counts.came - then.came, self._counts.went - then.went
        if (came <= went + went // 8 + 2) if went else (len(self._line) <= self._few):
            ended(self._soon)

    def _take(self, inbound: Inbound, place: object) -> Say | None:
        with self._in_line:
            self._line.remove(place)
            self._counts = Counts(self._counts.came, self._counts.went + 1)
        return self._receive(inbound)

    def _leave(self, place: object) -> None:
        TURNED_AWAY.inc()
        with self._in_line:
            self._line.remove(place)
            self._away += 1
            now = time.monotonic()
            if now - self._told < TELL_AFTER:
                return
            away, self._away, self._told = self._away, 0, now
        _log.warning("webhook: too many at once; turned away since this was last said: %d", away)


def _ended(turn: Future[Say | None], seconds: float) -> bool:
    try:
        turn.exception(max(seconds, 0))
    except TimeoutError:
        return False
    return True
