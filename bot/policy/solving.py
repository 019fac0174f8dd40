"""Which questions are an entry's: ridge regression on the likeness of questions, solved among those that are near.

Each class (an entry, or what is not ours) is told apart from the questions most like its own and from no others: far
ones share next to no runs with it, and many of them would only press its scores down. So the work grows with the number
of entries, not with its cube.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Places
from bot.policy.likeness import Floats
from bot.policy.samples import Samples
from bot.policy.weights import stretches

_RIDGE: Final = 0.7
_ENTRIES, _STRANGERS = 6, 3
"""So many questions of other entries, and of what is not ours, for each of an entry's own."""
_AT_LEAST: Final = 16
"""An entry of few questions is told apart as if it had so many."""
_IN_ONE_GO: Final = 250_000
_SMALL: Final = 128


@dataclass(frozen=True, slots=True)
class Solved:
    """What tells one class from those near to it.

    `runs` and `weights`: a question with these runs scores about 1 if it is of the class, about 0 if it is not.
    `near` are the examples that it was learnt from, `without` is what each would score had it not been there.
    """

    runs: NDArray[np.int32]
    weights: Floats
    near: Places
    without: Floats


_NONE: Final = np.zeros(0, dtype=np.float32)
_NOTHING: Final = Solved(_NONE.astype(np.int32), _NONE, _NONE.astype(np.intp), _NONE)


def solve(samples: Samples, own: Places, ours: int) -> Solved:
    """The class whose questions are `own`; the first `ours` of the samples are those of entries."""
    if not len(own):
        return _NOTHING
    near = np.concatenate((own, _against(samples, own, ours)))
    rows, runs, weights = samples.rows(near)
    order = np.argsort(runs)
    rows, runs, weights = rows[order], runs[order], weights[order]
    alike = _alike(rows, runs, weights, len(near))
    alike[np.diag_indices_from(alike)] += _ridge(len(own), len(near) - len(own))
    _invert(alike)
    wanted = np.zeros(len(near), dtype=np.float32)
    wanted[: len(own)] = 1.0
    parts = alike.T @ (alike @ wanted)
    without = wanted - parts / np.einsum("ij,ij->j", alike, alike)
    first = np.flatnonzero(np.diff(runs, prepend=-1))
    heavy = np.add.reduceat(weights * parts.take(rows), first)
    return Solved(runs[first], heavy, near, without.astype(np.float32))


def _against(samples: Samples, own: Places, ours: int) -> Places:
    """The questions of others that are most like its own."""
    likeness = samples.likeness(own)
    likeness[own] = 0.0
    if own[0] >= ours:
        return _highest(likeness[:ours], len(own))
    many = max(len(own), _AT_LEAST)
    strangers = ours + _highest(likeness[ours:], _STRANGERS * many)
    return np.concatenate((_highest(likeness[:ours], _ENTRIES * many), strangers))


def _ridge(own: int, others: int) -> Floats:
    """What is added to each question's likeness with itself: its own count together as much as all others."""
    return np.repeat(np.array([_RIDGE * own / max(own, others), _RIDGE], dtype=np.float32), [own, others])


def _highest(likeness: NDArray[np.float64], many: int) -> Places:
    """Where the highest of these are, if they are above 0."""
    some = np.flatnonzero(likeness)
    if len(some) > many:
        some = some[np.argpartition(likeness[some], len(some) - many)[len(some) - many :]]
    return some


def _alike(rows: Places, runs: NDArray[np.int32], weights: Floats, size: int) -> Floats:
    """The likeness of each of `size` questions with each, from all pairs that share a run; `runs` are sorted."""
    every = np.arange(len(runs))
    later = runs.searchsorted(runs, side="right") - every - 1  # so many that follow have the same run
    total = np.zeros(size * size, dtype=np.float32)
    for some in np.split(every, np.searchsorted(later.cumsum(), np.arange(_IN_ONE_GO, later.sum(), _IN_ONE_GO))):
        lengths = later[some]
        one, other = some.repeat(lengths), stretches(some + 1, lengths)
        np.add.at(total, rows.take(one) * size + rows.take(other), weights.take(one) * weights.take(other))
    alike = total.reshape(size, size)
    alike += alike.T
    alike[np.diag_indices(size)] = np.bincount(rows, weights=weights**2, minlength=size)
    return alike


def _invert(matrix: Floats) -> None:
    """Put the inverse of its lower Cholesky factor in the place of a positive definite matrix, by halves and in place.

    `matrix.T @ matrix` is then the inverse. That itself is not computed: its rounding errors grow with the square of
    the largest eigenvalue, which many questions that are nearly the same make large.
    """
    if len(matrix) <= _SMALL:
        matrix[:] = np.tril(np.linalg.inv(np.linalg.cholesky(matrix)))
        return
    half = len(matrix) // 2
    first, across, second = matrix[:half, :half], matrix[half:, :half], matrix[half:, half:]
    _invert(first)
    across[:] = across @ first.T
    second -= across @ across.T
    _invert(second)
    across[:] = -(second @ (across @ first))
    matrix[:half, half:] = 0.0
