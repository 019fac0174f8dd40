"""The supervisor, with real processes: what dies comes back, and nothing outlives it."""

import os
import signal
import socket
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


SERVER = """
import os, signal, socket, sys, time
listener = socket.socket(fileno=int(os.environ["YIZHAN_LISTEN_FD"]))
time.sleep(float(sys.argv[1]))
if "YIZHAN_READY_FD" in os.environ:
    os.write(int(os.environ["YIZHAN_READY_FD"]), b".")
ended = []
signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
listener.settimeout(0.05)
while not ended:
    try:
        caller = listener.accept()[0]
    except TimeoutError:
        continue
    caller.sendall(str(os.getpid()).encode())
    caller.close()
"""


def ask(listener: socket.socket, supervisor: Supervisor) -> int:
    """The number of the process that answers."""
    with socket.create_connection(listener.getsockname(), timeout=10) as asking:
        asking.settimeout(0.02)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            supervisor.watch()
            try:
                return int(asking.recv(20))
            except TimeoutError:
                continue
    pytest.fail("nobody answered")


def seen(supervisor: Supervisor) -> bool:
    """Have it look once."""
    supervisor.watch()
    return True


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        yield made


def test_whoever_comes_while_a_server_is_started_again_waits(supervisor: Supervisor, listener: socket.socket) -> None:
    supervisor.start("web", [sys.executable, "-c", SERVER, "0.1"], listener)
    first = ask(listener, supervisor)
    os.kill(first, signal.SIGKILL)
    assert ask(listener, supervisor) != first


def test_a_server_gives_way_when_the_new_one_answers(
    supervisor: Supervisor, listener: socket.socket, said: list[str]
) -> None:
    web = supervisor.start("web", [sys.executable, "-c", SERVER, "0.1"], listener)
    other = supervisor.start("worker", SLEEPER)
    kept = supervisor.start("redis", SLEEPER)
    first = ask(listener, supervisor)
    assert other.process is not None
    assert kept.process is not None
    before = (other.process.pid, kept.process.pid)
    supervisor.renew(but=["redis"])
    assert ask(listener, supervisor) == first, "the new one is not ready yet"
    eventually(lambda: ask(listener, supervisor) not in (0, first))
    eventually(lambda: seen(supervisor) and not supervisor.leaving)
    assert web.process is not None
    assert (other.process.pid != before[0], kept.process.pid == before[1]) == (True, True)
    assert said == ["web 换成新的了"]


def test_a_successor_that_fails_changes_nothing(
    supervisor: Supervisor, listener: socket.socket, said: list[str]
) -> None:
    web = supervisor.start("web", [sys.executable, "-c", SERVER, "0"], listener)
    first = ask(listener, supervisor)
    web.command = [sys.executable, "-c", "raise SystemExit(4)"]
    supervisor.renew()
    eventually(lambda: seen(supervisor) and said)
    assert "新的 web 没起来（退出码 4）" in said[0]
    assert ask(listener, supervisor) == first


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


HELD = "import os; os.read(int(os.environ['YIZHAN_GO_FD']), 1); open('began', 'w')"


def test_who_is_held_loads_and_begins_when_it_may(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start("web", [sys.executable, "-c", HELD], held=True)
    assert child.process is not None
    time.sleep(0.3)
    assert child.process.poll() is None
    assert not (tmp_path / "began").exists()
    supervisor.let_begin()
    assert child.process.wait(10) == 0
    assert (tmp_path / "began").exists()
