"""Talks that want to be looked at again: their alarms stand in Redis with the sessions, set anew by each turn.

Most are taken back, as most forms are finished. One whose time has come becomes a row of the outbox, and is owed
like anything else. A wiped Redis loses no more than the session: without it an alarm means nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, cast

from redis import Redis
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.session import moment, stamp
from store.database import writing
from store.people.addresses import who_came_with
from store.sending import outbox
from store.sessions import ALARMS, session_key
from store.sessions_in_memory import MemorySessions
from store.tables import Person

AT_ONCE = 500

# KEYS: the alarms. Arguments: a person, their alarm, and so on. One that was set anew meanwhile stays.
_SILENCE = """
for each = 1, #ARGV, 2 do
  local now = redis.call('ZSCORE', KEYS[1], ARGV[each])
  if now and tonumber(now) == tonumber(ARGV[each + 1]) then redis.call('ZREM', KEYS[1], ARGV[each]) end
end
"""


class Alarm(NamedTuple):
    """`at` is `Session.alarm`; `stands`: the session is still there."""

    person: str
    at: int
    stands: bool


class Alarms(Protocol):
    """The alarms that are set."""

    def due(self, until: datetime) -> Sequence[Alarm]:
        """Those that are due until then, the longest due first, `AT_ONCE` at most."""
        ...

    def silence(self, alarms: Sequence[Alarm]) -> None:
        """Take these away, but for those that were set anew meanwhile."""
        ...


class RedisAlarms:
    """Of all people. Each call raises RedisError or OSError when Redis is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def due(self, until: datetime) -> Sequence[Alarm]:
        """See `Alarms`."""
        found = self._redis.zrangebyscore(ALARMS, 0, stamp(until), start=0, num=AT_ONCE, withscores=True)
        people = [(person.decode(), int(at)) for person, at in cast("list[tuple[bytes, float]]", found)]
        with self._redis.pipeline(transaction=False) as trip:
            for person, _ in people:
                trip.exists(session_key(person))
            return [Alarm(*each, bool(stands)) for each, stands in zip(people, trip.execute(), strict=True)]

    def silence(self, alarms: Sequence[Alarm]) -> None:
        """See `Alarms`."""
        self._redis.eval(_SILENCE, 1, ALARMS, *(part for each in alarms for part in (each.person, each.at)))


class MemoryAlarms:
    """Those that a `MemorySessions` keeps."""

    def __init__(self, sessions: MemorySessions) -> None:
        self._sessions = sessions

    def due(self, until: datetime) -> Sequence[Alarm]:
        """See `Alarms`."""
        found = sorted((at, person) for person, at in self._sessions.alarms().items() if at <= stamp(until))
        return [Alarm(person, at, bool(self._sessions.text(person))) for at, person in found[:AT_ONCE]]

    def silence(self, alarms: Sequence[Alarm]) -> None:
        """See `Alarms`."""
        for alarm in alarms:
            self._sessions.silence(alarm.person, alarm.at)


def owe_alarms(engine: Engine, alarms: Alarms, until: datetime) -> None:
    """Have the talks whose alarm is due until then looked at, each once. Raises SQLAlchemyError, and see `alarms`."""
    due = alarms.due(until)
    if not due:
        return
    with writing(engine) as session:
        for alarm in due:
            if alarm.stands:
                _owe(session, alarm)
    alarms.silence(due)


def _owe(session: Session, alarm: Alarm) -> None:
    """Once, however often it is found: it is taken away only after it is owed."""
    at = moment(alarm.at)
    number = who_came_with(session, alarm.person) or _stranger(session, alarm.person, at)
    outbox.add(session, "alarm", {"person": number, "alarm": alarm.at}, f"alarm-{number}-{alarm.at}", at, due=at)


def _stranger(session: Session, channel_id: str, at: datetime) -> int:
    """Somebody who has agreed to nothing yet: what they are sent wants a person to whom it is sent."""
    person = Person(channel_id=channel_id, created_at=at, updated_at=at)
    session.add(person)
    session.flush()
    return person.id
