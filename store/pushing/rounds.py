"""A push under way, as the worker sees it: person by person, each change a transaction, so that a kill repeats nobody.

A person is taken (`SENDING`) before WeChat is told, and settled after. Who is still taken long after was in the
hands of a worker that died in between: whether they were sent it cannot be known, and it is not sent again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.orm import Session

from bot.effects import Say
from store.database import reading, writing
from store.sending import outbox
from store.sending.news import Road, Why
from store.tables import Got, Message, Origin, Person, Push, PushPerson, PushStatus, Reach, Weight

DEAD = timedelta(seconds=90)
"""Longer than a worker's job may take."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a batch needs to know of its push. `size` is how many it may take."""

    push: int
    title: str
    reach: Reach
    tag: int
    size: int
    waits_until: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A person whose turn it is: what to send, by which road; `row` and `message` are the rows to settle."""

    row: int
    message: int
    channel_id: str
    say: Say
    road: Road


def begin(engine: Engine, push_id: int, now: datetime, per_minute: int) -> Round | None:
    """The next round, after noting who was left by a dead worker; None when there is nothing to send (any more)."""
    with writing(engine) as session:
        push = session.get_one(Push, push_id)
        if push.status is not PushStatus.SENDING:
            return None
        if push.reach is Reach.EACH:
            left = (PushPerson.push_id == push_id, PushPerson.got == Got.SENDING, PushPerson.at < now - DEAD)
            session.execute(update(PushPerson).where(*left).values(got=Got.UNSURE, at=now))
        size = max(push.pace // per_minute, 1)
        return Round(push_id, push.title, push.reach, push.tag, size, push.waits_until)


def waiting(engine: Engine, push_id: int, now: datetime, limit: int) -> list[int]:
    """The rows of those whose turn is next."""
    with reading(engine) as session:
        query = select(PushPerson.id).where(PushPerson.push_id == push_id, PushPerson.got == Got.WAITING)
        ready = or_(PushPerson.not_before.is_(None), PushPerson.not_before <= now)
        return list(session.scalars(query.where(ready).order_by(PushPerson.id).limit(limit)))


def claim(session: Session, row: int) -> tuple[PushPerson, Push, Person] | None:
    """A row that still waits, locked, as long as its push is being sent."""
    found = session.execute(
        select(PushPerson, Push, Person)
        .join(PushPerson.push)
        .join(PushPerson.person)
        .where(PushPerson.id == row, PushPerson.got == Got.WAITING, Push.status == PushStatus.SENDING)
        .with_for_update(of=PushPerson)
    ).first()
    return (found[0], found[1], found[2]) if found else None


def take(session: Session, claimed: tuple[PushPerson, Push, Person], road: Road, now: datetime) -> Taken:
    """Note that they are about to be sent it."""
    row, push, person = claimed
    message = Message(
        person_id=person.id,
        text=push.text,
        choices=push.choices,
        origin=Origin.STAFF,
        weight=Weight.NEWS,
        created_at=now,
    )
    session.add(message)
    settle(row, Got.SENDING, now)
    session.flush()
    return Taken(row.id, message.id, person.channel_id, outbox.said(message), road)


def settle(row: PushPerson, got: Got, now: datetime, why: str = "") -> None:
    """What became of it."""
    row.got, row.why, row.at = got, why, now


def note(engine: Engine, taken: Taken, went: Road | Why, now: datetime) -> None:
    """By which road WeChat took it, or why it did not take it for this person."""
    with writing(engine) as session:
        row, message = session.get_one(PushPerson, taken.row), session.get_one(Message, taken.message)
        if isinstance(went, Why):
            message.error = went
            settle(row, Got.REFUSED, now, went)
        elif went is Road.TEMPLATE:
            message.held_at = now
            settle(row, Got.ANNOUNCED, now)
        else:
            message.delivered_at = now
            settle(row, Got.SENT, now)


def put_back(engine: Engine, taken: Taken, unsure: bool, now: datetime) -> None:
    """It did not go out: they wait again. `unsure`: it may have gone out, so they do not."""
    with writing(engine) as session:
        row, message = session.get_one(PushPerson, taken.row), session.get_one(Message, taken.message)
        settle(row, Got.UNSURE if unsure else Got.WAITING, now)
        if unsure:
            message.error = Got.UNSURE
        else:
            session.delete(message)


def change(engine: Engine, push_id: int, **values: object) -> None:
    """Change the push itself."""
    with writing(engine) as session:
        session.execute(update(Push).where(Push.id == push_id).values(**values))


def failed(engine: Engine, push_id: int) -> int:
    """Count a failed batch; how many there were in a row."""
    with writing(engine) as session:
        push = session.get_one(Push, push_id)
        push.failures += 1
        return push.failures


def finish(engine: Engine, push_id: int, now: datetime) -> bool:
    """End the push when nobody waits any more; whether it has ended."""
    with writing(engine) as session:
        open_rows = PushPerson.got.in_((Got.WAITING, Got.SENDING))
        left = session.scalar(select(PushPerson.id).where(PushPerson.push_id == push_id, open_rows).limit(1))
        if left is None:
            push = session.get_one(Push, push_id)
            push.status, push.ended_at, push.note, push.waits_until = PushStatus.DONE, now, "", None
        return left is None


def rows_of(session: Session, push_id: int, got: Got, limit: int | None = None) -> Sequence[tuple[PushPerson, Person]]:
    """The people of a push in this state."""
    query = select(PushPerson, Person).join(PushPerson.person)
    query = query.where(PushPerson.push_id == push_id, PushPerson.got == got).order_by(PushPerson.id)
    return [(row, person) for row, person in session.execute(query.limit(limit))]
