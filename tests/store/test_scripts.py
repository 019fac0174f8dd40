"""What may happen to a connection while a script is run: redis-py is tried here as `store.scripts` uses it."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from redis import Redis, RedisError
from redis.connection import Connection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as TooLate

from store import connection, embedded
from store.connection import connect
from store.scripts import KEPT, Scripts, packed

ECHO = "return ARGV[1]"
SET = "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])"


class Relay:
    """Stands between a client and the server at a socket. While `halves` is set it keeps the end of each answer."""

    def __init__(self, server: str, place: Path) -> None:
        self.url = f"unix://{place}"
        self.halves = threading.Event()
        self.accepted = 0
        self._server = server.removeprefix("unix://")
        self._listens = socket.socket(socket.AF_UNIX)
        self._listens.bind(str(place))
        self._listens.listen()
        self._open: list[socket.socket] = [self._listens]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listens.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                self.accepted += 1
                self._open += [near, far]
                for one, other, back in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pass_on, args=(one, other, back), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data[: len(data) // 2] if back and self.halves.is_set() else data)

    def close(self) -> None:
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def relay(redis_url: str, tmp_path: Path) -> Iterator[Relay]:
    made = Relay(redis_url, tmp_path / "relay.sock")
    yield made
    made.close()


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with connect(redis_url) as redis:
        yield redis


@pytest.fixture
def scripts(client: Redis) -> Scripts:
    return Scripts(client)


@pytest.mark.parametrize("parts", [["PING"], ["EVALSHA", "ab", 1, "yz:{李}", 1.5, -3, "", b"\x00\r\n$", "李大山"]])
def test_a_command_is_written_as_redis_py_writes_it(parts: list[str | int | float | bytes]) -> None:
    assert packed(parts) == b"".join(Connection().pack_command(*parts))  # type: ignore[no-untyped-call]


def test_keys_and_values_arrive_and_answers_come_back(scripts: Scripts) -> None:
    assert scripts.run(SET, ["yz:{li}"], ["李大山".encode()]) == "李大山".encode()
    assert scripts.run("return {1, false, 'a', {'b'}}", [], []) == [1, None, b"a", [b"b"]]
    assert scripts.run("return #ARGV", [], ["", 1, 1.5, b"\r\n"]) == 4


def test_a_script_that_fails_says_so_and_costs_no_connection(relay: Relay) -> None:
    with connect(relay.url) as redis:
        scripts = Scripts(redis)
        with pytest.raises(ResponseError):
            scripts.run("return redis.call('NONSENSE')", [], [])
        assert scripts.run(ECHO, [], ["a"]) == b"a"
    assert relay.accepted == 1 + 1  # one of them loaded the scripts, in redis-py's own way


def test_a_redis_that_began_anew_is_told_the_script_again(tmp_path: Path) -> None:
    place = tmp_path / "redis"
    with embedded.running(place) as url, connect(url) as redis:
        scripts = Scripts(redis)
        assert scripts.run(ECHO, [], ["before"]) == b"before"
        with pytest.raises(RedisError):  # noqa: PT012 - it goes away, and is away
            redis.shutdown()
            scripts.run(ECHO, [], ["meanwhile"])
        with embedded.running(place):
            assert scripts.run(ECHO, [], ["after"]) == b"after"


def test_a_connection_that_was_cut_is_made_anew_without_a_word(scripts: Scripts, client: Redis) -> None:
    scripts.run(ECHO, [], ["a"])
    client.client_kill_filter(_type="normal", skipme=True)
    assert scripts.run(ECHO, [], ["b"]) == b"b"


def test_the_other_half_of_an_answer_is_nobody_elses(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HURRY", 0.1)
    with connect(relay.url) as redis:
        scripts = Scripts(redis)
        assert scripts.run(ECHO, [], ["a"]) == b"a"
        relay.halves.set()
        with pytest.raises(TooLate):
            scripts.run(ECHO, [], ["b" * 100])
        relay.halves.clear()
        assert scripts.run(ECHO, [], ["c"]) == b"c"


def at_once(scripts: Scripts, threads: int) -> list[bytes]:
    """What as many get who are all under way at the same moment."""
    together = threading.Barrier(threads)

    def one(number: int) -> bytes:
        together.wait()
        answer: bytes = scripts.run(ECHO, [], [number])
        return answer

    with ThreadPoolExecutor(threads) as crowd:
        return list(crowd.map(one, range(threads)))


def test_of_a_crowd_everybody_gets_their_own_and_few_connections_stay(scripts: Scripts, client: Redis) -> None:
    for _ in range(5):
        assert at_once(scripts, 4 * KEPT) == [str(number).encode() for number in range(4 * KEPT)]
    assert kept(client) <= KEPT


def test_when_one_gives_up_nobody_waits_for_the_others(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HURRY", 0.1)
    with connect(relay.url) as redis:
        scripts = Scripts(redis)
        at_once(scripts, 4)
        relay.halves.set()
        with pytest.raises(TooLate):
            scripts.run(ECHO, [], ["b" * 100])
        assert kept(redis) == 0


def kept(client: Redis) -> int:
    """How many connections are out of the pool."""
    return len(client.connection_pool._in_use_connections)


def received(client: Redis) -> int:
    """How many connections the server was asked for so far."""
    return int(client.info("stats")["total_connections_received"])


def in_a_child(done: Callable[[], bool]) -> bool:
    """Whether it is so in a forked process."""
    child = os.fork()
    if child == 0:
        said = 1
        with suppress(BaseException):
            said = 0 if done() else 1
        os._exit(said)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_opens_connections_of_its_own(scripts: Scripts, client: Redis) -> None:
    assert scripts.run(ECHO, [], ["a"]) == b"a"
    before = received(client)
    assert in_a_child(lambda: scripts.run(ECHO, [], ["b"]) == b"b")
    assert received(client) == before + 1
    assert scripts.run(ECHO, [], ["c"]) == b"c"
