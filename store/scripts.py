"""Scripts that Redis runs for every message: over redis-py's connections, past the layers around its commands.

A command of redis-py takes a connection from its pool, looks whether it is still good, and goes through a dozen
functions for retries, figures and encodings: more than Redis and the wire take together. Here a few connections stay
with us, a command is put together in one step, and whether a connection is still good is seen when it is used. How to
connect, to whom (also by a Sentinel), for how long to wait and how often to try again stays redis-py's.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha1
from typing import Any

from redis import Redis
from redis.connection import Connection
from redis.exceptions import NoScriptError, ResponseError

Part = str | int | float | bytes

KEPT = 8
"""Connections that stay with us; in a crowd the others go back to the pool, where everybody may have them."""


class Scripts:
    """Runs scripts; safe to share between threads, and with the children of a fork.

    A script may be run twice when a connection breaks, so it has to be one that may be (see `store.session_scripts`).
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._idle: list[Connection] = []

    def run(self, script: str, keys: Sequence[str], values: Sequence[Part]) -> Any:
        """What the script returns; strings as bytes. Raises RedisError or OSError, as a command of redis-py does."""
        command = packed(["EVALSHA", _name(script), len(keys), *keys, *values])
        try:
            return self._ask(command)
        except NoScriptError:  # a Redis that began anew
            self._redis.script_load(script)
            return self._ask(command)

    def _ask(self, command: bytes) -> Any:
        connection = self._take()
        try:
            answer = connection.retry.call_with_retry(lambda: _trip(connection, command), lambda _: _cut(connection))
        except ResponseError:  # an answer like any other
            self._put_back(connection)
            raise
        except BaseException:  # half of an answer may still come
            self._give_up(connection)
            raise
        self._put_back(connection)
        return answer

    def _take(self) -> Connection:
        with suppress(IndexError):
            connection = self._idle.pop()
            if connection.pid == os.getpid():
                return connection
            self._idle.clear()  # they are our parent's
        return self._redis.connection_pool.get_connection()

    def _put_back(self, connection: Connection) -> None:
        if len(self._idle) < KEPT:
            self._idle.append(connection)
        else:
            self._redis.connection_pool.release(connection)

    def _give_up(self, connection: Connection) -> None:
        """The others lead to the same server: nobody shall wait for each of them in turn."""
        with suppress(IndexError):
            while True:
                _cut(connection)
                self._redis.connection_pool.release(connection)
                connection = self._idle.pop()


def _trip(connection: Connection, command: bytes) -> Any:
    if not connection.is_connected:
        connection.connect()  # type: ignore[no-untyped-call]  # where a Sentinel is asked who the master is now
    connection.send_packed_command([command])  # type: ignore[no-untyped-call]
    return connection.read_response()


def _cut(connection: Connection) -> None:
    connection.disconnect()  # type: ignore[no-untyped-call]


@cache
def _name(script: str) -> str:
    """What Redis calls it."""
    return sha1(script.encode(), usedforsecurity=False).hexdigest()


def packed(parts: Sequence[Part]) -> bytes:
    """A command as Redis reads it."""
    sent = [part if type(part) is bytes else str(part).encode() for part in parts]
    return b"".join([b"*%d\r\n" % len(sent), *[b"$%d\r\n%b\r\n" % (len(part), part) for part in sent]])
