"""The access token: one for all processes, fetched by one of them at a time."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError
from redis.lock import Lock

from bot.ports import ChannelError

_log = logging.getLogger(__name__)

_EARLY = 300
"""Seconds before its end at which WeChat itself replaces a stable token: we stop using it then."""

_LONGEST_WAIT = 20
"""Seconds: more than a fetch can take before it times out."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and the seconds for which WeChat says it is good."""

    value: str
    seconds: int


Fetch = Callable[[bool], Token]
"""Asks WeChat for a token; True asks for a new one at any price. Raises ChannelError."""


class Tokens(Protocol):
    """Where the token comes from."""

    def get(self, fetch: Fetch, stale: str = "") -> str:
        """A token that is not `stale` (one that WeChat refused). Raises ChannelError."""
        ...


def _fetch_other(fetch: Fetch, stale: str) -> Token:
    token = fetch(False)
    # WeChat may still call good what it refused a moment ago. Forcing is limited to 20 a day: only then.
    return fetch(True) if token.value == stale else token


def _lifetime(token: Token) -> int:
    return max(token.seconds - _EARLY, 1)


class MemoryTokens:
    """The token of one process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value = ""
        self._good_until = 0.0

    def get(self, fetch: Fetch, stale: str = "") -> str:
        """See `Tokens`."""
        with self._lock:
            if self._value in ("", stale) or time.monotonic() >= self._good_until:
                token = _fetch_other(fetch, stale)
                self._value, self._good_until = token.value, time.monotonic() + _lifetime(token)
            return self._value


class SharedTokens:
    """The token of all processes, in Redis; without Redis, each process has its own (stable_token allows that)."""

    def __init__(self, redis: Redis, app_id: str) -> None:
        self._redis = redis
        self._name = f"wechat:token:{app_id}"
        self._own = MemoryTokens()

    def get(self, fetch: Fetch, stale: str = "") -> str:
        """See `Tokens`."""
        try:
            return self._read(stale) or self._fetch_alone(fetch, stale)
        except RedisError as error:
            _log.warning(
                "tokens: Redis does not answer (%s), this process uses a token of its own", type(error).__name__
            )
            return self._own.get(fetch, stale)

    def _read(self, stale: str) -> str:
        stored = self._redis.get(self._name)
        value = stored.decode() if isinstance(stored, bytes) else str(stored or "")
        return "" if value == stale else value

    def _fetch_alone(self, fetch: Fetch, stale: str) -> str:
        lock = self._redis.lock(f"{self._name}:lock", timeout=_LONGEST_WAIT, blocking_timeout=_LONGEST_WAIT, sleep=0.05)
        if not lock.acquire():
            raise ChannelError("another process is fetching the token", permanent=False)
        try:
            return self._read(stale) or self._fetch(fetch, stale)
        finally:
            _release(lock)

    def _fetch(self, fetch: Fetch, stale: str) -> str:
        token = _fetch_other(fetch, stale)
        self._redis.set(self._name, token.value, ex=_lifetime(token))
        return token.value


def _release(lock: Lock) -> None:
    # Expired meanwhile, or Redis went away: the token is good all the same.
    with suppress(RedisError):
        lock.release()
