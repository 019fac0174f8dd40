"""Why somebody is stuck: what the bot waits for, from their session in Redis, and what it did not understand last."""

from dataclasses import dataclass

from sqlalchemy import Engine, select

from bot.ports import StoreDown
from bot.session import load
from bot.waiting import Waiting, waiting
from store.database import reading
from store.sessions import RedisSessions
from store.sessions_in_memory import MemorySessions
from store.tables import Miss

MISSES = 3


@dataclass(frozen=True, slots=True)
class Stuck:
    """`waits` None: the bot waits for nothing. `busy`: it is answering at this moment.

    `unread` is what it did not understand of late, the newest first; `heard_at` as in `Session`.
    """

    waits: Waiting | None
    busy: bool
    unread: tuple[str, ...]
    heard_at: int


def stuck(engine: Engine, sessions: RedisSessions | MemorySessions, person: int, channel_id: str) -> Stuck | None:
    """How the bot stands with a person (their id, and who they are to WeChat); None when Redis cannot be asked."""
    try:
        session, busy = sessions.look(channel_id)
    except StoreDown:
        return None
    found = load(session)
    query = select(Miss.text).where(Miss.person_id == person, Miss.text != "").order_by(Miss.id.desc()).limit(MISSES)
    with reading(engine) as sql:
        return Stuck(waiting(found), busy, tuple(sql.scalars(query)), found.heard_at)
