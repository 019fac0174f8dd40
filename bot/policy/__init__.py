"""Policy answers: word for word what staff wrote in knowledge/policy_faq.md, with source and date, or none."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic of the FAQ. `service` names what it leads to ("job", "training", "produce", "staff" or "").

    `facts` are the ids of the facts it rests on (knowledge/policy_facts.tsv), `note` is the caveat shown below the
    answer. `missing` says what the county has yet to supply (as the words of a sentence), `county` is what it has
    supplied, with its source; what is shown of the two is decided by `phrases.policy`.
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
    county: str = ""

    def valid(self, on: date) -> bool:
        """Whether the entry may be told to people on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


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
    `because` are the words that decided, for staff to read. `ranked` are the ids of the three likeliest entries.
    """

    entry: Entry | None = None
    offered: tuple[Entry, ...] = ()
    best: str = ""
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()


class PolicyBook(Protocol):
    """The FAQ, searchable."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the file."""
        ...

    def find(self, question: str, on: date) -> Found:
        """What answers `question` on day `on`; entries that are not valid then are passed over. Never raises."""
        ...

    def entry(self, topic: str) -> Entry | None:
        """The entry with this id."""
        ...
