"""A small linear classifier in plain numpy: sparse yes/no features in, one calibrated probability a class out.

Trained by mini-batch Adagrad on dense slices of the sparse rows: a batch touches a few thousand features, so that two
small matrix products do all the work. The same rows and seed give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Keys, Places, places

Floats = NDArray[np.float32]

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of the features `known` (sorted): a row for each and one for the bias at the end, a column a class.

    They are whole numbers of `unit`, which are finer than floats of 16 bits and are summed in a third of the time.
    """

    known: Keys
    weights: NDArray[np.int16]
    unit: float

    def scores(self, at: Places, features: int) -> Floats:
        """Log-odds of each class, not yet normalised, for a text of so many `features`, the known ones at `at`."""
        summed = np.add.reduce(self.weights.take(at, axis=0), axis=0, dtype=np.int32)
        return np.asarray(summed * (_scale(features) * self.unit) + self.weights[-1] * self.unit, dtype=np.float32)

    def leaning(self, features: Keys, best: int) -> Floats:
        """For each feature, how much more it speaks for the class `best` than for others; 0 for unknown ones."""
        at, found = places(features, self.known)
        rows = self.weights[at] * np.float32(self.unit)
        return np.where(found, rows[:, best] - rows.mean(axis=1), np.float32(0))


def _scale(features: int) -> float:
    """Between a sum and a mean: long texts have more features but are no surer. Unknown features count: they dilute."""
    return float(1.0 / np.sqrt(max(features, 8)))


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - np.maximum.reduce(scores, axis=-1, keepdims=True))
    powers /= np.add.reduce(powers, axis=-1, keepdims=True)
    return np.asarray(powers, dtype=np.float32)


def known_of(rows: Sequence[Keys], least: int) -> Keys:
    """The features that occur in at least `least` rows, sorted."""
    found, counts = np.unique(np.concatenate(rows), return_counts=True)
    return np.asarray(found[counts >= least])


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: passes, step size, pull towards zero, the seed of all chance, and how many passes to average.

    `hidden` is the share of a row's features that a step does not see, others each time: what is left has to tell.
    """

    passes: int = 12
    step: float = 0.5
    decay: float = 1e-5
    seed: int = 7
    averaged: int = 1
    hidden: float = 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from: rows of features (those not `known` dilute), their classes (0, 1, …) and weights."""

    rows: Sequence[Keys]
    known: Keys
    classes: Sequence[int]
    weights: Sequence[float]


def train(lesson: Lesson, recipe: Recipe) -> Linear:
    """A classifier of what `lesson` teaches: the mean of what the last passes arrived at, which owes less to chance."""
    rows = [_known_places(row, lesson.known) for row in lesson.rows]
    seen = np.array([_scale(len(row)) for row in lesson.rows], dtype=np.float32) / np.float32(1 - recipe.hidden)
    learned = np.zeros((len(lesson.known) + 1, max(lesson.classes) + 1), dtype=np.float32)
    squares = np.full_like(learned, 1e-3)
    wanted = np.eye(learned.shape[1], dtype=np.float32)[np.asarray(lesson.classes)]
    counted = np.asarray(lesson.weights, dtype=np.float32)
    shuffle = np.random.default_rng(recipe.seed)
    mean = np.zeros_like(learned)
    for turn in range(recipe.passes):
        order = shuffle.permutation(len(rows))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            shown = [rows[at][shuffle.random(len(rows[at])) >= recipe.hidden] for at in batch]
            _step((shown, seen[batch]), (wanted[batch], counted[batch]), (learned, squares), recipe)
        if turn >= recipe.passes - recipe.averaged:
            mean += learned / np.float32(recipe.averaged)
    unit = float(np.abs(mean).max()) / np.iinfo(np.int16).max
    return Linear(lesson.known, np.rint(mean / unit).astype(np.int16), unit)


def _known_places(row: Keys, known: Keys) -> NDArray[np.int32]:
    at, found = places(row, known)
    return at[found].astype(np.int32)


def _step(
    given: tuple[list[NDArray[np.int32]], Floats],
    asked: tuple[Floats, Floats],
    state: tuple[Floats, Floats],
    recipe: Recipe,
) -> None:
    (rows, scales), (wanted, counted), (learned, squares) = given, asked, state
    lengths = [len(row) for row in rows]
    touched, columns = np.unique(np.concatenate(rows), return_inverse=True)
    dense = np.zeros((len(rows), len(touched) + 1), dtype=np.float32)
    dense[np.repeat(np.arange(len(rows)), lengths), columns] = np.repeat(scales, lengths)
    dense[:, -1] = 1.0
    touched = np.append(touched, len(learned) - 1)
    now = learned[touched]
    wrong = (softmax(dense @ now) - wanted) * counted[:, None]
    slope = dense.T @ wrong / len(rows) + recipe.decay * now
    squares[touched] += slope**2
    learned[touched] = now - recipe.step * slope / np.sqrt(squares[touched])
