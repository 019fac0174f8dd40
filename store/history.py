"""A referral's history, played back. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.records import Status
from store.tables import ReferralEvent

UNDO_WITHIN = timedelta(minutes=10)

_STATUSES = frozenset(status.value for status in Status)


def before_last_step(events: Sequence[ReferralEvent], staff_id: int, now: datetime) -> tuple[Status, int | None] | None:
    """Status and assignee before the last change of status, or None when that is not `staff_id`'s to take back.

    The history is played back: a hand-over begins anew at the next station, an undo takes its step off again.
    """
    stood: list[tuple[Status, int | None, ReferralEvent | None]] = [(Status.NEW, None, None)]
    for event in events:
        if event.what == "undone" and len(stood) > 1:
            stood.pop()
        elif event.what == "handed":
            stood = [(Status.NEW, None, None)]
        elif event.what in _STATUSES:
            stood.append((Status(event.what), _assignee_after(event, stood[-1][1]), event))
    last = stood[-1][2]
    if last is None or last.staff_id != staff_id or now - last.at > UNDO_WITHIN:
        return None
    return stood[-2][:2]


def _assignee_after(event: ReferralEvent, before: int | None) -> int | None:
    if event.what == Status.CLAIMED:
        return event.staff_id
    return None if event.what == Status.NEW else before
