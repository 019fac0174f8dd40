"""How many turns are taken at a time, and what is said to whom nobody gets to in time.

A turn runs in one of a few threads of its own while the request waits for it, so that a database that hangs cannot
keep the answer from WeChat, and a crowd is turned away politely instead of being left to wait.
"""

import logging
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
    ) -> None:
        self._receive = receive
        self._turn_away = turn_away
        self._soon = soon
        self._patience = patience
        self._hands = ThreadPoolExecutor(at_once, thread_name_prefix="turn")  # threads come with the first turns

    def __call__(self, inbound: Inbound) -> Say | None:
        """The reply, within `patience` seconds; whatever `receive` raises."""
        turn = self._hands.submit(self._receive, inbound)
        if not _ended(turn, self._soon) and turn.cancel():
            _log.warning("webhook: turned away [%s]", inbound.trace)
            return self._turn_away(inbound)
        if _ended(turn, self._patience - self._soon):
            return turn.result()
        _log.warning("webhook: takes too long [%s]", inbound.trace)
        return STILL


def _ended(turn: Future[Say | None], seconds: float) -> bool:
    try:
        turn.exception(seconds)
    except TimeoutError:
        return False
    return True
