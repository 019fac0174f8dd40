"""`bot.ports.Records` over SQL."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.effects import Durable, Follow, Forget, Subscribe
from bot.facts import Facts
from bot.hours import USUAL, Hours
from bot.ports import Receipt, StoreDown
from store.base import table
from store.database import crossed, guarded, reading, run, writing
from store.executors import EXECUTORS
from store.facts import Clock, Offers, SqlFacts, now
from store.journal import Journal
from store.mapping import OF_REFERRAL, OF_REGISTRATION
from store.offers.seats import placed_record
from store.people import addresses
from store.tables import Deed, Person, Registration
from store.work import Work

TRIES = 3

log = logging.getLogger(__name__)


# Of somebody we do not know (any more) there is nothing to forget: a repeated "leave" must not bring them back.
NOTHING_OF_A_STRANGER: tuple[Durable, ...] = (Forget(), Follow(follows=False), Subscribe(wanted=False))


class Act(NamedTuple):
    """One message of one person."""

    person: str
    key: str
    at: datetime


class SqlRecords:
    """What must stay. One per process. `usual` are the county's working hours, see `Facts.hours`.

    With a `journal` it is noted there before it is acknowledged.
    """

    def __init__(
        self, engine: Engine, clock: Clock = now, usual: Hours = USUAL, journal: Journal | None = None
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._clock = clock
        self._offers = Offers(engine, clock, usual)

    def facts(self, person: str, at: datetime | None = None) -> Facts:
        """See `Records`; `at` None is now."""
        return SqlFacts(self._engine, self._offers, person, at or self._clock())

    def commit(self, person: str, key: str, at: datetime, effects: Sequence[Durable]) -> Receipt:
        """See `Records`."""
        for _ in range(TRIES):
            try:
                with writing(self._engine) as session:
                    receipt = carry_out(session, Act(person, key, at), effects)
                if self._journal:
                    self._journal.note(at, person, key, effects, receipt)
                return receipt
            except (IntegrityError, StaleDataError):
                continue  # somebody did the same, or changed the same case, at this moment: now it is there to be found
            except SQLAlchemyError as problem:
                if not crossed(problem):
                    raise StoreDown(type(problem).__name__) from problem
        raise StoreDown("too many conflicts")

    def acted(self, person: str, key: str) -> bool:
        """See `Records`."""
        with guarded(), reading(self._engine) as session:
            mine = select(Deed).join(Person).where(addresses.owner(person), Deed.message_key == key)
            return any(deed.registrations for deed in session.scalars(mine))


_PEOPLE = table(Person)
_BEFORE: Select[*tuple[Any, ...]] = (
    select(Person.id, Person.channel_id, Person.forgotten_at, Deed.position, Deed.registrations, Deed.outbox)
    .outerjoin(Deed, (Deed.person_id == Person.id) & (Deed.message_key == bindparam("key")))
    .where(addresses.owner(addresses.ACCOUNT))
    .with_for_update(key_share=True, of=Person)
)
"""The sender, with each deed of this message that was done before."""
_NEWCOMER = insert(_PEOPLE).returning(_PEOPLE.c.id)
_WRITES = update(_PEOPLE).where(_PEOPLE.c.id == bindparam("person"))
_DEED = insert(table(Deed))
_FILED: Select[*tuple[Any, ...]] = (
    select(*OF_REGISTRATION, *OF_REFERRAL)
    .join(Registration.referral)
    .where(Registration.id.in_(bindparam("ids", expanding=True)))
    .order_by(Registration.id)
)


class Done(NamedTuple):
    """What an effect led to: ids of registrations and of outbox rows."""

    registrations: Sequence[int]
    outbox: Sequence[int]


def carry_out(session: Session, act: Act, effects: Sequence[Durable]) -> Receipt:
    """Do what was not yet done of this act; what it left behind, now or the first time."""
    before = run(session, _BEFORE, {"account": act.person, "key": act.key}).all()
    if not before:
        if all(effect in NOTHING_OF_A_STRANGER for effect in effects):
            return Receipt()
        return _receipt(session, _carry_out(session, act, _newcomer(session, act), effects, {}))
    sender = before[0]
    if sender.forgotten_at is not None:
        return Receipt()
    if sender.channel_id != act.person:  # they write from this account now: what is owed to them goes there
        run(session, _WRITES, {"person": sender.id, "channel_id": act.person})
    done = {row.position: Done(row.registrations, row.outbox) for row in before if row.position is not None}
    return _receipt(session, _carry_out(session, act, sender.id, effects, done))


def _newcomer(session: Session, act: Act) -> int:
    row = {"channel_id": act.person, "created_at": act.at, "updated_at": act.at}
    number: int = run(session, _NEWCOMER, row).scalar_one()
    return number


def _carry_out(
    session: Session, act: Act, person: int, effects: Sequence[Durable], done: Mapping[int, Done]
) -> list[Done]:
    carried = []
    for position, effect in enumerate(effects):
        if position in done:
            carried.append(done[position])
            continue
        work = Work(session, person, act.at, act.person)
        EXECUTORS[type(effect)](work, effect)
        carried.append(Done(work.registrations, work.outbox))
        if work.forgotten:  # what comes after it in the same message is to be forgotten with them
            break
        deed = {"person_id": person, "message_key": act.key, "position": position, "at": act.at}
        run(session, _DEED, deed | {"registrations": work.registrations, "outbox": work.outbox})
    return carried


def _receipt(session: Session, deeds: Sequence[Done]) -> Receipt:
    ids = {number for deed in deeds for number in deed.registrations}
    found = run(session, _FILED, {"ids": sorted(ids)}).all() if ids else ()
    return Receipt(
        records=tuple(placed_record(session.connection(), row) for row in found),
        outbox=tuple(sorted({number for deed in deeds for number in deed.outbox})),
    )
