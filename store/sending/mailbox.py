"""`bot.ports.Mailbox` over SQL: messages that could not be sent, and go out with the reply to their person's next one.

A message is taken out in the transaction that says with which reply (`carried_by`), before that reply is said: the same
message of the person, taken again, finds the same.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from redis import Redis
from sqlalchemy import Engine, or_, select, union_all
from sqlalchemy.orm import Session

from bot.effects import Say
from bot.mailbox import join
from bot.message import Inbound
from bot.phrases.late import late
from bot.ports import Mail, StoreDown
from store.database import guarded, reading, writing
from store.people.addresses import all_of, owner
from store.sending import outbox
from store.sending.ledger import LONGEST_BYTES
from store.sending.news import stale
from store.sessions import RedisSessions
from store.tables import Address, Message, Origin, Person, Weight

RESTORED = "yz:held:restored"
RESTORED_SECONDS = 3600


class SqlMailbox:
    """What waits for people. One per process."""

    def __init__(self, engine: Engine, most: int = LONGEST_BYTES) -> None:
        """`most`: bytes of one reply."""
        self._engine = engine
        self._most = most

    def collect(self, inbound: Inbound, say: Say | None, *, attended: bool = False) -> Mail:
        """See `Mailbox`. What does not fit is sent on its own: by writing, the person has opened the window again."""
        with guarded(), writing(self._engine) as session:
            going: list[Say] = []
            owed: list[int] = []
            for row in _waiting(session, inbound, attended):
                words = _words(row, inbound.at)
                if row.carried_by or self._fits(say, [*going, words]):
                    _carry(row, inbound)
                    going.append(words)
                else:
                    owed.append(_send_alone(session, row, inbound))
            return Mail(tuple(going), tuple(owed))

    def _fits(self, say: Say | None, held: Sequence[Say]) -> bool:
        return len(join(say, held).plain().encode()) <= self._most


def _waiting(session: Session, inbound: Inbound, attended: bool) -> list[Message]:
    """Theirs, what goes with this very message first; news that have become stale are given up."""
    query = (
        select(Message)
        .join(Message.person)
        .where(owner(inbound.person), Message.text != "")
        .where(or_(Message.held_at.is_not(None), Message.carried_by == inbound.trace))
        .order_by(Message.carried_by == "", Message.id)
        .with_for_update(of=Message)
    )
    if attended:
        query = query.where(Message.origin == Origin.STAFF)
    found = []
    for row in session.scalars(query):
        if row.held_at and row.weight is Weight.NEWS and (why := stale(row.created_at, inbound.at)):
            row.held_at, row.error = None, why
        else:
            found.append(row)
    return found


def _words(row: Message, now: datetime) -> Say:
    say = outbox.said(row)
    return replace(say, text=late(say.text, row.created_at, row.delivered_at or now))


def _carry(row: Message, inbound: Inbound) -> None:
    row.held_at, row.error, row.carried_by = None, "", inbound.trace
    row.delivered_at = row.delivered_at or inbound.at


def _send_alone(session: Session, row: Message, inbound: Inbound) -> int:
    row.held_at = None
    return outbox.add(session, "message", {"message": row.id}, f"message-{row.id}-after-{inbound.trace}", inbound.at)


def hold(engine: Engine, mark: Callable[[str, str], None], message: int, why: str, now: datetime) -> None:
    """Keep a message (its id) for its person's next one. `mark` is `Sessions.hold`."""
    with writing(engine) as session:
        row = session.get_one(Message, message)
        row.held_at, row.error = now, why
        accounts = all_of(session, row.person)
    for account in accounts:
        mark_held(mark, account, message)


def mark_held(mark: Callable[[str, str], None], person: str, message: int) -> None:
    """Have the person's next message look for it. Without Redis the mark is set later, see `restore_marks`."""
    with suppress(StoreDown):
        mark(person, str(message))


def restore_marks(engine: Engine, redis: Redis) -> None:
    """Set the marks of held mail again, which Redis may have lost: after a wipe, and every hour. Raises StoreDown."""
    if redis.exists(RESTORED):
        return
    sessions = RedisSessions(redis)
    with guarded(), reading(engine) as session:
        newest = select(Message.id, Person.channel_id).join(Message.person)
        others = select(Message.id, Address.channel_id).join(Address, Address.person_id == Message.person_id)
        held = (each.where(Message.held_at.is_not(None)) for each in (newest, others))
        waiting = session.execute(union_all(*held).order_by("id")).all()
    for message, person in waiting:
        sessions.hold(person, str(message))
    redis.set(RESTORED, 1, ex=RESTORED_SECONDS)
