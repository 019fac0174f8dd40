"""What each run weighs for each class, as far as it weighs anything: most runs speak for few of many entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Places

Floats = NDArray[np.float32]
Column = tuple[NDArray[np.int32], Floats]
"""The runs of one class, and what each weighs."""

_LEAST: Final = 0.005
"""What weighs less is left out; a score is about 1 and a run's part in a question about 0.1."""
_COMMON: Final = 500
"""A run that speaks for more classes makes none likely by itself: such runs would hide the telling ones."""
_LIKELY: Final = 64


@dataclass(frozen=True)
class Weights:
    """Run by run: those of run n stand from `begins[n]` to `begins[n + 1]`, with the classes that they are for, sorted.

    There are `width` classes.
    """

    begins: NDArray[np.int64]
    classes: NDArray[np.int32]
    weights: Floats
    width: int

    @classmethod
    def of(cls, columns: Sequence[Column], runs: int) -> "Weights":
        """From each class's runs with their weights, class by class; there are so many `runs`."""
        at = np.concatenate([told for told, _ in columns])
        order = np.argsort(at, kind="stable")
        begins = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=runs))))
        del at
        classes = np.repeat(np.arange(len(columns), dtype=np.int32), [len(told) for told, _ in columns])[order]
        return cls(begins, classes, np.concatenate([weights for _, weights in columns])[order], len(columns))

    @cached_property
    def _any_common(self) -> bool:
        return bool((np.diff(self.begins) > _COMMON).any())

    def scores(self, at: Places, weights: Floats) -> NDArray[np.float64]:
        """What a question of these runs scores for each class.

        Common runs are looked up for those classes only that the others make likely, so that it takes about as long
        however many classes there are.
        """
        if not self._any_common:
            return self._summed(at, weights)
        common = self.begins.take(at + 1) - self.begins.take(at) > _COMMON
        found = self._summed(at[~common], weights[~common])
        likely = np.append(np.sort(np.argpartition(found[:-1], -_LIKELY)[-_LIKELY:]), self.width - 1)
        for run, weight in zip(at[common].tolist(), weights[common].tolist(), strict=True):
            begin, end = self.begins[run], self.begins[run + 1]
            where = begin + self.classes[begin : end - 1].searchsorted(likely)
            found[likely] += weight * self.weights.take(where) * (self.classes.take(where) == likely)
        return found

    def _summed(self, at: Places, weights: Floats) -> NDArray[np.float64]:
        where, lengths = spread(self.begins, at)
        parts = self.weights.take(where) * weights.repeat(lengths)
        found = np.bincount(self.classes.take(where), weights=parts, minlength=self.width)
        return found.astype(np.float64, copy=False)  # of nothing it makes whole numbers

    def for_class(self, at: Places, number: int) -> NDArray[np.float64]:
        """What these runs weigh for one class."""
        where, lengths = spread(self.begins, at)
        its = self.classes.take(where) == number
        rows = np.arange(len(at)).repeat(lengths)[its]
        return np.bincount(rows, self.weights.take(where[its]), len(at)).astype(np.float64, copy=False)


def spread(begins: NDArray[np.int64], at: Places) -> tuple[Places, Places]:
    """Every place from `begins[n]` to `begins[n + 1]`, for each n of `at` in turn, and how many these are."""
    starts = begins.take(at)
    lengths = begins.take(at + 1) - starts
    return stretches(starts, lengths), lengths


def stretches(starts: Places, lengths: Places) -> Places:
    """Every place of these stretches, one after the other."""
    where: Places = (starts - lengths.cumsum() + lengths).repeat(lengths)
    where += np.arange(len(where))
    return where


def heavy(runs: NDArray[np.int32], weights: Floats) -> Column:
    """Those of the runs that weigh anything."""
    some = np.abs(weights) >= _LEAST
    return runs[some], weights[some]
