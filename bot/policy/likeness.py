"""Which topic a question is most like: ridge regression on the likeness of questions, solved exactly at load.

A few hundred examples need no training loop: one linear system gives the weights, and the same system gives for each
example the scores that it would have got had it not been there, by which the gate learns what a sure answer looks like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Keys, Places, Table
from bot.policy.features import FAMILIES, Runs

Floats = NDArray[np.float32]

RIDGE: Final = 0.35
_SMALL: Final = 256
_SHARES: Final = np.array(list(FAMILIES.values())) / sum(FAMILIES.values())


class LookedUp(NamedTuple):
    """Of each run of a question: its place in the vocabulary, whether it is there at all, and how rare it is."""

    at: Places
    found: NDArray[np.bool_]
    rarities: Floats


@dataclass(frozen=True)
class Vocabulary:
    """The runs seen in the examples (sorted), each with its rarity; turns a question into a sparse vector."""

    known: Keys
    rarity: Floats
    rarest: float

    @classmethod
    def of(cls, examples: Sequence[Runs]) -> "Vocabulary":
        """The runs of these examples."""
        known, counts = np.unique(np.concatenate([example.keys for example in examples]), return_counts=True)
        return cls(known, np.log(1 + len(examples) / counts).astype(np.float32), float(np.log(1 + len(examples))))

    @cached_property
    def _table(self) -> Table:
        return Table(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def looked_up(self, keys: Keys) -> LookedUp:
        """What is known of these runs; one that was never seen is as rare as can be."""
        at, found = self._table.places(keys)
        rarities = self.rarity.take(at)
        rarities[~found] = self.rarest
        return LookedUp(at, found, rarities)

    def vector(self, question: Runs, runs: LookedUp) -> tuple[Places, Floats]:
        """Places and weights of the runs that are known; of length about 1.

        Unknown runs count in the length: they dilute the rest. What was typed in Latin letters is only heard, and its
        sounds count for its characters, too.
        """
        squares = np.bincount(question.families, weights=runs.rarities**2, minlength=len(_SHARES)) + 1e-9
        there = np.bincount(question.families, minlength=len(_SHARES)) > 0
        shares = _SHARES / _SHARES[there].sum() if question.typed else _SHARES
        weights = runs.rarities * np.sqrt(shares / squares).take(question.families)
        return runs.at[runs.found], weights[runs.found].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Solved:
    """What the examples teach: the weight of each run for each class, and of each example the scores without it."""

    weights: Floats
    without: Floats


def solve(vocabulary: Vocabulary, examples: Sequence[Runs], classes: Sequence[int], width: int) -> Solved:
    """Weights under which a question scores about 1 for the class it is in, about 0 for the other `width` - 1."""
    vectors = [vocabulary.vector(example, vocabulary.looked_up(example.keys)) for example in examples]
    wanted = np.zeros((len(examples), width), dtype=np.float32)
    wanted[np.arange(len(examples)), classes] = 1.0
    inverse = _alike(vectors, len(vocabulary))
    inverse[np.diag_indices_from(inverse)] += RIDGE
    _invert(inverse)
    solved = inverse @ wanted
    without = wanted - solved / np.diag(inverse)[:, None]
    return Solved(_weights(vectors, solved, len(vocabulary)), without)


def _alike(vectors: Sequence[tuple[Places, Floats]], width: int) -> Floats:
    """The likeness of each example with each, summed run by run: most runs are shared by few or none."""
    total = np.diag(np.array([weights @ weights for _, weights in vectors], dtype=np.float32))
    columns = np.concatenate([at for at, _ in vectors])
    weights = np.concatenate([weights for _, weights in vectors])
    rows = np.repeat(np.arange(len(vectors)), [len(at) for at, _ in vectors])
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns, minlength=width)
    ends = np.cumsum(counts)
    for end, count in zip(ends[counts > 1], counts[counts > 1], strict=True):
        sharing = order[end - count : end]
        mine, heavy = rows[sharing], weights[sharing]
        products = heavy[:, None] * heavy
        np.fill_diagonal(products, 0.0)  # is in `total` already
        total[mine[:, None], mine] += products
    return total


def _invert(matrix: Floats) -> None:
    """Put the inverse of a symmetric positive definite matrix in its place.

    By halves it is half the work, and no copy of the whole is made.
    """
    if len(matrix) <= _SMALL:
        matrix[:] = np.linalg.inv(matrix)
        return
    half = len(matrix) // 2
    first, across, second = matrix[:half, :half], matrix[:half, half:], matrix[half:, half:]
    _invert(first)
    step = first @ across
    second -= across.T @ step
    _invert(second)
    across[:] = -(step @ second)
    matrix[half:, :half] = across.T
    first -= across @ step.T


def _weights(vectors: Sequence[tuple[Places, Floats]], solved: Floats, width: int) -> Floats:
    table = np.zeros((width, solved.shape[1]), dtype=np.float32)
    for (at, weights), row in zip(vectors, solved, strict=True):
        table[at] += np.outer(weights, row).astype(np.float32)
    return table
