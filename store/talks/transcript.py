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

from redis import Redis
from sqlalchemy import Connection, Engine, delete, insert, select

from bot.message import Inbound, Kind
from bot.phrases.attended import SHOWN
from bot.ports import Line
from store.database import writing
from store.flushing import write_down
from store.mapping import clean
from store.people.addresses import ACCOUNT, owner
from store.sealing import opened, seal
from store.tables import Exchange, Person
from store.talks.passing import LONGEST

LIST = "transcript"
_WHO = select(Person.id, Person.created_at).where(owner(ACCOUNT))

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

    def take(self, most: int) -> list[Noted]:
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
    """Write down what is noted; how many exchanges that were. See `write_down`."""
    return write_down(engine, waiting, _write)


def _write(connection: Connection, taken: Sequence[Noted]) -> None:
    """Write these down for those whom we know; what came before somebody was forgotten stays forgotten."""
    senders = {noted.person for noted in taken}
    people = {sender: connection.execute(_WHO, {"account": sender}).first() for sender in senders}
    rows = [
        {
            "person_id": person.id,
            "at": noted.at,
            "kind": noted.kind,
            "heard": clean(noted.heard, LONGEST),
            "said": clean(noted.said, LONGEST),
        }
        for noted in taken
        if (person := people[noted.person]) and noted.at >= person.created_at
    ]
    if rows:
        connection.execute(insert(Exchange), rows)


def drop_old(engine: Engine, now: datetime, keep_for: timedelta) -> None:
    """Forget what is kept no longer."""
    with writing(engine) as session:
        session.execute(delete(Exchange).where(Exchange.at < now - keep_for))
