"""`bot.ports.Sessions` in this process alone: for a talk in the terminal, and for tests."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.message import Inbound
from bot.ports import ALONE, Beside, Opened, Pace
from store.sessions import PACE_SECONDS, SEEN_SECONDS, SESSION_SECONDS, TURN_MS, Look, digest, token


@dataclass(slots=True)
class Kept:
    """What is kept of one person; times are the clock's seconds."""

    text: str = ""
    version: str = ""
    until: float = 0.0
    holder: str = ""
    held_until: float = 0.0
    mail: str = ""
    attended: str = ""
    alarm: int = 0
    acts: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, tuple[str, float]] = field(default_factory=dict)
    paced: set[str] = field(default_factory=set)
    paced_until: float = 0.0


class MemorySessions:
    """Sessions of this process alone. `clock` counts seconds."""

    def __init__(self, turn_ms: int = TURN_MS, clock: Callable[[], float] = time.monotonic, pace: int = 0) -> None:
        """`pace` as in `RedisSessions`: nobody floods a terminal."""
        self._pace = pace
        self._turn_seconds = turn_ms / 1000
        self._clock = clock
        self._lock = threading.Lock()
        self._people: dict[str, Kept] = {}

    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        """See `Sessions`."""
        with self._lock:
            now, kept = self._kept(person)
            if act and act.window:
                kept.acts[act.window] = act.at
            if key in kept.seen:
                return Opened(seen=kept.seen[key][0])
            pace = self._paced(kept, key, now) if act else Pace.FINE
            if pace is not Pace.FINE:
                return Opened(pace=pace)
            if kept.holder:
                return Opened(busy=True, same=kept.holder.endswith(digest(key)))
            kept.holder, kept.held_until = token(key), now + self._turn_seconds
            turn = f"{kept.holder}:{kept.version}"
            return Opened(session=kept.text, turn=turn, held=kept.mail, attended=kept.attended)

    def _paced(self, kept: Kept, key: str, now: float) -> Pace:
        if kept.paced_until <= now:
            kept.paced, kept.paced_until = set(), now + PACE_SECONDS
        if not self._pace or key in kept.paced:
            return Pace.FINE
        if len(kept.paced) < self._pace:
            kept.paced.add(key)
            return Pace.FINE
        told = "" in kept.paced
        kept.paced.add("")
        return Pace.TOLD if told else Pace.TELL

    def refuse(self, person: str, key: str, reply: str) -> str | None:
        """See `Sessions`."""
        with self._lock:
            now, kept = self._kept(person)
            if key not in kept.seen and kept.holder.endswith(digest(key)):
                return None
            return kept.seen.setdefault(key, (reply, now + SEEN_SECONDS))[0]

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, beside: Beside = ALONE) -> bool:
        """See `Sessions`. There is no sweeper here, so nobody would read the lines."""
        mine, _, version = turn.partition(":")
        with self._lock:
            now, kept = self._kept(person)
            if kept.holder != mine and (kept.holder or kept.version != version):
                return False
            kept.text, kept.version, kept.until, kept.holder = session, mine, now + SESSION_SECONDS, ""
            kept.alarm = beside.alarm
            kept.seen[key] = (reply, now + SEEN_SECONDS)
            kept.mail = "" if kept.mail == beside.held else kept.mail
            return True

    def release(self, person: str, turn: str) -> None:
        """See `Sessions`."""
        with self._lock:
            _, kept = self._kept(person)
            if kept.holder == turn.partition(":")[0]:
                kept.holder = ""

    def hold(self, person: str, mark: str) -> None:
        """See `Sessions`."""
        with self._lock:
            self._kept(person)[1].mail = mark

    def attend(self, person: str, mark: str) -> None:
        """See `Sessions`."""
        with self._lock:
            self._kept(person)[1].attended = mark

    def look(self, person: str) -> Look:
        """See `RedisSessions`."""
        with self._lock:
            kept = self._kept(person)[1]
            return Look(kept.text, bool(kept.holder))

    def acts(self, person: str) -> dict[str, datetime]:
        """When the person last did something, by `Window`."""
        with self._lock:
            return dict(self._kept(person)[1].acts)

    def text(self, person: str) -> str:
        """The person's session as it stands."""
        with self._lock:
            return self._kept(person)[1].text

    def alarms(self) -> dict[str, int]:
        """The alarms that are set, by person."""
        with self._lock:
            return {person: kept.alarm for person, kept in self._people.items() if kept.alarm}

    def silence(self, person: str, alarm: int) -> None:
        """Take this alarm away, unless another was set meanwhile."""
        with self._lock:
            kept = self._kept(person)[1]
            kept.alarm = 0 if kept.alarm == alarm else kept.alarm

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
