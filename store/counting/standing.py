"""How much is owed to the outside at this moment, and since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.sending import outbox
from store.tables import Miss, Outbox


@dataclass(frozen=True, slots=True)
class Standing:
    """`due` rows of the outbox are owed, the oldest since `since`; of `failing` rows the last attempt failed.

    `misses` are messages not understood that nobody has reviewed.
    """

    due: int
    failing: int
    since: datetime | None
    misses: int

    def age(self, now: datetime) -> float:
        """How long the oldest is owed, in seconds."""
        return (now - self.since).total_seconds() if self.since else 0.0


def standing(session: Session, now: datetime) -> Standing:
    """Count them."""
    owed = select(func.count()).select_from(Outbox).where(Outbox.next_try_at.is_not(None))
    due = session.scalar(owed.where(func.coalesce(Outbox.due_at, Outbox.next_try_at) <= now)) or 0
    failing = session.scalar(owed.where(Outbox.last_error != "")) or 0
    misses = session.scalar(select(func.count(Miss.id)).where(~Miss.reviewed)) or 0
    return Standing(due, failing, outbox.oldest(session, now), misses)
