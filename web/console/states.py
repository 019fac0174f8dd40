"""How an entry of the policy answers stands, and what staff have to do about it."""

from datetime import date
from enum import Enum

from bot.policy import Entry


class State(Enum):
    """The worst first. Each has a word, and whether it is a task."""

    EXPIRED = ("过期了", True)
    STALE = ("本县的数过期了", True)
    REVIEW = ("该核对了", True)
    MISSING = ("等县里的数", False)
    GOOD = ("好", False)

    def __init__(self, word: str, task: bool) -> None:
        self.word = word
        self.task = task

    @property
    def rank(self) -> int:
        """Its place in the list."""
        return list(State).index(self)


def of(entry: Entry, on: date) -> State:
    """How the entry stands on that day."""
    if entry.expired(on):
        return State.EXPIRED
    if any(not each.current(on) for each in entry.county):
        return State.STALE
    if entry.review < on:
        return State.REVIEW
    return State.MISSING if entry.open_points(on) else State.GOOD
