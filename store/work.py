"""What an executor of an effect works on."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from store.tables import Person, Registration


@dataclass(slots=True)
class Work:
    """What an executor works on, and what it leaves behind: ids of registrations and of outbox rows.

    `account` is the channel id from which the person acted, "" when they did not.
    """

    session: Session
    person: Person
    at: datetime
    account: str = ""
    registrations: list[int] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)

    def done(self, registration: Registration, outbox: int | None = None) -> None:
        """Note a registration made or changed, and the outbox row it led to."""
        if registration.id not in self.registrations:
            self.registrations.append(registration.id)
        if outbox is not None:
            self.outbox.append(outbox)
