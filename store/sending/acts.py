"""When people last did something at WeChat, from the Redis hashes that `sessions` writes on each message's way.

A wiped Redis knows nobody: then words are tried, and WeChat's refusal tells; news wait for better knowledge.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol, cast

from redis import Redis, RedisError

from bot.message import Window
from store.sealing import opened
from store.sessions import acts_key, session_key
from store.sessions_in_memory import MemorySessions

AT_A_TIME = 1000
IN_FORM = timedelta(minutes=30)
"""Who left a form open and did nothing for so long is not in the middle of it any more."""


class Acts(NamedTuple):
    """When a person last wrote (text, voice, picture …) and last tapped the menu, followed or scanned."""

    wrote: datetime | None = None
    tapped: datetime | None = None


ReadActs = Callable[[Sequence[str]], list[Acts]]


class LastActs(Protocol):
    """When people last did something, by their channel ids."""

    def __call__(self, people: Sequence[str]) -> list[Acts]:
        """The acts of each, in order; nothing known of those of whom nothing is known."""
        ...

    def form_open_until(self, person: str, now: datetime) -> datetime | None:
        """Until when the person is taken to be in the middle of a form; None when they are not, or nobody knows."""
        ...


def nothing_known(people: Sequence[str]) -> list[Acts]:
    """For a house without Redis."""
    return [Acts()] * len(people)


class RedisActs:
    """Reads the acts of people by their channel ids."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def __call__(self, people: Sequence[str]) -> list[Acts]:
        """See `LastActs`; nothing is known while Redis is away."""
        try:
            return [acts for some in _pieces(people) for acts in self._read(some)]
        except (RedisError, OSError):
            return nothing_known(people)

    def _read(self, people: Sequence[str]) -> list[Acts]:
        with self._redis.pipeline(transaction=False) as trip:
            for person in people:
                trip.hmget(acts_key(person), [Window.WROTE, Window.TAPPED])
            return [Acts(*map(_moment, found)) for found in trip.execute()]

    def form_open_until(self, person: str, now: datetime) -> datetime | None:
        """See `LastActs`."""
        try:
            stored = cast("bytes | None", self._redis.hget(session_key(person), "text"))
        except (RedisError, OSError):
            return None
        return _in_form_until(self([person])[0], opened(stored or b""), now)


class MemoryActs:
    """Reads the acts that a `MemorySessions` has seen."""

    def __init__(self, sessions: MemorySessions) -> None:
        self._sessions = sessions

    def __call__(self, people: Sequence[str]) -> list[Acts]:
        """See `LastActs`."""
        seen = (self._sessions.acts(person) for person in people)
        return [Acts(acts.get(Window.WROTE), acts.get(Window.TAPPED)) for acts in seen]

    def form_open_until(self, person: str, now: datetime) -> datetime | None:
        """See `LastActs`."""
        return _in_form_until(self([person])[0], self._sessions.text(person), now)


def _in_form_until(acts: Acts, session: str, now: datetime) -> datetime | None:
    if acts.wrote is None or now >= acts.wrote + IN_FORM:
        return None
    return acts.wrote + IN_FORM if session and json.loads(session).get("active") else None


def _pieces(people: Sequence[str]) -> list[Sequence[str]]:
    return [people[at : at + AT_A_TIME] for at in range(0, len(people), AT_A_TIME)]


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(float(seconds), UTC) if seconds else None
