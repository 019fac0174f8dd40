"""One `yizhan run` for one data directory, on a port that is free. Others can learn which port that is."""

import fcntl
import os
import socket
from pathlib import Path

import click

from config.settings import Settings


def claim(settings: Settings) -> socket.socket:
    """See that we are the only ones here, until we end; the web server's socket. Raises click.ClickException."""
    handle = os.open(_path(settings.data_dir), os.O_RDWR | os.O_CREAT, 0o600)  # open, and so locked, until we end
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(f"驿站通已经在运行（数据目录 {settings.data_dir}），请先停掉那一个。") from None
    listener = _bound(settings)
    os.truncate(handle, 0)
    os.write(handle, str(settings.port).encode())
    return listener


def claimed_port(data_dir: Path) -> int | None:
    """The port of the `yizhan run` that has this directory now, or None."""
    try:
        with _path(data_dir).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        text = _path(data_dir).read_text()
        return int(text) if text else None


def _path(data_dir: Path) -> Path:
    return data_dir / "run.lock"


def _bound(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.bind_address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.bind_address, settings.port))
    except OSError as problem:
        listener.close()
        raise click.ClickException(
            f"{settings.bind_address} 的端口 {settings.port} 不能用（{problem.strerror}）。"
            f"换一个端口：PORT={settings.port % 65535 + 1} make run"
        ) from None
    return listener
