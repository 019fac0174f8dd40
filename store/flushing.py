"""What waits in a list of Redis is written to SQL by the sweeper, a few at a time."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from redis import RedisError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from store.database import changing

AT_ONCE = 25
"""In one transaction: on SQLite nobody else writes while it lasts, and replies wait for that (500 took 0.3 s)."""

Note = TypeVar("Note")

log = logging.getLogger(__name__)


class Waiting(Protocol[Note]):
    """Such a list."""

    def take(self, most: int) -> list[Note]:
        """Take the oldest out of it. Raises RedisError or OSError."""

    def put_back(self, taken: Sequence[Note]) -> None:
        """After they could not be written. Raises RedisError or OSError."""


def write_down(engine: Engine, waiting: Waiting[Note], write: Callable[[Connection, Sequence[Note]], None]) -> int:
    """Write down all that waits; how many that were. What cannot be written goes back.

    Never raises for the two stores.
    """
    written = 0
    try:
        while taken := waiting.take(AT_ONCE):
            try:
                with changing(engine) as connection:
                    write(connection, taken)
            except SQLAlchemyError as problem:
                log.warning("%s were not written (%s)", type(taken[0]).__name__, type(problem).__name__)
                waiting.put_back(taken)
                break
            written += len(taken)
    except (RedisError, OSError) as problem:
        log.warning("Redis unreachable (%s) while notes were written down", type(problem).__name__)
    return written
