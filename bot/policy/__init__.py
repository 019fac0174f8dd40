"""Policy answers: word for word what staff wrote in knowledge/policy_faq.md, with source and date, or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the county supplied for an entry: `said`, where that is written, of which day, told until when.

    `said` may begin with the point of `Entry.missing` that it settles, and a colon: 一个月多少：保洁员800元. `by` is
    who filled it in.
    """

    said: str
    source: str
    dated: date
    until: date | None = None
    by: str = ""

    def current(self, on: date) -> bool:
        """Whether it may be told on that day."""
        return self.until is None or on <= self.until

    def settles(self, point: str) -> bool:
        """Whether it is about this point of what is missing."""
        return self.said.startswith((f"{point}：", f"{point}:"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic of the FAQ. `service` names what it leads to ("job", "training", "produce", "staff" or "").

    `facts` are the ids of the facts it rests on (knowledge/policy_facts.tsv), `note` is the caveat shown below the
    answer. `missing` names the points that only the county can supply (joined by 、), `county` is what it has
    supplied of them.
    """

    id: str
    title: str
    questions: tuple[str, ...]
    answer: str
    more: str
    source: str
    valid_from: date
    valid_until: date | None
    review: date
    service: str
    line: int
    facts: tuple[str, ...] = ()
    note: str = ""
    missing: str = ""
    county: tuple[Supplied, ...] = ()

    def begun(self, on: date) -> bool:
        """Whether the entry may be told to people on that day, be it as something that was."""
        return self.valid_from <= on

    def expired(self, on: date) -> bool:
        """Whether it must not be told as current any more."""
        return self.valid_until is not None and self.valid_until < on

    def current(self, on: date) -> bool:
        """Whether the entry may be told as what holds on that day."""
        return self.begun(on) and not self.expired(on)

    def supplied(self, on: date) -> tuple[Supplied, ...]:
        """What the county supplied and still stands by."""
        return tuple(each for each in self.county if each.current(on))

    def open_points(self, on: date) -> tuple[str, ...]:
        """The points that nothing current settles; what names no point settles all."""
        points = tuple(point for point in self.missing.split("、") if point)
        told = self.supplied(on)
        if any(not any(each.settles(point) for point in points) for each in told):
            return ()
        return tuple(point for point in points if not any(each.settles(point) for each in told))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that staff have to put right: in which file and line (from 1), and what, in Chinese."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the book has for a question: one `entry`, or up to three to choose from (`offered`), or neither.

    `confidence` (0 to 1) belongs to the best entry, `best` is that entry's id even when it was not sure enough.
    `ranked` are the ids of the three likeliest entries. `why` finds the words that decided, when somebody asks.
    """

    entry: Entry | None = None
    offered: tuple[Entry, ...] = ()
    best: str = ""
    confidence: float = 0.0
    ranked: tuple[str, ...] = ()
    why: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def because(self) -> tuple[str, ...]:
        """The words that decided, for staff to read."""
        return self.why()


class PolicyBook(Protocol):
    """The FAQ, searchable."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the file."""
        ...

    def find(self, question: str, on: date) -> Found:
        """What answers `question` on day `on`; entries that begin later are passed over. Never raises.

        An entry that has expired may be found: `phrases.policy.answer` then says that it is of then.
        """
        ...

    def entry(self, topic: str) -> Entry | None:
        """The entry with this id."""
        ...
