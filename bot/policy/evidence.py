"""The facts that answers rest on: knowledge/policy_facts.tsv, one fact a line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOLD: Final = frozenset({"通知", "目标", "A", "B"})
"""Grades that people may be told: the notice, its targets of 2018, law, and what needs the county's caveat (B)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: where it is written, and what it says. Grade C is for staff only."""

    id: str
    grade: str
    where: str
    text: str


def read_facts(path: Path) -> dict[str, Fact]:
    """All facts by id. The first line names the columns. Raises OSError, ValueError for a line that is no fact."""
    facts: dict[str, Fact] = {}
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 4 or cells[1] not in TOLD | {"C"}:
            raise ValueError(f"{path.name}:{number}: {line!r}")
        facts[cells[0]] = Fact(*cells)
    return facts
