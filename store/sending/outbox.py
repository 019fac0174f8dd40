"""What the workers owe, written in the transaction that promises it.

A row is due from `next_try_at` on. Who delivers takes it first, which counts an attempt and makes it due again
later, so that a worker that dies in the middle loses nothing, and of two workers one gets it. What may happen is
that a message goes out twice, when the worker dies between sending and noting it; never that it is lost.

After `MOST_FAILURES` in a row (about a day) it is given up and lies where staff see it (`undone`): what fails for ever,
or kills whoever tries it, costs the others nothing.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import NamedTuple

from sqlalchemy import Executable, Integer, and_, bindparam, case, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from bot.effects import Choice, Say
from store.base import Moment, table
from store.database import run
from store.mapping import clean
from store.tables import Message, Origin, Outbox, Weight

HEAD_START = timedelta(seconds=15)  # the commit's own kick is faster; the sweeper need not look before
FIRST_PAUSE = timedelta(seconds=60)  # longer than a job may take, so nothing is taken twice at a time
LONGEST_PAUSE = timedelta(hours=1)
SPREAD = 0.2  # the share of a pause by which it may be longer, so that what failed together does not come back together
MOST_FAILURES = 30
CUT_OFF = "cut off"  # nobody was left to say why it failed: the worker died, or was made to end


_OWED = select(Outbox.id).where(Outbox.dedupe == bindparam("dedupe"))

_ROW = Outbox.id == bindparam("row")
_FAILURES = select(Outbox.failures).where(_ROW)
_TAKE = (
    update(table(Outbox))
    .where(_ROW, Outbox.attempts == bindparam("attempt"), Outbox.next_try_at.is_not(None))
    .values(
        attempts=Outbox.attempts + 1,
        failures=bindparam("failed", type_=Integer),
        next_try_at=bindparam("again", type_=Moment()),
    )
    .returning(Outbox.kind, Outbox.payload)
)
_GIVE_UP = (
    update(table(Outbox))
    .where(_ROW)
    .values(next_try_at=None, last_error=case((Outbox.last_error == "", CUT_OFF), else_=Outbox.last_error))
)
_DELIVERED = (
    update(table(Outbox))
    .where(_ROW)
    .values(delivered_at=bindparam("now", type_=Moment()), next_try_at=None, failures=0, last_error="")
)


class Owed(NamedTuple):
    """What is to be done, and for which ids."""

    kind: str
    payload: dict[str, int]


@cache
def _adding(dialect: str) -> Executable:
    """What owes something unless it is owed already. No start loads the other dialect: it is a fiftieth of it."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    statement: Executable = insert(table(Outbox)).on_conflict_do_nothing().returning(table(Outbox).c.id)
    return statement


def announce(session: Session, referral: int, at: datetime, why: str = "") -> int:
    """Owe the referral's station the news of it, once for each `why` ("": each time); the row's id."""
    reason = why or f"at-{at:%Y%m%dT%H%M%S%f}"
    return add(session, "referral", {"referral": referral}, f"referral-{referral}-{reason}", at)


def post(session: Session, message: int, at: datetime) -> int:
    """Owe a person the message with this id (a row of `messages`); the outbox row's id."""
    return add(session, "message", {"message": message}, f"message-{message}", at)


def tell(session: Session, person: int, say: Say, at: datetime, dedupe: str, news: bool = False) -> int:
    """Owe a person (id of `people`) these words of the bot, once for each `dedupe`; the outbox row's id.

    `news` were not asked for: whether they may still be sent is decided when it is time (see `news`).
    """
    known = session.scalar(select(Outbox.id).where(Outbox.dedupe == dedupe))
    if known is not None:
        return known
    # A message numbers its choices from 1: a later page of a list goes as plain text, so that its numbers stay right.
    if say.first != 1:
        say = Say(say.plain())
    choices = [[choice.token, choice.label] for choice in say.choices]
    message = Message(person_id=person, text=say.text, choices=choices, tail=say.tail, origin=Origin.BOT, created_at=at)
    message.weight = Weight.NEWS if news else Weight.WORD
    session.add(message)
    session.flush()
    return add(session, "message", {"message": message.id}, dedupe, at)


def said(message: Message) -> Say:
    """The words of a message, with what can be tapped; without numbers in news, which no turn of the bot follows."""
    first = 0 if message.weight is Weight.NEWS else 1
    choices = tuple(Choice(token, label) for token, label in message.choices)
    return Say(message.text, choices, message.tail, first)


def add(
    session: Session, kind: str, payload: dict[str, int], dedupe: str, at: datetime, due: datetime | None = None
) -> int:
    """Owe something; the row's id, the old one's if `dedupe` was owed before. `payload` holds ids only.

    `due`: not before then; such a row is not to be kicked. None: at once.
    """
    first = {"next_try_at": due or at + HEAD_START, "due_at": due or at}
    row = {"kind": kind, "payload": payload, "dedupe": dedupe, "created_at": at, **first}
    made: int | None = run(session, _adding(session.connection().dialect.name), row).scalar()
    return made or session.scalars(_OWED, {"dedupe": dedupe}).one()


def again(session: Session, kind: str, payload: dict[str, int], dedupe: str, at: datetime) -> int:
    """Owe it again from now on, also after it was settled; the row's id."""
    row = add(session, kind, payload, dedupe, at)
    values = {"next_try_at": at, "due_at": at, "delivered_at": None, "failures": 0}
    session.execute(update(Outbox).where(Outbox.id == row).values(values))
    return row


def due(session: Session, now: datetime, limit: int = 100) -> Sequence[tuple[int, int]]:
    """(id, attempts so far) of the rows that should be delivered now, the longest due first."""
    query = select(Outbox.id, Outbox.attempts).where(Outbox.next_try_at <= now).order_by(Outbox.next_try_at)
    found = [(row.id, row.attempts) for row in session.execute(query.limit(limit))]
    return [*found, *_put_far_off(session, now)][:limit]


def _put_far_off(session: Session, now: datetime) -> list[tuple[int, int]]:
    """The rows that a clock which was ahead for a while has put far off; nothing that lies in the future on purpose."""
    ahead = and_(Outbox.created_at > now, Outbox.attempts == 0)
    failed = and_(Outbox.last_error != "", Outbox.next_try_at > now + LONGEST_PAUSE * 2)
    rows = session.scalars(select(Outbox).where(Outbox.next_try_at > now, or_(ahead, failed)))
    return [
        (row.id, row.attempts)
        for row in rows
        if row.last_error or (row.next_try_at and row.next_try_at - row.created_at <= HEAD_START)
    ]


class Due(NamedTuple):
    """A row that is owed at `due`, and how often it was tried."""

    id: int
    attempts: int
    due: datetime


def first_due(session: Session, until: datetime) -> Due | None:
    """The row that is due first, if one is until then."""
    query = select(Outbox).where(Outbox.next_try_at <= until).order_by(Outbox.next_try_at, Outbox.id).limit(1)
    row = session.scalar(query)
    return Due(row.id, row.attempts, row.next_try_at) if row and row.next_try_at else None


def take(session: Session, outbox: int, attempt: int, now: datetime) -> Owed | None:
    """What the row says, if it is still owed and nobody else made this `attempt` (from 0); None otherwise."""
    failures = run(session, _FAILURES, {"row": outbox}).scalar() or 0
    given = {"row": outbox, "attempt": attempt, "failed": failures + 1, "again": now + pause(failures)}
    taken = run(session, _TAKE, given).first()
    if taken is None:
        return None
    if failures < MOST_FAILURES:
        return Owed(taken.kind, taken.payload)
    run(session, _GIVE_UP, {"row": outbox})
    return None


def pause(failures: int) -> timedelta:
    """How long to wait when the attempt after so many failures fails too: a minute, two, four, up to an hour.

    From the second on each is a little longer, by chance.
    """
    longer = random.uniform(0, SPREAD) if failures else 0  # noqa: S311 - luck, not secrecy
    return min(FIRST_PAUSE * (1 << min(failures, 10)), LONGEST_PAUSE) * (1 + longer)


def put_off(session: Session, outbox: int, until: datetime) -> None:
    """It is not time yet: due again then."""
    values = {"next_try_at": until, "due_at": until, "failures": 0, "last_error": ""}
    session.execute(update(Outbox).where(Outbox.id == outbox).values(values))


def leave(session: Session, outbox: int, until: datetime, why: str) -> None:
    """It is time, and we cannot: to be tried again then."""
    values = {"next_try_at": until, "last_error": clean(why, 300)}
    session.execute(update(Outbox).where(Outbox.id == outbox).values(values))


def oldest(session: Session, now: datetime) -> datetime | None:
    """Since when the row that waits longest is owed; None when nothing is due."""
    since = func.coalesce(Outbox.due_at, Outbox.next_try_at)
    query = select(since).where(Outbox.next_try_at.is_not(None), since <= now).order_by(since).limit(1)
    return session.scalar(query.with_only_columns(type_coerce(since, Moment())))


def mark_delivered(session: Session, outbox: int, now: datetime) -> None:
    """Nothing is owed any more."""
    run(session, _DELIVERED, {"row": outbox, "now": now})


def mark_failed(session: Session, outbox: int, reason: str, permanent: bool) -> None:
    """Note why it failed; it stays due as `take` arranged, unless trying again cannot help (`permanent`)."""
    row = session.get_one(Outbox, outbox)
    row.last_error = clean(reason, 300)
    if permanent or row.failures >= MOST_FAILURES:
        row.next_try_at = None
