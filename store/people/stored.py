"""What is kept of somebody, counted for themself."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records import Stored
from store.people.addresses import owner
from store.tables import JobAlert, Keeping, Message, Miss, Person, Recording

THERE = (Keeping.WAITING, Keeping.OPEN, Keeping.SETTLED)


def stored_of(session: Session, channel_id: str) -> Stored:
    """What is kept of who writes from this account; nothing for a stranger."""
    person = session.scalar(select(Person).where(owner(channel_id)))
    if person is None:
        return Stored()
    counts = (
        select(func.count()).where(JobAlert.person_id == person.id),
        select(func.count()).where(Recording.person_id == person.id, Recording.state.in_(THERE)),
        select(func.count()).where(Message.person_id == person.id, Message.text != ""),
        select(func.count()).where(Miss.person_id == person.id),
    )
    alerts, recordings, messages, questions = (session.scalar(count) or 0 for count in counts)
    return Stored(person.consented_at, alerts, recordings, messages, questions)
