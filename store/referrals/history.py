"""A referral's history, played back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.records import Status
from store.referrals.letters import Call
from store.tables import ReferralEvent

UNDO_WITHIN = timedelta(minutes=10)

_STATUSES = frozenset(status.value for status in Status)
_TAKEN_BACK = _STATUSES | {"later", "assigned"}
"""The steps that an undo can take off."""

_ANEW = ("handed", "reopened", "again", "freed", "found")
"""After these a case begins anew: what was before cannot be taken back."""

_MISSES = frozenset(call.value for call in Call if call is not Call.CONNECTED)


class LastStep(NamedTuple):
    """A change of status that can be taken back: what it was, and status and assignee before it."""

    what: str
    status: Status
    assignee_id: int | None


@dataclass(slots=True)
class _Stood:
    """How the referral stood after `event`; `followed`: something came of it that cannot be taken back."""

    status: Status = Status.NEW
    assignee_id: int | None = None
    event: ReferralEvent | None = None
    followed: bool = False


def last_step(events: Sequence[ReferralEvent], staff_id: int, now: datetime) -> LastStep | None:
    """The last change of status, if `staff_id` made it a moment ago and nothing but notes came after it.

    A hand-over begins anew at the next station, and so does a case that was opened again. An undo takes its step off.
    """
    stood = [_Stood()]
    for event in events:
        if event.what == "undone" and len(stood) > 1:
            stood.pop()
        elif event.what in _ANEW:
            stood = [_Stood()]
        elif event.what in _TAKEN_BACK:
            stood.append(_Stood(_status_after(event, stood[-1]), _assignee_after(event, stood[-1]), event))
        elif event.what not in ("noted", "woken"):
            stood[-1].followed = True
    last = stood[-1]
    if last.event is None or last.followed or last.event.staff_id != staff_id or now - last.event.at > UNDO_WITHIN:
        return None
    return LastStep(last.event.what, stood[-2].status, stood[-2].assignee_id)


def connected(events: Sequence[ReferralEvent]) -> bool:
    """Whether staff logged a call that connected, since the person last said that none had come, and let it stand."""
    steps: list[str] = []
    for event in events:
        if event.what == "undone" and steps:
            steps.pop()
        elif event.what in ("raised", "reopened"):
            steps = []
        elif event.what in _TAKEN_BACK:
            steps.append(event.what)
    return Status.CONTACTED in steps


def fruitless(events: Sequence[ReferralEvent]) -> int:
    """How many calls in a row reached nobody, since somebody was reached or the person did something."""
    count = 0
    for event in events:
        if event.what in _MISSES:
            count += 1
        elif event.what in (Status.CONTACTED, "handed", "again") or event.by == "person":
            count = 0
    return count


def _status_after(event: ReferralEvent, before: _Stood) -> Status:
    if event.what == "assigned":
        return Status.CLAIMED if before.status is Status.NEW else before.status
    return before.status if event.what == "later" else Status(event.what)


def _assignee_after(event: ReferralEvent, before: _Stood) -> int | None:
    if event.what == Status.CLAIMED:
        return event.staff_id
    if event.what == "assigned":
        return event.holder_id
    return None if event.what == Status.NEW else before.assignee_id
