"""`yizhan run` as a person meets it: real processes, real Redis, real HTTP."""

import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import Installation, eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    left = made.processes()
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def survives_killing(installation: Installation, what: str) -> None:
    victim = installation.kill(what)
    eventually(lambda: installation.first(what) not in (None, victim))
    eventually(installation.ready)


@pytest.mark.timeout(300)  # two starts and a restart, while other tests want the processors
def test_everything_starts_is_kept_alive_and_ends(installation: Installation) -> None:
    run = installation.start()
    eventually(lambda: "(ready)" in installation.output())
    said = installation.output()
    assert f"http://127.0.0.1:{installation.port}/simulator/" in said
    assert f"http://127.0.0.1:{installation.port}/console/" in said
    assert re.search(r"\(login\) county +密码 \(password\) \S{8,}", said)
    assert (installation.home / ".env").stat().st_mode & 0o777 == 0o600
    written = [path for path in (installation.home / "var").rglob("*") if not path.is_socket()]
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
    del installation.environment["PORT"]  # another terminal need not know
    eventually(lambda: installation.call("doctor").returncode == 0)  # those who deliver are started last
    installation.environment["PORT"] = str(installation.port)
    assert installation.start().wait(30) == 1
    assert "已经在运行" in installation.output()

    survives_killing(installation, "valkey-server")
    survives_killing(installation, "gunicorn")

    run.send_signal(signal.SIGINT)
    assert run.wait(15) == 0
    assert not installation.processes()

    make = installation.start("/bin/sh", "-c", '"$@"; exit', "make", MAKELEVEL="1")
    eventually(lambda: installation.output().count("(ready)") == 2)  # it finds its data, and shows no password again
    assert installation.output().count("已建好第一个后台账号") == 1

    make.kill()  # as when a terminal is torn away: nobody told us to end
    make.wait()
    eventually(lambda: not installation.processes())


def test_a_port_that_is_taken_is_said_plainly(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        run = installation.start()
        assert run.wait(30) == 1
    assert f"端口 {installation.port} 不能用" in installation.output()
    assert "Traceback" not in installation.output()


def test_production_without_its_secrets_does_not_start(installation: Installation) -> None:
    run = installation.start(YIZHAN_ENV="production", WECHAT_TOKEN="abc")
    assert run.wait(30) == 1
    said = installation.output()
    assert "6 处问题" in said
    assert "WECHAT_APP_SECRET" in said
    assert "Traceback" not in said
    assert not (installation.home / ".env").exists()
