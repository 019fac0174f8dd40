"""How an entry of a list stands on a day. Pure."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SOON = timedelta(days=3)
"""So long before its last day staff are told of it."""


class State(StrEnum):
    """`ENDING`: its last day is near. `OVER`: it was yesterday or before, or the course has begun."""

    OPEN = "open"
    ENDING = "ending"
    OVER = "over"
    HELD = "held"
    FULL = "full"
    CLOSED = "closed"


def state_of(row: Any, on: date, *, full: bool = False) -> State:
    """The state of a row of any of the lists; `full`: nobody more is wanted."""
    if not getattr(row, "open", True):
        return State.CLOSED
    last = getattr(row, "closes_on", None)
    begins = getattr(row, "starts_on", None)
    if (last and last < on) or (begins and begins < on):
        return State.OVER
    if getattr(row, "held", False):
        return State.HELD
    if full:
        return State.FULL
    return State.ENDING if last and last - on <= SOON else State.OPEN
