"""A dictionary that makes what it lacks and keeps the first that were asked for: signs and sounds come again and again.

Whoever writes decides what comes, so it does not grow without end; `lru_cache` would move each entry that it gives.
"""

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """What `make` makes of each key."""

    def __init__(self, make: Callable[[Key], Value], most: int = 10_000) -> None:
        """No more than `most` are kept."""
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: Key) -> Value:
        made = self._make(key)
        if len(self) < self._most:
            self[key] = made
        return made
