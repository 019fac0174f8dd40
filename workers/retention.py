"""Once a night what was kept long enough is deleted, a piece at each round of the sweeper.

Nothing has to be remembered for it: what is old says so itself.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from redis import Redis, RedisError
from sqlalchemy import Engine

from store.database import guarded
from store.retention import clear
from store.sessions import acts_key, session_key
from workers.nightly import last_time

HOUR = 2
"""After midnight, before the backup: what is deleted tonight is in no backup of tonight."""

log = logging.getLogger(__name__)


@dataclass
class Clearing:
    """Clears out by `days` (see the setting KEEP_DAYS); at the start of a process, and every night."""

    engine: Engine
    redis: Redis
    days: Mapping[str, int]
    now: Callable[[], datetime]
    done_at: datetime | None = field(default=None, init=False)

    def look(self) -> None:
        """Clear a piece, if tonight's work is not done. Raises StoreDown."""
        now = self.now()
        if self.done_at and self.done_at >= last_time(HOUR, now):
            return
        with guarded():
            cleared = clear(self.engine, self.days, now)
        self._forget(cleared.accounts)
        if found := {name: count for name, count in cleared.counts.items() if count}:
            log.info("cleared %s", found)
        if not cleared.more:
            self.done_at = now

    def _forget(self, accounts: list[str]) -> None:
        keys = [key for account in accounts for key in (session_key(account), acts_key(account))]
        try:
            if keys:
                self.redis.delete(*keys)
        except (RedisError, OSError) as problem:  # what is there runs out by itself, within a month
            log.warning("Redis unreachable (%s), sessions run out by themselves", type(problem).__name__)
