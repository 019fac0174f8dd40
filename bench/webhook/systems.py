"""Who is asked: each system on a server of its kind, started here, with what it uses measured from outside."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cli.first import invented
from config.process import end_with_parent
from simulator.account import Account
from store import embedded
from store.database import make_engine, upgrade
from store.offers.examples import load as load_examples

ROOT = Path(__file__).parents[2]
PEERS = Path(os.environ.get("BENCH_PYTHON", ROOT / ".venv-bench" / "bin" / "python"))
"""The Python of the environment in which the others are installed."""
WORKERS, THREADS = 2, 10
_TICK = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 90.0

OURS = "yizhan"
GTHREAD, GRANIAN = "gthread", "granian"


@dataclass
class Running:
    """A system that answers. `parts` are its processes by what they do."""

    name: str
    port: int
    account: Account
    home: Path
    started_in: float = 0.0
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time that each part has used so far, its children included."""
        return {name: sum(map(_seconds, _family(part.pid))) for name, part in self.parts.items()}

    def memory(self) -> list[tuple[float, float]]:
        """PSS, and what of it is private, in MB, of each process that answers; without the one that watches them."""
        return [_memory(pid) for pid in _family(self.parts["web"].pid)[1:]]


@contextmanager
def running(
    name: str, server: str, environment: Mapping[str, str] | None = None, secrets: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Start a system, wait until it answers, end it. `secrets`: as another one has them, else its own."""
    home, made = Path(tempfile.mkdtemp(prefix="bench")), secrets or invented()
    account = Account(made["WECHAT_ACCOUNT"], made["WECHAT_APP_ID"], "", made["WECHAT_TOKEN"], made["WECHAT_AES_KEY"])
    found = Running(name, free_port(), account, home)
    given = {**os.environ, **made, "YIZHAN_HOME": str(home), "PORT": str(found.port), "PYTHONPATH": str(ROOT)}
    given.pop("PYTHONDONTWRITEBYTECODE", None)  # a server has started before
    given |= {"WEB_PROCESSES": str(WORKERS), "LOG_LEVEL": "ERROR"}
    given |= {"PROMETHEUS_MULTIPROC_DIR": str(home / "metrics"), **(environment or {})}
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        stack.callback(_end, found)
        given = _prepared(found, given)
        began = time.perf_counter()
        also = {"PYTHONPATH": f"{ROOT}{os.pathsep}{_packages()}"} if (name, server) == (OURS, GRANIAN) else {}
        found.parts["web"] = _start(_command(name, server, found.port), {**given, **also})
        _wait(found)
        found.started_in = time.perf_counter() - began
        if name == OURS:
            found.parts["worker"] = _start([sys.executable, "-m", "workers"], given)
            found.parts["sweeper"] = _start([sys.executable, "-m", "workers", "sweep"], given)
        yield found


def _prepared(found: Running, given: dict[str, str]) -> dict[str, str]:
    """Redis, and for ours the tables with the examples, as `yizhan run` makes them."""
    (found.home / "metrics").mkdir()
    if "REDIS_URL" not in given and found.name in (OURS, "werobot_session"):
        directory = found.home / "var" / "redis"
        found.parts["redis"] = _start(embedded.command(directory), given)
        embedded.wait_until_ready(directory)
        given = {**given, "REDIS_URL": embedded.url_of(directory)}
    if found.name == OURS:
        (found.home / "var").mkdir(exist_ok=True)
        engine = make_engine(given.get("DATABASE_URL") or f"sqlite:///{found.home / 'var' / 'yizhan.db'}")
        upgrade(engine)
        load_examples(engine)
        engine.dispose()
    return given


def _command(name: str, server: str, port: int) -> Sequence[str]:
    """How a system is started on a server; ours on gthread as the Procfile says."""
    ours = name == OURS
    app = "web:create_app_from_environment" if ours else f"bench.webhook.peers:{name}"
    python = sys.executable if ours else str(PEERS)
    if server == GTHREAD:
        own = ["--config", "python:config.gunicorn"] if ours else _options(port)
        return [python, "-m", "gunicorn", *own, f"{app}()"]
    options = ["--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--factory"]
    return [python, "-m", "granian", *options, "--port", str(port), "--no-ws", "--log-level", "error", app]


def _packages() -> str:
    """Where granian is installed: it is tried with ours, too, and is no part of it."""
    asked = [str(PEERS), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own command


def _options(port: int) -> list[str]:
    """Options for a gunicorn like ours (`config/gunicorn.py`)."""
    pairs = {"bind": f"127.0.0.1:{port}", "workers": WORKERS, "threads": THREADS, "worker-class": "gthread"}
    pairs |= {"keep-alive": 5, "worker-tmp-dir": "/dev/shm", "log-level": "error"}  # noqa: S108 - gunicorn's heartbeat
    return ["--preload", "--no-control-socket", *(f"--{name}={value}" for name, value in pairs.items())]


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """It ends with us, however we end."""
    bound = partial(end_with_parent, os.getpid())
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=bound)  # noqa: S603 - our own command


def _wait(found: Running) -> None:
    """Until it answers; ours until it is ready. Raises RuntimeError."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if found.parts["web"].poll() is not None:
            break
        asking = http.client.HTTPConnection("127.0.0.1", found.port, timeout=5)
        try:
            asking.request("GET", "/readyz")
            if asking.getresponse().status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            asking.close()
    raise RuntimeError(f"{found.name} does not answer")


def _end(found: Running) -> None:
    for part in reversed(found.parts.values()):
        family = _family(part.pid)
        part.terminate()
        try:
            part.wait(10)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
        for pid in family[1:]:
            with suppress(ProcessLookupError):
                if os.getsid(pid) == part.pid:
                    os.kill(pid, signal.SIGKILL)


def _family(pid: int) -> list[int]:
    """A process and all below it, itself first."""
    try:
        children = [int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in _children(task)]
    except (OSError, ProcessLookupError):
        return []
    return [pid, *(each for child in children for each in _family(child))]


def _children(task: Path) -> list[str]:
    return (task / "children").read_text().split()


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICK  # its own, and of those that it outlived


def _memory(pid: int) -> tuple[float, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return sizes["Pss:"], sizes["Private_Clean:"] + sizes["Private_Dirty:"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
