"""WeChat as a load: an open loop, in one process, over a fixed number of connections that stay open.

Messages fall due at random moments (Poisson), whatever the server does; each latency counts from the moment its message
was due, so that waiting for a free connection is counted. A person's next message waits for the answer to the last.
"""

import random
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle

from bench.webhook.letters import Letter

_LINE = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom to ask for how long, and how.

    `rate` in messages a second; 0: every connection is always busy. `again`: a talk that is over begins anew.
    """

    port: int
    talks: Sequence[Sequence[Letter]]
    seconds: float
    rate: float
    connections: int
    again: bool = False
    seed: int = 1


@dataclass(slots=True)
class Answer:
    """What came back: the HTTP status (0: nothing), the body, and seconds since the message was due."""

    letter: Letter
    status: int
    body: bytes
    seconds: float


@dataclass(slots=True)
class Found:
    """All answers, how long it took from first to last, and how much of a core the generator itself used."""

    answers: list[Answer] = field(default_factory=list)
    took: float = 0.0
    own_cpu: float = 0.0
    unsent: int = 0


@dataclass(slots=True, eq=False)
class _Line:
    """One connection."""

    wire: socket.socket
    talk: Iterator[Letter] = field(default_factory=lambda: iter(()))
    letter: Letter | None = None
    due: float = 0.0
    heard: bytearray = field(default_factory=bytearray)
    wants: int = 0
    closes: bool = False


class Load:
    """One run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._dice = random.Random(plan.seed)  # noqa: S311 - nothing is kept secret with it
        self._ready = deque(cycle(talk) if plan.again else iter(talk) for talk in plan.talks)
        self._looks = selectors.DefaultSelector()
        self._idle = [self._connected() for _ in range(plan.connections)]
        self._under_way = 0
        self._due: deque[float] = deque()
        self.found = Found()

    def run(self) -> Found:
        """Ask until the time is over, then wait for what is still under way (as long as WeChat would)."""
        began, used = time.perf_counter(), time.process_time()
        until, following = began + self._plan.seconds, began
        while (now := time.perf_counter()) < until:
            while self._plan.rate and following <= now:
                self._due.append(following)
                following += self._dice.expovariate(self._plan.rate)
            self._send(now)
            self._listen(min(following, until) - now if self._plan.rate else until - now)
        self.found.took = time.perf_counter() - began
        self.found.own_cpu = (time.process_time() - used) / self.found.took
        self.found.unsent = len(self._due)
        while self._under_way and time.perf_counter() < until + 6:
            self._listen(0.1)
        for key in list(self._looks.get_map().values()):
            key.data.wire.close()
        self._looks.close()
        return self.found

    def _send(self, now: float) -> None:
        while self._idle and self._ready and (self._due or not self._plan.rate):
            talk = self._ready.popleft()
            letter = next(talk, None)
            if letter is None:
                continue
            line = self._idle.pop(self._dice.randrange(len(self._idle)))
            line.due = self._due.popleft() if self._plan.rate else now
            line.talk, line.letter, line.wants = talk, letter, 0
            line.heard.clear()
            self._under_way += 1
            with suppress(OSError):  # it hung up just now, as we are going to hear
                line.wire.sendall(letter.wire)

    def _listen(self, seconds: float) -> None:
        for key, _ in self._looks.select(max(seconds, 0)):
            line: _Line = key.data
            try:
                piece = line.wire.recv(65536)
            except OSError:
                piece = b""
            if not piece:
                self._lost(line)
                continue
            line.heard += piece
            self._read(line)

    def _read(self, line: _Line) -> None:
        if not line.wants:
            end = line.heard.find(_LINE)
            if end < 0:
                return
            head = bytes(line.heard[:end]).lower()
            line.wants = end + len(_LINE) + int(head.partition(b"content-length:")[2].split(b"\r")[0] or 0)
            line.closes = b"\nconnection: close" in head
        if len(line.heard) >= line.wants:
            head, _, body = bytes(line.heard).partition(_LINE)
            if line.closes:
                self._renew(line)
            self._answered(line, int(head.split(b" ", 2)[1]), body)

    def _answered(self, line: _Line, status: int, body: bytes) -> None:
        if line.letter is None:
            return
        self.found.answers.append(Answer(line.letter, status, body, time.perf_counter() - line.due))
        self._ready.appendleft(line.talk)  # talks are gone through one after the other, so that all of each is heard
        line.letter, self._under_way = None, self._under_way - 1
        self._idle.append(line)

    def _lost(self, line: _Line) -> None:
        """The server hung up: what was under way has failed, and a new connection takes its place."""
        self._renew(line)
        if line.letter is not None:
            self._answered(line, 0, b"")

    def _connected(self) -> _Line:
        line = _Line(self._wire())
        self._looks.register(line.wire, selectors.EVENT_READ, line)
        return line

    def _renew(self, line: _Line) -> None:
        """Another connection for it: the server has closed this one, or said that it is going to."""
        self._looks.unregister(line.wire)
        line.wire.close()
        line.wire, line.closes = self._wire(), False
        self._looks.register(line.wire, selectors.EVENT_READ, line)

    def _wire(self) -> socket.socket:
        wire = socket.create_connection(("127.0.0.1", self._plan.port), timeout=10)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return wire


def run(plan: Plan) -> Found:
    """Carry out the plan."""
    return Load(plan).run()
