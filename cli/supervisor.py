"""Keeps a handful of processes alive, and lets none outlive it.

Why not honcho: docs/decisions/0006. Each process leads a session of its own, so that Ctrl-C in the terminal reaches
only us and we end them in order; whatever a process leaves behind in its session is ended before it starts again.

A server's socket is held here and handed down: while the server is started again, or gives way to a new one, whoever
comes waits at the socket instead of being refused.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from config.process import end_with_parent

FIRST_PAUSE = 0.2  # seconds before the first restart, twice as long before each further one
LONGEST_PAUSE = 30.0
STEADY = 30.0  # seconds after which a process counts as well again
GRACE = 8.0  # seconds that a process has to end by itself

Tell = Callable[[str], None]


@dataclass
class Child:
    """One process and how it fares."""

    name: str
    command: Sequence[str]
    listener: socket.socket | None = None
    process: subprocess.Popen[bytes] | None = None
    successor: subprocess.Popen[bytes] | None = None
    ready: int | None = None
    """Where the successor writes when it can take over."""
    held: int | None = None
    """What keeps it from beginning its work, until it is closed."""
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE

    @property
    def running(self) -> bool:
        """Whether it has been started and has not been seen to end."""
        return self.process is not None


@dataclass
class Supervisor:
    """Call `watch` a few times a second; `stop` ends everything, the last started first.

    `tell` gets one Chinese line for each thing worth knowing.
    """

    environment: Mapping[str, str]
    directory: Path
    tell: Tell
    children: list[Child] = field(default_factory=list)
    leaving: list[tuple[subprocess.Popen[bytes], float]] = field(default_factory=list)
    """Who was told to end, and until when they may take."""

    def start(
        self, name: str, command: Sequence[str], listener: socket.socket | None = None, *, held: bool = False
    ) -> Child:
        """Start a process and keep it alive from now on.

        With a `listener` (a bound socket) it finds that socket's number in YIZHAN_LISTEN_FD. When YIZHAN_READY_FD is
        set, it writes a byte there as soon as it answers. When it is `held` it loads what it needs and then waits until
        what YIZHAN_GO_FD names comes to its end, see `let_begin`.
        """
        if listener is not None:
            listener.listen()
        child = Child(name, command, listener)
        self.children.append(child)
        waits = None
        if held:
            waits, child.held = os.pipe()
        child.process = self._launch(child, waits=waits)
        if waits is not None:
            os.close(waits)
        return child

    def let_begin(self) -> None:
        """Whoever is held begins its work."""
        for child in self.children:
            if child.held is not None:
                os.close(child.held)
                child.held = None

    def watch(self) -> None:
        """Notice who has ended, start again who is due, and let successors take over."""
        for child in self.children:
            if child.successor is not None:
                self._look_at_successor(child)
            if child.process is not None and child.process.poll() is not None:
                self._mourn(child)
            elif child.process is None and child.successor is None and time.monotonic() >= child.due:
                child.process = self._launch(child)
        self.leaving = [each for each in self.leaving if not _has_left(*each)]

    def renew(self, but: Sequence[str] = ()) -> None:
        """Replace every process by a new one, except those named; a server's takes over before the old one ends."""
        for child in self.children:
            if child.name in but or child.process is None or child.successor is not None:
                continue
            if child.listener is None:
                self._let_go(child)
            else:
                child.ready, told = os.pipe()
                child.successor = self._launch(child, told)
                os.close(told)

    def stop(self, grace: float = GRACE) -> None:
        """End all processes and whatever they left behind; returns when they are gone."""
        self.let_begin()  # who waits does not hear that it is to end
        for child in reversed(self.children):
            for process in (child.successor, child.process):
                if process is not None:
                    end(process, grace)
        for process, _ in self.leaving:
            end(process, grace)
        self.children.clear()

    def _launch(self, child: Child, ready: int | None = None, waits: int | None = None) -> subprocess.Popen[bytes]:
        child.started = time.monotonic()
        listens = child.listener.fileno() if child.listener is not None else None
        given = {"YIZHAN_LISTEN_FD": listens, "YIZHAN_READY_FD": ready, "YIZHAN_GO_FD": waits}
        handed = {name: number for name, number in given.items() if number is not None}
        own = {"YIZHAN_PROCESS": child.name, **{name: str(number) for name, number in handed.items()}}
        return subprocess.Popen(  # noqa: S603 - the Procfile is ours
            child.command,
            cwd=self.directory,
            env={**self.environment, **own},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),  # safe: we have one thread
            pass_fds=tuple(handed.values()),
        )

    def _look_at_successor(self, child: Child) -> None:
        assert child.successor is not None  # noqa: S101 - the caller looked
        assert child.ready is not None  # noqa: S101 - made with it
        failed = child.successor.poll() is not None
        if not failed and not select.select([child.ready], [], [], 0)[0]:
            return
        os.close(child.ready)
        newcomer, child.successor, child.ready = child.successor, None, None
        if failed:
            kill_session(newcomer.pid)
            self.tell(f"新的 {child.name} 没起来（{_reason(newcomer.returncode)}），接着用原来的")
        else:
            self._let_go(child)
            child.process = newcomer
            self.tell(f"{child.name} 换成新的了")

    def _let_go(self, child: Child) -> None:
        """Have it finish and end; it is not started again for that."""
        if child.process is not None:
            child.process.terminate()
            self.leaving.append((child.process, time.monotonic() + GRACE))
        child.process, child.due = None, 0.0

    def _mourn(self, child: Child) -> None:
        assert child.process is not None  # noqa: S101 - the caller looked
        kill_session(child.process.pid)
        lived = time.monotonic() - child.started
        child.pause = FIRST_PAUSE if lived > STEADY else min(child.pause * 2, LONGEST_PAUSE)
        child.due = time.monotonic() + child.pause
        self.tell(f"{child.name} 停了（{_reason(child.process.returncode)}），{child.pause:.1f} 秒后重新启动")
        child.process = None


def _has_left(process: subprocess.Popen[bytes], until: float) -> bool:
    if process.poll() is None:
        if time.monotonic() > until:
            process.kill()
        return False
    kill_session(process.pid)
    return True


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """Ask the process to end, insist after `grace` seconds, and end what it left behind."""
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kill_session(process.pid)


def kill_session(session: int) -> None:
    """Kill every process of this session. Its leader has ended and nobody else can have taken its number yet."""
    for pid in _members(session):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _members(session: int) -> list[int]:
    if sys.platform == "linux":
        everybody = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    else:
        listed = subprocess.run(["/bin/ps", "-axo", "pid="], capture_output=True, text=True, check=True)
        everybody = [int(line) for line in listed.stdout.split()]
    return [pid for pid in everybody if _session_of(pid) == session]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return None


def _reason(code: int) -> str:
    if code < 0:
        return f"收到 {signal.Signals(-code).name}"
    return f"退出码 {code}"
