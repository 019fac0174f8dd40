"""What WeChat still lets us send a person, by its table of customer-service messages.

5 messages within 48 hours after they wrote, 3 within a minute after they tapped the menu, followed or scanned; bot and
staff together. The last is kept for how their request ends, and news leave one more. Replies to a message cost nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.sending.acts import Acts
from store.tables import Message, Weight

MESSAGES, HOURS_48 = 5, timedelta(hours=48)
TAP_MESSAGES, MINUTE = 3, timedelta(minutes=1)
LEAVES: Mapping[Weight, int] = {Weight.OUTCOME: 0, Weight.WORD: 1, Weight.NEWS: 2}
"""How many must be left after a message of this weight."""
LONGEST_BYTES = 2047
"""A text that is longer goes in several messages."""

_TAPS_LEAVE = dict.fromkeys(Weight, 0)  # nothing can be kept that is over in a minute


@dataclass(frozen=True, slots=True)
class Budget:
    """How many messages are `left`, and `until` when. None left is not known: only trying tells.

    `leaves` is what must remain after a message of each weight.
    """

    left: int | None
    until: datetime | None = None
    leaves: Mapping[Weight, int] = field(default_factory=lambda: LEAVES)

    def allows(self, weight: Weight) -> bool:
        """Whether a message of this weight may be sent, as far as we know."""
        return self.left is None or self.left > self.leaves[weight]

    def free(self, weight: Weight = Weight.WORD) -> int | None:
        """How many messages of this weight may be sent."""
        return None if self.left is None else max(self.left - self.leaves[weight], 0)


def budget(acts: Acts, sent: Iterable[datetime], now: datetime) -> Budget:
    """What is left after messages were `sent` at these moments; of two open windows the one that allows more."""
    if acts == Acts():
        return Budget(None)
    moments = list(sent)
    best = Budget(0)
    for since, most, long, leaves in (
        (acts.wrote, MESSAGES, HOURS_48, LEAVES),
        (acts.tapped, TAP_MESSAGES, MINUTE, _TAPS_LEAVE),
    ):
        if since is not None and now < since + long:
            left = max(most - sum(at >= since for at in moments), 0)
            found = Budget(left, since + long, leaves)
            best = max(best, found, key=lambda each: (each.free() or 0, each.left or 0))
    return best


def can_send(session: Session, person: int, acts: Acts, now: datetime) -> Budget:
    """The budget of the person with this id."""
    return budget(acts, sent_lately(session, now, [person]).get(person, ()), now)


def sent_lately(session: Session, now: datetime, people: Sequence[int] | None = None) -> dict[int, list[datetime]]:
    """When each person (of these ids, or of all) was sent a message in the last 48 hours, once for each piece."""
    query = select(Message.person_id, Message.delivered_at, Message.text, Message.tail)
    query = query.where(Message.delivered_at > now - HOURS_48, Message.carried_by == "")
    if people is not None:
        query = query.where(Message.person_id.in_(people))
    found: dict[int, list[datetime]] = {}
    for person, at, text, tail in session.execute(query):
        pieces = 1 + len(f"{text}{tail}".encode()) // (LONGEST_BYTES + 1)
        found.setdefault(person, []).extend([at] * pieces if at else [])
    return found
