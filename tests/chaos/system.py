"""The real system as it is run: `yizhan run` in a home of its own, on SQLite and its own Redis, or on servers."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests
from dotenv import dotenv_values
from redis import Redis
from sqlalchemy import Engine

from cli.first import write_env
from config.settings import Settings, table
from simulator.account import Account
from store import embedded, sealing
from store.database import make_engine
from tests.cli.installation import free_port, processes_of
from tests.house import ROOT, YIZHAN

START_SECONDS = 120.0


@dataclass
class System:
    """One installation. `start` may be called again after everything was killed."""

    home: Path
    port: int = field(default_factory=free_port)
    given: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    clock: Path | None = None

    def __post_init__(self) -> None:
        write_env(self.home / ".env", {})
        written = {name: value for name, value in dotenv_values(self.home / ".env").items() if value}
        self.settings = Settings.from_environment({**written, "PORT": str(self.port), **self.given}, self.home)
        self.lock = threading.RLock()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def account(self) -> Account:
        """Its account, as WeChat knows it."""
        own = self.settings
        return Account(
            own.wechat_account, own.wechat_app_id, own.wechat_app_secret, own.wechat_token, own.wechat_aes_key
        )

    @property
    def redis(self) -> Redis:
        """Its Redis."""
        url = self.settings.redis_url or embedded.url_of(self.home / "var" / "redis")
        return Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    @property
    def engine(self) -> Engine:
        """Its database, for looking at: with its keys."""
        sealing.use(self.settings.encryption_keys)
        return make_engine(self.settings.database_url)

    @property
    def output(self) -> str:
        """What it has said so far."""
        return (self.home / "output").read_text("utf-8", errors="replace")

    @property
    def login(self) -> tuple[str, str]:
        """The first account of the console."""
        said = re.search(r"\(login\) (\S+) +密码 \(password\) (\S+)", self.output)
        assert said, self.output
        return said[1], said[2]

    def set_clock(self, seconds: int) -> None:
        """Make its clock wrong by so many seconds, see `clock.c`."""
        if self.clock:
            with self.clock.open("r+b") as file:
                file.write(seconds.to_bytes(8, sys.byteorder, signed=True))

    def start(self) -> None:
        """`yizhan run`, as systemd would do it."""
        ours = {setting.name for setting in table()} | {"MAKELEVEL", "MAKEFLAGS"}
        clean = {name: value for name, value in os.environ.items() if name not in ours}
        own = {"YIZHAN_HOME": str(self.home), "PORT": str(self.port), **self.given}
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [YIZHAN, "run"], cwd=ROOT, env={**clean, **own}, stdout=output, stderr=subprocess.STDOUT
            )

    def keep_running(self, ended: threading.Event) -> None:
        """Start it again two seconds after it ended, as systemd would."""
        while not ended.wait(0.2):
            with self.lock:
                if self.process and self.process.poll() is not None and not ended.wait(2.0):
                    self.start()

    def ready(self) -> bool:
        """Whether it says that it can work."""
        with suppress(requests.RequestException):
            return requests.get(f"{self.base}/readyz", timeout=2).ok
        return False

    def await_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when it can work."""
        until = time.monotonic() + seconds
        while not self.ready():
            assert time.monotonic() < until, self.output[-3000:]
            time.sleep(0.1)

    def stop(self) -> None:
        """End it, and whatever is left of it."""
        with self.lock:
            if self.process is not None:
                self.process.send_signal(signal.SIGCONT)
                self.process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(30)
                self.process.kill()
                self.process.wait()
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def processes(self) -> dict[int, str]:
        """Every living process of it with its command line, by number."""
        return processes_of(self.home)

    def find(self, what: str) -> list[int]:
        """The numbers of the processes whose command line matches."""
        return sorted(pid for pid, line in self.processes().items() if re.search(what, line))


@contextmanager
def small_disk(home: Path, megabytes: int) -> Iterator[bool]:
    """Put `home` on a disk of its own, where that may be done (as root on Linux); whether it was."""
    home.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "yizhan-chaos", str(home)]
    able = os.geteuid() == 0 and sys.platform == "linux" and shutil.which("mount") is not None
    mounted = able and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(home)], check=False)


@contextmanager
def own_clock(room: Path) -> Iterator[Path | None]:
    """The file of a clock that can be put wrong, where there is a compiler to make one with; None elsewhere."""
    library, file = room / "clock.so", room / "clock"
    source = Path(__file__).with_name("clock.c")
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source)]
    able = sys.platform == "linux" and shutil.which("cc") is not None
    if not able or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    file.write_bytes(bytes(8))
    yield file


@contextmanager
def running(home: Path, given: Mapping[str, str], clock: Path | None = None) -> Iterator[System]:
    """A system that is kept running once it was started, and is gone afterwards."""
    preloaded = {"LD_PRELOAD": str(clock.with_suffix(".so")), "CHAOS_CLOCK": str(clock)} if clock else {}
    system = System(home, given={**given, **preloaded}, clock=clock)
    ended = threading.Event()
    keeper = threading.Thread(target=system.keep_running, args=[ended], daemon=True)
    try:
        keeper.start()
        yield system
    finally:
        ended.set()
        keeper.join()
        system.stop()
