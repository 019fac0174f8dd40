"""`bot.ports.Sessions` in memory: for a talk in the terminal, and for tests."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.ports import Opened
from store.sessions import SEEN_SECONDS, SESSION_SECONDS, TURN_MS, token


@dataclass(slots=True)
class Kept:
    """What is kept of one person; times are the clock's seconds."""

    text: str = ""
    version: str = ""
    until: float = 0.0
    holder: str = ""
    held_until: float = 0.0
    seen: dict[str, tuple[str, float]] = field(default_factory=dict)


class MemorySessions:
    """Sessions of this process. `clock` counts seconds."""

    def __init__(self, turn_ms: int = TURN_MS, clock: Callable[[], float] = time.monotonic) -> None:
        self._turn_seconds = turn_ms / 1000
        self._clock = clock
        self._lock = threading.Lock()
        self._people: dict[str, Kept] = {}

    def open(self, person: str, key: str) -> Opened:
        """See `Sessions`."""
        with self._lock:
            now, kept = self._kept(person)
            if key in kept.seen:
                return Opened(seen=kept.seen[key][0])
            if kept.holder:
                return Opened(busy=True)
            kept.holder, kept.held_until = token(), now + self._turn_seconds
            return Opened(session=kept.text, turn=f"{kept.holder}:{kept.version}")

    def commit(self, person: str, key: str, turn: str, session: str, reply: str) -> bool:
        """See `Sessions`."""
        mine, _, version = turn.partition(":")
        with self._lock:
            now, kept = self._kept(person)
            if kept.holder != mine and (kept.holder or kept.version != version):
                return False
            kept.text, kept.version, kept.until, kept.holder = session, mine, now + SESSION_SECONDS, ""
            kept.seen[key] = (reply, now + SEEN_SECONDS)
            return True

    def release(self, person: str, turn: str) -> None:
        """See `Sessions`."""
        with self._lock:
            _, kept = self._kept(person)
            if kept.holder == turn.partition(":")[0]:
                kept.holder = ""

    def _kept(self, person: str) -> tuple[float, Kept]:
        """The time, and what of the person has not run out by then."""
        now = self._clock()
        kept = self._people.setdefault(person, Kept())
        if kept.held_until <= now:
            kept.holder = ""
        if kept.until <= now:
            kept.text = kept.version = ""
        kept.seen = {key: (reply, until) for key, (reply, until) in kept.seen.items() if until > now}
        return now, kept
