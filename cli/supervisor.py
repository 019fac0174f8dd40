"""Keeps a handful of processes alive, and lets none outlive it.

Why not honcho: docs/decisions/0006. Each process leads a session of its own, so that Ctrl-C in the terminal reaches
only us and we end them in order; whatever a process leaves behind in its session is ended before it starts again.
"""

import os
import signal
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
    process: subprocess.Popen[bytes] | None = None
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

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start a process and keep it alive from now on."""
        child = Child(name, command)
        self.children.append(child)
        self._launch(child)
        return child

    def watch(self) -> None:
        """Notice who has ended, and start again who is due."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._mourn(child)
            elif child.process is None and time.monotonic() >= child.due:
                self._launch(child)

    def stop(self, grace: float = GRACE) -> None:
        """End all processes and whatever they left behind; returns when they are gone."""
        for child in reversed(self.children):
            if child.process is not None:
                end(child.process, grace)
        self.children.clear()

    def _launch(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(  # noqa: S603 - the Procfile is ours
            child.command,
            cwd=self.directory,
            env={**self.environment, "YIZHAN_PROCESS": child.name},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),  # safe: we have one thread
        )

    def _mourn(self, child: Child) -> None:
        assert child.process is not None  # noqa: S101 - the caller looked
        kill_session(child.process.pid)
        lived = time.monotonic() - child.started
        child.pause = FIRST_PAUSE if lived > STEADY else min(child.pause * 2, LONGEST_PAUSE)
        child.due = time.monotonic() + child.pause
        self.tell(f"{child.name} 停了（{_reason(child.process.returncode)}），{child.pause:.1f} 秒后重新启动")
        child.process = None


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
