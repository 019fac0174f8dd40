"""What is kept no longer than it serves: each kind for its own time, from the settings.

Cases stay, without a name once their person is erased: they are the county's figures. Recordings and questions have
times of their own, shorter ones (`workers.recordings`, `store.asked.questions`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, exists, or_, select
from sqlalchemy.orm import Session

from bot.records import Status
from store.base import Base
from store.database import writing
from store.erasure import erase
from store.people.addresses import all_of, has_account
from store.tables import Audit, Deed, Message, Miss, Outbox, Person, Referral, Registration

AT_A_TIME = 500
"""Rows in one transaction: on SQLite nobody else writes while it lasts, and replies wait for that."""
PEOPLE_AT_A_TIME = 10
"""Each has rows in twenty tables; a day has time for 50,000."""
PEOPLE = "people"

Old = Callable[[datetime], ColumnElement[bool]]

RULES: Mapping[str, tuple[type[Base], Old]] = {
    "deeds": (Deed, lambda before: Deed.at < before),
    "outbox": (Outbox, lambda before: Outbox.next_try_at.is_(None) & (Outbox.created_at < before)),
    "messages": (Message, lambda before: Message.created_at < before),
    "misses": (Miss, lambda before: Miss.at < before),
    "audit": (Audit, lambda before: Audit.at < before),
}
"""What goes by its age alone: the table, and which of its rows."""


@dataclass(slots=True)
class Cleared:
    """How many of each went, and the accounts of those who were erased: what Redis has of them goes as well."""

    counts: dict[str, int] = field(default_factory=dict)
    accounts: list[str] = field(default_factory=list)

    @property
    def more(self) -> bool:
        """Whether there may be more to clear."""
        return any(count >= (PEOPLE_AT_A_TIME if name == PEOPLE else AT_A_TIME) for name, count in self.counts.items())


def clear(engine: Engine, days: Mapping[str, int], now: datetime) -> Cleared:
    """Delete a piece of what is older than `days` says, each kind in a transaction of its own."""
    done = Cleared()
    for name, (table, old) in RULES.items():
        with writing(engine) as session:
            done.counts[name] = _delete(session, table, old(now - timedelta(days=days[name])))
    with writing(engine) as session:
        gone = _unheard_of(session, now - timedelta(days=days[PEOPLE]))
        done.accounts = [account for person in gone for account in all_of(session, person) if has_account(account)]
        for person in gone:
            erase(session, person, now)
        done.counts[PEOPLE] = len(gone)
    return done


def _delete(session: Session, table: Any, old: ColumnElement[bool]) -> int:
    ids = session.scalars(select(table.id).where(old).order_by(table.id).limit(AT_A_TIME)).all()
    session.execute(delete(table).where(table.id.in_(ids)))
    return len(ids)


def _unheard_of(session: Session, before: datetime) -> list[Person]:
    """People of whom nothing was heard since then, and for whom staff have nothing to do."""
    wants_something = exists().where(
        Registration.person_id == Person.id,
        Referral.registration_id == Registration.id,
        or_(Referral.status.in_([status for status in Status if status.open]), Referral.updated_at >= before),
    )
    lives = (Person.forgotten_at.is_(None), Person.merged_into_id.is_(None))
    query = select(Person).where(*lives, Person.updated_at < before, ~wants_something)
    return list(session.scalars(query.order_by(Person.id).limit(PEOPLE_AT_A_TIME).with_for_update()))
