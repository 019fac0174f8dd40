"""A whole installation of its own for a test: home, port, and every process it has."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.installation import ROOT
from config.settings import table

PATIENCE = 60.0  # seconds; other tests want the processors as well


def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return as soon as it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(home: Path) -> dict[int, str]:
    """Every living process of the installation in `home` with its command line, by number."""
    entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    lines = {int(entry.name): _line_if_of(home, entry) for entry in entries}
    return {pid: line for pid, line in lines.items() if line}


def _line_if_of(home: Path, entry: Path) -> str:
    """Known by its environment, or (Redis writes its title over that) by where it works."""
    marker = f"YIZHAN_HOME={home}".encode()
    try:
        at_home = (entry / "cwd").readlink().is_relative_to(home)
        ours = at_home or marker in (entry / "environ").read_bytes().split(b"\0")
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode() if ours else ""
    except OSError:
        return ""


class Installation:
    """`yizhan run` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        ours = {setting.name for setting in table()} | {"MAKELEVEL", "MAKEFLAGS"}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        self.environment = {**inherited, "YIZHAN_HOME": str(home), "PORT": str(self.port), "WEB_PROCESSES": "1"}

    def command(self, *arguments: str) -> list[str]:
        """The console script with these arguments."""
        return [str(Path(sys.executable).with_name("yizhan")), *arguments]

    def start(self, *before: str, **changes: str) -> subprocess.Popen[str]:
        """`yizhan run`, its output in the file `output`; `before` goes before the command."""
        with (self.home / "output").open("a") as output:
            return subprocess.Popen(
                [*before, *self.command("run")],
                env={**self.environment, **changes},
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Any other command, to its end."""
        command = self.command(*arguments)
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def output(self) -> str:
        """What `yizhan run` and its processes have said so far."""
        return (self.home / "output").read_text("utf-8")

    def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON (or None) of one of our own pages; status 0 when nobody answers."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", path)
            answer = asking.getresponse()
            body = answer.read()
            return answer.status, json.loads(body) if answer.headers.get_content_type() == "application/json" else None
        except (OSError, http.client.HTTPException):
            return 0, None
        finally:
            asking.close()

    def ready(self) -> bool:
        """Whether it can do its work."""
        return self.get("/readyz")[0] == 200

    def processes(self) -> dict[int, str]:
        """Every living process of this installation with its command line, by number."""
        return processes_of(self.home)

    def kill(self, what: str) -> int:
        """Kill the first started process whose command line holds `what`; its number."""
        victim = self.first(what)
        assert victim, f"no {what} among {self.processes()}"
        os.kill(victim, signal.SIGKILL)
        return victim

    def first(self, what: str) -> int | None:
        """The number of the first started process whose command line holds `what`."""
        return min((pid for pid, line in self.processes().items() if what in line), default=None)
