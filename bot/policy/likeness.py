"""Which topic a question is most like: ridge regression on the likeness of questions, solved exactly at load.

A few hundred examples need no training loop: one linear system gives the weights, and the same system gives for each
example the scores that it would have got had it not been there, by which the gate learns what a sure answer looks like.
"""

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.policy.features import FAMILIES, Feature

Floats = NDArray[np.float32]

RIDGE: Final = 0.35
_SMALL: Final = 256


class Vocabulary:
    """The runs seen in the examples, each with its rarity; turns a question into a sparse vector of length about 1."""

    def __init__(self, examples: Sequence[Sequence[Feature]]) -> None:
        counts: dict[str, int] = {}
        for example in examples:
            for feature in example:
                counts[feature.key] = counts.get(feature.key, 0) + 1
        self.places = {key: place for place, key in enumerate(counts)}
        self.rarity = {key: log(1 + len(examples) / count) for key, count in counts.items()}
        self.rarest = log(1 + len(examples))

    def __len__(self) -> int:
        return len(self.places)

    def vector(self, found: Sequence[Feature]) -> tuple[NDArray[np.intp], Floats]:
        """Places and weights of the runs that are known. Unknown runs count in the length: they dilute the rest."""
        squares = dict.fromkeys(FAMILIES, 1e-9)
        rarities = [self.rarity.get(feature.key, self.rarest) for feature in found]
        for feature, rarity in zip(found, rarities, strict=True):
            squares[feature.family] += rarity * rarity
        scale = {family: (FAMILIES[family] / TOTAL / squares[family]) ** 0.5 for family in FAMILIES}
        pairs = [
            (self.places[feature.key], rarity * scale[feature.family])
            for feature, rarity in zip(found, rarities, strict=True)
            if feature.key in self.places
        ]
        places, weights = zip(*pairs, strict=True) if pairs else ((), ())
        return np.array(places, dtype=np.intp), np.array(weights, dtype=np.float32)


TOTAL: Final = sum(FAMILIES.values())


class Likeness:
    """Scores of a question for each class (column). About 1 for the class it is in, about 0 for the others."""

    def __init__(self, runs: Sequence[Sequence[Feature]], classes: Sequence[int], width: int) -> None:
        """`runs` are the features of each example, `width` is the number of classes."""
        self.vocabulary = Vocabulary(runs)
        vectors = [self.vocabulary.vector(found) for found in runs]
        wanted = np.zeros((len(runs), width), dtype=np.float32)
        wanted[np.arange(len(runs)), classes] = 1.0
        inverse = _alike(vectors, len(self.vocabulary))
        inverse[np.diag_indices_from(inverse)] += RIDGE
        _invert(inverse)
        solved = inverse @ wanted
        self.without: Floats = wanted - solved / np.diag(inverse)[:, None]
        """For each example the scores that it gets from all the others."""
        self.weights = _weights(vectors, solved, len(self.vocabulary))

    def scores(self, places: NDArray[np.intp], weights: Floats) -> Floats:
        """One score a class for the vector of a question."""
        return weights @ self.weights[places]


def _alike(vectors: Sequence[tuple[NDArray[np.intp], Floats]], width: int) -> Floats:
    """The likeness of each example with each, summed run by run: most runs are shared by few or none."""
    total = np.diag(np.array([weights @ weights for _, weights in vectors], dtype=np.float32))
    places = np.concatenate([places for places, _ in vectors])
    weights = np.concatenate([weights for _, weights in vectors])
    rows = np.repeat(np.arange(len(vectors)), [len(places) for places, _ in vectors])
    order = np.argsort(places, kind="stable")
    counts = np.bincount(places, minlength=width)
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


def _weights(vectors: Sequence[tuple[NDArray[np.intp], Floats]], solved: Floats, width: int) -> Floats:
    table = np.zeros((width, solved.shape[1]), dtype=np.float32)
    for (places, weights), row in zip(vectors, solved, strict=True):
        table[places] += np.outer(weights, row).astype(np.float32)
    return table
