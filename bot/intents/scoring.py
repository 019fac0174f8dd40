"""How well readings agree with labels: accuracy, by label and by style, confusions, rejects; and how long they took."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Score:
    """Counts over labelled texts. `confusions` are (wanted, got) pairs; `rejected` is the label of a refusal.

    `styled` and `right_styled` count by the style that a table names. `times` are what each text took, in seconds.
    """

    rejected: str
    wanted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    styled: Counter[str] = field(default_factory=Counter)
    right_styled: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def add(self, wanted: str, got: str, style: str = "", took: float = 0.0) -> None:
        """Count one text of a `style` (none: "") that `took` so many seconds."""
        self.wanted[wanted] += 1
        self.times.append(took)
        if style:
            self.styled[style] += 1
        if wanted == got:
            self.right[wanted] += 1
            self.right_styled[style] += 1
        else:
            self.confusions[wanted, got] += 1

    def slowest(self, share: float) -> float:
        """The time that this share of the texts did not exceed, in milliseconds; 0 for no text."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0

    @property
    def accuracy(self) -> float:
        """The share of texts that were read as labelled; 0 for none."""
        return self.right.total() / max(self.wanted.total(), 1)

    @property
    def rejects(self) -> int:
        """How many texts that should have been understood were refused."""
        return sum(count for (_, got), count in self.confusions.items() if got == self.rejected)

    @property
    def false_alarms(self) -> int:
        """How many texts that should have been refused were acted on."""
        return sum(count for (wanted, _), count in self.confusions.items() if wanted == self.rejected)

    def as_json(self) -> dict[str, object]:
        """The score as plain values."""
        return {
            "texts": self.wanted.total(),
            "accuracy": round(self.accuracy, 4),
            "rejects": self.rejects,
            "false_alarms": self.false_alarms,
            "median_ms": round(self.slowest(0.5), 3),
            "p99_ms": round(self.slowest(0.99), 3),
            "labels": _shares(self.wanted, self.right),
            "styles": _shares(self.styled, self.right_styled),
            "confusions": [
                {"wanted": wanted, "got": got, "texts": count} for (wanted, got), count in self.confusions.most_common()
            ],
        }

    def table(self) -> Iterable[str]:
        """The score as lines for people."""
        yield from _lines(self.wanted, self.right)
        yield f"{'all':28}{self.right.total():5} / {self.wanted.total():<5}{self.accuracy:7.1%}"
        yield from _lines(self.styled, self.right_styled)
        yield f"refused though ours: {self.rejects}; acted on though not ours: {self.false_alarms}"
        yield f"a message took: median {self.slowest(0.5):.2f} ms, p99 {self.slowest(0.99):.2f} ms"
        for (wanted, got), count in self.confusions.most_common(20):
            yield f"  {count:4} × {wanted} read as {got}"


def _shares(counted: Counter[str], right: Counter[str]) -> dict[str, object]:
    return {
        name: {"texts": count, "right": right[name], "accuracy": round(right[name] / count, 4)}
        for name, count in sorted(counted.items())
    }


def _lines(counted: Counter[str], right: Counter[str]) -> Iterable[str]:
    for name, count in sorted(counted.items()):
        yield f"{name:28}{right[name]:5} / {count:<5}{right[name] / count:7.1%}"
