"""How well readings agree with labels: accuracy, confusions, rejects."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Score:
    """Counts over labelled texts. `confusions` are (wanted, got) pairs; `rejected` is the label of a refusal."""

    rejected: str
    wanted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, wanted: str, got: str) -> None:
        """Count one text."""
        self.wanted[wanted] += 1
        if wanted == got:
            self.right[wanted] += 1
        else:
            self.confusions[wanted, got] += 1

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
            "labels": {
                label: {"texts": count, "right": self.right[label], "accuracy": round(self.right[label] / count, 4)}
                for label, count in sorted(self.wanted.items())
            },
            "confusions": [
                {"wanted": wanted, "got": got, "texts": count} for (wanted, got), count in self.confusions.most_common()
            ],
        }

    def table(self) -> Iterable[str]:
        """The score as lines for people."""
        for label, count in sorted(self.wanted.items()):
            yield f"{label:28}{self.right[label]:5} / {count:<5}{self.right[label] / count:7.1%}"
        yield f"{'all':28}{self.right.total():5} / {self.wanted.total():<5}{self.accuracy:7.1%}"
        yield f"refused though ours: {self.rejects}; acted on though not ours: {self.false_alarms}"
        for (wanted, got), count in self.confusions.most_common(20):
            yield f"  {count:4} × {wanted} read as {got}"
