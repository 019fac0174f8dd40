"""A small linear classifier in plain numpy: sparse yes/no features in, one calibrated probability a class out.

Trained by mini-batch Adagrad on dense slices of the sparse rows: a batch touches a few thousand features, so that two
small matrix products do all the work. The same rows and seed give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Row = Sequence[str]

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights over a vocabulary: a row for each feature and one for the bias at the end, a column for each class."""

    vocabulary: dict[str, int]
    weights: Floats

    def scores(self, row: Row) -> Floats:
        """Log-odds of each class for a row of features, not yet normalised."""
        known = [at for at in map(self.vocabulary.get, row) if at is not None]
        return np.asarray(self.weights[known].sum(axis=0) * _scale(len(row)) + self.weights[-1], dtype=np.float32)

    def probabilities(self, row: Row) -> Floats:
        """The probability of each class."""
        return softmax(self.scores(row))


def _scale(features: int) -> float:
    """Between a sum and a mean: long texts have more features but are no surer. Unknown features count: they dilute."""
    return float(1.0 / np.sqrt(max(features, 8)))


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def vocabulary_of(rows: Sequence[Row], least: int = 2) -> dict[str, int]:
    """The features that occur in at least `least` rows, numbered in a stable order."""
    counts = Counter(feature for row in rows for feature in row)
    return {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: passes over the rows, step size, pull towards zero, and the seed of the shuffling."""

    passes: int = 12
    step: float = 0.5
    decay: float = 1e-5
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from: rows of features (those outside `vocabulary` dilute), their classes (0, 1, …) and weights."""

    rows: Sequence[Row]
    vocabulary: dict[str, int]
    classes: Sequence[int]
    weights: Sequence[float]


def train(lesson: Lesson, recipe: Recipe) -> Linear:
    """A classifier of what `lesson` teaches."""
    vocabulary, classes, weights = lesson.vocabulary, lesson.classes, lesson.weights
    rows = [np.array([vocabulary[name] for name in row if name in vocabulary], dtype=np.int64) for row in lesson.rows]
    scales = np.array([_scale(len(row)) for row in lesson.rows], dtype=np.float32)
    learned = np.zeros((len(vocabulary) + 1, max(classes) + 1), dtype=np.float32)
    squares = np.full_like(learned, 1e-3)
    wanted = np.eye(learned.shape[1], dtype=np.float32)[np.asarray(classes)]
    counted = np.asarray(weights, dtype=np.float32)
    shuffle = np.random.default_rng(recipe.seed)
    for _ in range(recipe.passes):
        order = shuffle.permutation(len(rows))
        for start in range(0, len(order), _BATCH):
            _step(order[start : start + _BATCH], (rows, scales), (wanted, counted), (learned, squares), recipe)
    return Linear(vocabulary, learned)


def _step(
    batch: NDArray[np.int64],
    given: tuple[list[NDArray[np.int64]], Floats],
    asked: tuple[Floats, Floats],
    state: tuple[Floats, Floats],
    recipe: Recipe,
) -> None:
    (rows, scales), (wanted, counted), (learned, squares) = given, asked, state
    lengths = [len(rows[at]) for at in batch]
    touched, columns = np.unique(np.concatenate([rows[at] for at in batch]), return_inverse=True)
    dense = np.zeros((len(batch), len(touched) + 1), dtype=np.float32)
    dense[np.repeat(np.arange(len(batch)), lengths), columns] = np.repeat(scales[batch], lengths)
    dense[:, -1] = 1.0
    touched = np.append(touched, len(learned) - 1)
    now = learned[touched]
    wrong = (softmax(dense @ now) - wanted[batch]) * counted[batch][:, None]
    slope = dense.T @ wrong / len(batch) + recipe.decay * now
    squares[touched] += slope**2
    learned[touched] = now - recipe.step * slope / np.sqrt(squares[touched])
