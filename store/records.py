"""`bot.ports.Records` over SQL."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, bindparam, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.effects import Durable, Follow, Forget, Subscribe
from bot.facts import Facts
from bot.hours import USUAL, Hours
from bot.ports import Receipt, StoreDown
from store.database import guarded, reading, writing
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
                raise StoreDown(type(problem).__name__) from problem
        raise StoreDown("too many conflicts")

    def acted(self, person: str, key: str) -> bool:
        """See `Records`."""
        with guarded(), reading(self._engine) as session:
            mine = select(Deed).join(Person).where(addresses.owner(person), Deed.message_key == key)
            return any(deed.registrations for deed in session.scalars(mine))


_SENDER = select(Person).where(addresses.owner(addresses.ACCOUNT)).with_for_update(key_share=True)
_FILED: Select[*tuple[Any, ...]] = (
    select(*OF_REGISTRATION, *OF_REFERRAL)
    .join(Registration.referral)
    .where(Registration.id.in_(bindparam("ids", expanding=True)))
    .order_by(Registration.id)
)
_DEEDS = select(Deed).where(Deed.person_id == bindparam("person"), Deed.message_key == bindparam("key"))


def carry_out(session: Session, act: Act, effects: Sequence[Durable]) -> Receipt:
    """Do what was not yet done of this act; what it left behind, now or the first time."""
    person = session.scalar(_SENDER, {"account": act.person})
    if person is None:
        if all(effect in NOTHING_OF_A_STRANGER for effect in effects):
            return Receipt()
        person = Person(channel_id=act.person, created_at=act.at, updated_at=act.at)
        session.add(person)
        session.flush()
    addresses.use(person, act.person)
    done = _deeds(session, person, act.key)
    deeds = []
    for position, effect in enumerate(effects):
        if person.forgotten_at is None:  # what comes after it in the same message is to be forgotten with them
            deeds.append(done.get(position) or _do(session, person, act, position, effect))
    return _receipt(session, deeds)


def _deeds(session: Session, person: Person, key: str) -> dict[int, Deed]:
    mine = {"person": person.id, "key": key}
    return {deed.position: deed for deed in session.scalars(_DEEDS, mine)}


def _do(session: Session, person: Person, act: Act, position: int, effect: Durable) -> Deed:
    work = Work(session, person, act.at, act.person)
    EXECUTORS[type(effect)](work, effect)
    deed = Deed(person_id=person.id, message_key=act.key, position=position, at=act.at)
    deed.registrations = work.registrations
    deed.outbox = work.outbox
    if person.forgotten_at is None:  # a key may hold the person's channel id
        session.add(deed)
    session.flush()
    return deed


def _receipt(session: Session, deeds: Sequence[Deed]) -> Receipt:
    ids = {id_ for deed in deeds for id_ in deed.registrations}
    connection = session.connection()
    found = connection.execute(_FILED, {"ids": sorted(ids)}).all() if ids else ()
    return Receipt(
        records=tuple(placed_record(connection, row) for row in found),
        outbox=tuple(sorted({id_ for deed in deeds for id_ in deed.outbox})),
    )
