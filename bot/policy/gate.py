"""How sure the likeliest topic is: a few signs of sureness, weighed by logistic regression into a probability."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_STEPS: Final = 30
_CALM: Final = 1.0  # keeps weights finite where the examples can be told apart completely


def signs(scores: Numbers, topics: int, extent: Numbers) -> Numbers:
    """The signs of each row of `scores` (first `topics` columns are topics, the rest what is not ours).

    `extent` holds for each row how many runs of the question name a thing, how rare they are together, and how rare
    those of them are that stand in its likeliest topic. In a long story the lead is smaller and means more.
    """
    ours = -np.sort(-scores[:, :topics], axis=1)
    strange = scores[:, topics:].max(axis=1)
    first, lead = ours[:, 0], ours[:, 0] - ours[:, 1]
    length, known = np.log1p(extent[:, 0]), np.log1p(extent[:, 2])
    share = extent[:, 2] / np.maximum(extent[:, 1], 1e-9)
    return np.column_stack([np.ones(len(scores)), first, lead, strange, share, known, length, lead * length])


def learn(rows: Numbers, right: NDArray[np.bool_]) -> Numbers:
    """Weights of the signs, from examples of which `right` says whether their likeliest topic was the right one."""
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        sure = chance(rows, weights)
        slope = rows.T @ (right - sure) - _CALM * weights
        curve = (rows * (sure * (1 - sure))[:, None]).T @ rows + _CALM * np.eye(rows.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def chance(rows: Numbers, weights: Numbers) -> Numbers:
    """The probability, row by row, that the likeliest topic is the right one."""
    return 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
