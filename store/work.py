"""What an executor of an effect works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from store.base import table
from store.database import run
from store.mapping import OF_PERSON, AsRow
from store.tables import Person
from store.tables.phones import columns

_KNOWN: Select[*tuple[Any, ...]] = select(*OF_PERSON).where(Person.id == bindparam("person"))
_KNOW = update(table(Person)).where(table(Person).c.id == bindparam("person"))


@dataclass(slots=True)
class Work:
    """What an executor works on, and what it leaves behind: ids of registrations and of outbox rows.

    `number` is the id of the person. `account` is the channel id from which they acted, "" when they did not.
    `forgotten`: they were erased.
    """

    session: Session
    number: int
    at: datetime
    account: str = ""
    registrations: list[int] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)
    forgotten: bool = False

    @property
    def person(self) -> Person:
        """The person, for whom a row is not enough."""
        return self.session.get_one(Person, self.number)

    def known(self) -> AsRow:
        """What we know of the person: `OF_PERSON`."""
        return run(self.session, _KNOWN, {"person": self.number}).one()

    def know(self, values: Mapping[str, Any]) -> None:
        """Write this of the person."""
        run(self.session, _KNOW, {"person": self.number, "updated_at": self.at, **columns(values)})
        self.session.expire_all()  # who has the object must not see, nor write back, what was there

    def done(self, registration: int, outbox: int | None = None) -> None:
        """Note a registration made or changed (its id), and the outbox row it led to."""
        if registration not in self.registrations:
            self.registrations.append(registration)
        if outbox is not None:
            self.outbox.append(outbox)
