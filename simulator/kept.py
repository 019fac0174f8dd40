"""Reading Redis with types: one client may decode answers, another may not."""

from typing import Any, cast

from redis import Redis


class Kept:
    """The few reads that the simulator needs."""

    def __init__(self, redis: Redis) -> None:
        self._redis: Any = redis

    def raw(self, name: str) -> bytes | None:
        """A value as bytes."""
        value = self._redis.get(name)
        return value.encode() if isinstance(value, str) else cast("bytes | None", value)

    def text(self, name: str) -> str | None:
        """A value as text."""
        value = self.raw(name)
        return None if value is None else value.decode()

    def fields(self, name: str) -> dict[str, str]:
        """A hash."""
        return {_text(key): _text(value) for key, value in self._redis.hgetall(name).items()}

    def items(self, name: str) -> list[str]:
        """A list."""
        return [_text(item) for item in self._redis.lrange(name, 0, -1)]

    def pop(self, name: str) -> str | None:
        """The first item of a list, taken off."""
        value = self._redis.lpop(name)
        return None if value is None else _text(value)

    def next(self, name: str) -> int:
        """The next number, from 1."""
        return int(self._redis.incr(name))

    def take(self, name: str) -> bool:
        """Take one of what is left."""
        return int(self._redis.decr(name)) >= 0


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
