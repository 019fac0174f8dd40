"""What a change of the answers would do to the questions that were really asked."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.policy import Found, Problem

Find = Callable[[str, date], Found]


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer would be another: ids of the entries before and after ("" for none), how often asked."""

    question: str
    before: str
    after: str
    times: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`changed` are answered questions, `met` are missed ones that would get an answer; `broken` is what is wrong."""

    asked: int
    changed: tuple[Changed, ...]
    met: tuple[Changed, ...]
    broken: tuple[Problem, ...] = ()


def preview(before: Find, after: Find, answered: Iterable[str], missed: Iterable[str], on: date) -> Preview:
    """Ask all questions of both, the most frequent first."""
    asked, misses = Counter(answered), Counter(missed)
    changed = _differences(before, after, asked, on)
    met = [each for each in _differences(before, after, misses, on) if each.after]
    return Preview(asked.total() + misses.total(), tuple(changed), tuple(met))


def _differences(before: Find, after: Find, asked: Counter[str], on: date) -> list[Changed]:
    found = [
        Changed(question, _answer(before(question, on)), _answer(after(question, on)), times)
        for question, times in asked.most_common()
    ]
    return [each for each in found if each.before != each.after]


def _answer(found: Found) -> str:
    return found.entry.id if found.entry else ""
