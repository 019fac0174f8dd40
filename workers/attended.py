"""What the bot has to say of its own accord waits while staff have the person's talk."""

from datetime import datetime, timedelta

from sqlalchemy import select

from store.database import reading
from store.people.addresses import owner
from store.tables import Takeover
from workers.context import Services
from workers.later import Later

LOOK_AGAIN = timedelta(minutes=10)


def attended_until(given: Services, person: str) -> datetime | None:
    """When to look again at the talk of the person with this channel id; None when it is the bot's."""
    with reading(given.engine) as session:
        held = select(Takeover.id).join(Takeover.person).where(owner(person), Takeover.ended_at.is_(None))
        return given.now() + LOOK_AGAIN if session.scalar(held) is not None else None


def not_now(given: Services, person: str) -> None:
    """Raises Later while staff have the talk."""
    if until := attended_until(given, person):
        raise Later(until)
