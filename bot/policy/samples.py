"""The sample questions as sparse vectors, from question to runs and from run to questions."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Places
from bot.policy.features import Runs
from bot.policy.likeness import Floats, Vocabulary
from bot.policy.weights import spread

_COMMON: Final = 1_000
"""A run that more questions have says nothing of which are alike, and looking them all up takes long."""


class Samples:
    """Sample questions, each at its place; they have `width` different runs."""

    def __init__(self, vocabulary: Vocabulary, examples: Sequence[Runs]) -> None:
        """All runs of the examples are in the vocabulary."""
        vectors = [vocabulary.vector(example, vocabulary.looked_up(example.keys)) for example in examples]
        lengths = [len(at) for at, _ in vectors]
        self.width = len(vocabulary)
        self._begins = np.concatenate(([0], np.cumsum(lengths)))
        self._runs = np.concatenate([at.astype(np.int32) for at, _ in vectors])
        self._weights = np.concatenate([weights for _, weights in vectors])
        del vectors
        order = np.argsort(self._runs, kind="stable")
        self._having = np.repeat(np.arange(len(examples), dtype=np.int32), lengths)[order]
        self._having_weights = self._weights[order]
        self._counts = np.bincount(self._runs, minlength=self.width)
        self._having_begins = np.concatenate(([0], np.cumsum(self._counts)))

    def __len__(self) -> int:
        return len(self._begins) - 1

    def rows(self, numbers: Places) -> tuple[Places, NDArray[np.int32], Floats]:
        """The runs of these questions with their weights; first, for each, the place of its question in `numbers`."""
        where, lengths = spread(self._begins, numbers)
        return np.arange(len(numbers)).repeat(lengths), self._runs.take(where), self._weights.take(where)

    def likeness(self, numbers: Places) -> NDArray[np.float64]:
        """How much each of all questions is like these together, by the runs that are not too common."""
        _, runs, weights = self.rows(numbers)
        known, which = np.unique(runs, return_inverse=True)
        together = np.bincount(which, weights=weights)
        rare = self._counts[known] <= _COMMON
        where, lengths = spread(self._having_begins, known[rare].astype(np.intp))
        parts = self._having_weights.take(where) * together[rare].repeat(lengths)
        found = np.bincount(self._having.take(where), weights=parts, minlength=len(self))
        return found.astype(np.float64, copy=False)
