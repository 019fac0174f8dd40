"""The supervisor, with real processes: what dies comes back, and nothing outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
)
WITH_CHILD = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"


def alive_in(directory: Path) -> list[int]:
    """The processes whose environment names this directory."""
    marker = f"SUPERVISED={directory}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and marker in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def eventually(holds: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor({**os.environ, "SUPERVISED": str(tmp_path)}, tmp_path, said.append)
    yield made
    made.stop(grace=1)
    assert alive_in(tmp_path) == []


def test_what_is_killed_comes_back(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start("web", SLEEPER)
    assert child.process is not None
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    def back() -> bool:
        supervisor.watch()
        return child.process is not None and child.process.pid != first

    eventually(back)
    assert len(said) == 1
    assert "web" in said[0]
    assert "SIGKILL" in said[0]


def test_what_keeps_failing_is_given_time(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])

    def failed_three_times() -> bool:
        supervisor.watch()
        return len(said) == 3

    eventually(failed_three_times)
    assert "退出码 3" in said[0]
    assert child.pause == pytest.approx(1.6)
    assert child.due > time.monotonic() + 1


def test_what_a_dead_process_left_behind_goes_before_it_is_started_again(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    child = supervisor.start("web", [sys.executable, "-c", WITH_CHILD])
    eventually(lambda: len(alive_in(tmp_path)) == 2)
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)

    def noticed() -> bool:
        supervisor.watch()
        return child.process is None

    eventually(noticed)
    eventually(lambda: alive_in(tmp_path) == [])


def test_the_last_started_ends_first_and_the_stubborn_one_too(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "order"
    script = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    open(sys.argv[1], 'a').write(sys.argv[2]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "open(sys.argv[1] + sys.argv[2], 'w')\n"
        "time.sleep(60)\n"
    )
    for name in "rw":
        supervisor.start(name, [sys.executable, "-c", script, str(note), name])
    supervisor.start("stubborn", [sys.executable, "-c", STUBBORN])
    eventually(lambda: all((tmp_path / f"order{name}").exists() for name in "rw"))
    supervisor.stop(grace=0.5)
    assert note.read_text() == "wr"
    assert alive_in(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux promises it")
def test_a_killed_supervisor_takes_its_processes_along(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from cli.supervisor import Supervisor\n"
        "Supervisor(os.environ, Path(sys.argv[1]), print).start('web', ['sleep', '60'])\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "SUPERVISED": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=environment)
    eventually(lambda: len(alive_in(tmp_path)) == 2)
    process.kill()
    process.wait()
    eventually(lambda: alive_in(tmp_path) == [])
