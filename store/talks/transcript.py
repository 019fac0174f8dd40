"""What was said in a talk, for staff to read: noted in Redis as a message is answered, written to SQL by the sweeper.

As `store.asked.questions` does, and for the same reason: a reply does not wait for a commit. Words that are said to
staff do not go this way: they are an effect, and durable before WeChat is answered.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from redis import Redis, RedisError
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.message import Inbound, Kind
from bot.phrases.attended import SHOWN
from bot.ports import Line
from store.database import writing
from store.mapping import clean
from store.people.addresses import owner
from store.sealing import opened, seal
from store.tables import Exchange, Person
from store.talks.passing import LONGEST

LIST = "transcript"
AT_ONCE = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Noted:
    """One exchange as it waits in the list."""

    person: str
    at: datetime
    kind: Kind
    heard: str
    said: str

    @classmethod
    def of(cls, inbound: Inbound, heard: str, said: str) -> "Noted":
        """What is noted of a message; what was no text is named."""
        shown = SHOWN.get(inbound.kind.value, "") if heard or inbound.kind is not Kind.TEXT else ""
        return cls(inbound.person, inbound.at, inbound.kind, shown + heard, said)


class RedisTranscript:
    """`bot.ports.Transcript` over a list in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def note(self, inbound: Inbound, heard: str, said: str) -> Sequence[Line]:
        """See `Transcript`."""
        return [Line(LIST, _dump(Noted.of(inbound, heard, said)))]

    def take(self, most: int = AT_ONCE) -> list[Noted]:
        """Take the oldest out of the list. Raises RedisError."""
        taken = cast("list[bytes] | None", self._redis.lpop(LIST, most)) or []
        return [noted for noted in map(_read, taken) if noted]

    def put_back(self, taken: Sequence[Noted]) -> None:
        """Into the list. Raises RedisError."""
        self._redis.rpush(LIST, *map(_dump, taken))


def _dump(noted: Noted) -> bytes:
    fields = [noted.person, noted.at.isoformat(), noted.kind.value, noted.heard, noted.said]
    return seal(json.dumps(fields, ensure_ascii=False))


def _read(stored: bytes) -> Noted | None:
    """None for one that no key opens or another version wrote differently: the others are written all the same."""
    try:
        person, at, kind, heard, said = json.loads(opened(stored))
        return Noted(person, datetime.fromisoformat(at), Kind(kind), heard, said)
    except (ValueError, TypeError):
        log.warning("an exchange of another version was not noted")
        return None


def flush(engine: Engine, waiting: RedisTranscript) -> int:
    """Write down what is noted; how many exchanges that were. What cannot be written goes back. Never raises."""
    try:
        taken = waiting.take()
        if not taken:
            return 0
        try:
            with writing(engine) as session:
                write(session, taken)
        except SQLAlchemyError as problem:
            log.warning("exchanges were not written (%s)", type(problem).__name__)
            waiting.put_back(taken)
            return 0
    except (RedisError, OSError):
        return 0
    return len(taken)


def write(session: Session, taken: Sequence[Noted]) -> None:
    """Write these down for those whom we know; what came before somebody was forgotten stays forgotten."""
    senders = {noted.person for noted in taken}
    people = {sender: session.scalar(select(Person).where(owner(sender))) for sender in senders}
    for noted in taken:
        person = people[noted.person]
        if person is None or noted.at < person.created_at:
            continue
        heard, said = clean(noted.heard, LONGEST), clean(noted.said, LONGEST)
        session.add(Exchange(person_id=person.id, at=noted.at, kind=noted.kind, heard=heard, said=said))


def drop_old(engine: Engine, now: datetime, keep_for: timedelta) -> None:
    """Forget what is kept no longer."""
    with writing(engine) as session:
        session.execute(delete(Exchange).where(Exchange.at < now - keep_for))
