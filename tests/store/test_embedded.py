"""The embedded Redis: a real server, private, durable, alone in its directory."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from store import embedded


def test_it_answers_by_a_private_socket_only(tmp_path: Path) -> None:
    with embedded.running(tmp_path / "redis") as url, Redis.from_url(url) as redis:
        assert redis.ping()
        assert redis.config_get("port") == {"port": "0"} or redis.config_get("port") == {b"port": b"0"}
        assert embedded.socket_of(tmp_path / "redis").stat().st_mode & 0o077 == 0
    with pytest.raises(RedisConnectionError):
        Redis.from_url(url).ping()


def test_a_long_path_gets_a_short_socket() -> None:
    deep = Path("/srv") / ("x" * 120)
    assert len(os.fsencode(embedded.socket_of(deep))) <= embedded.LONGEST_SOCKET
    assert embedded.socket_of(deep) == embedded.socket_of(deep)
    assert embedded.socket_of(deep) != embedded.socket_of(deep / "other")


def test_a_server_in_a_long_path(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90) / "redis"
    with embedded.running(deep) as url, Redis.from_url(url) as redis:
        assert redis.ping()
        assert embedded.socket_of(deep).parent.stat().st_mode & 0o077 == 0
    embedded.socket_of(deep).parent.rmdir()


def test_what_was_said_a_second_before_the_power_went_is_there(tmp_path: Path) -> None:
    process = subprocess.Popen(embedded.command(tmp_path))
    embedded.wait_until_ready(tmp_path)
    with Redis.from_url(embedded.url_of(tmp_path)) as redis:
        redis.set("said", "yes")
    time.sleep(1.3)  # the file is flushed every second
    process.send_signal(signal.SIGKILL)
    process.wait()
    with embedded.running(tmp_path) as url, Redis.from_url(url, decode_responses=True) as redis:
        assert redis.get("said") == "yes"


def test_the_second_in_a_directory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.2)
    with embedded.running(tmp_path), pytest.raises(embedded.RedisUnavailable, match="正被另一个"):
        embedded.become_server(tmp_path)


def test_a_place_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(embedded.RedisUnavailable, match="700"):
        embedded.become_server(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux promises it")
def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    script = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", script, *embedded.command(tmp_path)])
    embedded.wait_until_ready(tmp_path)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while True:
        try:
            Redis.from_url(embedded.url_of(tmp_path)).ping()
        except RedisConnectionError:
            break
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_who_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as short, pytest.raises(embedded.RedisUnavailable, match="没有回应"):
        embedded.wait_until_ready(Path(short), seconds=0.1)
