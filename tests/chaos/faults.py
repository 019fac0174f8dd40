"""What can go wrong, and a plan of it that a seed determines. Each fault knows how it is done and how it ends."""

import os
import random
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import redis

from tests.chaos.history import Fault, History
from tests.chaos.servers import Servers
from tests.chaos.system import System
from tests.chaos.wechat import WeChat

WEATHER: Mapping[str, Mapping[str, Any]] = {
    "slow": {"slow": 3},
    "too slow": {"slow": 9},
    "HTTP 502": {"status": 502},
    "HTML": {"html": True},
    "40001": {"errcode": 40001},
    "45015": {"errcode": 45015},
    "45009": {"errcode": 45009},
    "-1": {"errcode": -1},
    "answer lost": {"lost": True},
}
"""How WeChat's API can fail, as the simulator plans it."""

PATTERNS = {
    "web": r"gunicorn",
    "worker": r"-m workers\s*$",
    "sweeper": r"-m workers sweep",
    "redis": r"valkey-server|store\.embedded",
    "postgres": r"^postgres|bin/postgres",
}
JUMPS = (-90_000, -600, 600, 90_000)
"""Seconds by which the clock is wrong for a while."""


@dataclass(frozen=True, slots=True)
class Planned:
    """At `at` seconds after the beginning, for `lasts` seconds. `pick` (0 to 1) chooses among what is there then."""

    at: float
    kind: str
    lasts: float
    pick: float


class Faults:
    """Breaks one system, and mends it again."""

    def __init__(self, system: System, wechat: WeChat, servers: Servers, history: History, small_disk: bool) -> None:
        self._system = system
        self._wechat = wechat
        self._servers = servers
        self._history = history
        self._small_disk = small_disk
        self.kinds: dict[str, Callable[[Planned], tuple[str, Callable[[], None]]]] = {
            "kill web": lambda planned: self._kill("web", 0.0),
            "kill web child": lambda planned: self._kill("web", max(planned.pick, 0.01)),
            "kill worker": lambda planned: self._kill("worker", planned.pick),
            "kill sweeper": lambda planned: self._kill("sweeper", 0.0),
            "kill redis": lambda planned: self._kill("redis", 0.0),
            "kill everything": lambda planned: self._kill_supervisor(),
            "stop web": lambda planned: self._stop("web", planned.pick),
            "stop worker": lambda planned: self._stop("worker", planned.pick),
            "stop redis": lambda planned: self._stop("redis", 0.0),
            "flush redis": lambda planned: self._flush(),
            "full disk": lambda planned: self._fill(),
            "WeChat": self._weather,
        }
        if system.clock:
            self.kinds["jump clock"] = self._jump
        if servers.postgres:
            self.kinds["kill postgres"] = lambda planned: self._kill("postgres", planned.pick)
            self.kinds["stop postgres"] = lambda planned: self._stop("postgres", planned.pick)

    def plan(self, seed: str, seconds: float, gap: float) -> Iterator[Planned]:
        """Faults for so many seconds, one each `gap` seconds on the average; every kind once before any comes twice."""
        chance, at, bag = random.Random(seed), 0.0, list[str]()
        while True:
            at += chance.uniform(0.5, 1.5) * gap
            if at >= seconds:
                return
            if not bag:
                bag = sorted(self.kinds)
                chance.shuffle(bag)
            yield Planned(at, bag.pop(), chance.uniform(1.0, 4.0), chance.random())

    def play(self, plan: Iterator[Planned], ended: threading.Event) -> None:
        """Do what is planned when its time comes; returns when all is mended again."""
        began, open_ends = time.monotonic(), list[threading.Thread]()
        for planned in plan:
            if ended.wait(max(0.0, began + planned.at - time.monotonic())):
                break
            thread = threading.Thread(target=self._do, args=[planned])
            thread.start()
            open_ends.append(thread)
        for thread in open_ends:
            thread.join()

    def _do(self, planned: Planned) -> None:
        began = time.time()
        what, mend = self.kinds[planned.kind](planned)
        try:
            if mend is not _nothing:
                time.sleep(planned.lasts)
        finally:
            mend()
            self._history.add(Fault(planned.kind, what, began, time.time()))

    def _victim(self, what: str, pick: float) -> int | None:
        found = self._servers.find(PATTERNS[what]) or self._system.find(PATTERNS[what])
        return found[int(pick * len(found)) % len(found)] if found else None

    def _kill(self, what: str, pick: float) -> tuple[str, Callable[[], None]]:
        victim = self._victim(what, pick)
        if victim is not None:
            _signal(victim, signal.SIGKILL)
        return f"{what} {victim or 'was not there'}", _nothing

    def _kill_supervisor(self) -> tuple[str, Callable[[], None]]:
        with self._system.lock:
            process = self._system.process
        if process is not None:
            _signal(process.pid, signal.SIGKILL)
        return "yizhan run", _nothing

    def _stop(self, what: str, pick: float) -> tuple[str, Callable[[], None]]:
        victim = self._victim(what, pick)
        if victim is None:
            return f"{what} was not there", _nothing
        _signal(victim, signal.SIGSTOP)
        return f"{what} {victim}", lambda: _signal(victim, signal.SIGCONT)

    def _flush(self) -> tuple[str, Callable[[], None]]:
        with suppress(redis.RedisError):
            self._system.redis.flushall()
        return "FLUSHALL", _nothing

    def _fill(self) -> tuple[str, Callable[[], None]]:
        """No room for anything: on a disk of its own a file takes it all, else no process may make a file grow."""
        if not self._small_disk:
            return "files may not grow", self._forbid_growth()
        ballast = self._system.home / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        return "no room", lambda: ballast.unlink(missing_ok=True)

    def _forbid_growth(self) -> Callable[[], None]:
        # Redis would be ended by SIGXFSZ instead of being refused, so it is left alone.
        ours = [pid for pid, line in self._system.processes().items() if "python" in line or "gunicorn" in line]
        _limit(ours, 4096)
        return lambda: _limit(ours, resource.RLIM_INFINITY)

    def _jump(self, planned: Planned) -> tuple[str, Callable[[], None]]:
        by = JUMPS[int(planned.pick * len(JUMPS)) % len(JUMPS)]
        self._system.set_clock(by)
        return f"{by:+} s", lambda: self._system.set_clock(0)

    def _weather(self, planned: Planned) -> tuple[str, Callable[[], None]]:
        name = list(WEATHER)[int(planned.pick * len(WEATHER)) % len(WEATHER)]
        self._wechat.state.set_weather(0.7, WEATHER[name])
        return name, lambda: self._wechat.state.set_weather(0.0, {})


def _nothing() -> None:
    """Nothing has to be mended: the supervisor does it."""


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _limit(pids: Sequence[int], most: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
