"""How sure the likeliest topic is: a few signs of sureness, weighed by logistic regression into a probability."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_STEPS: Final = 30
_CALM: Final = 1.0  # keeps weights finite where the examples can be told apart completely


def signs(scores: Numbers, topics: int, known: Numbers) -> Numbers:
    """The signs of each row of `scores` (first `topics` columns are topics, the rest what is not ours).

    `known` holds for each row how much of the question is written somewhere under its likeliest topic (0 to 1).
    """
    ours = -np.sort(-scores[:, :topics], axis=1)
    strange = scores[:, topics:].max(axis=1)
    first, second = ours[:, 0], ours[:, 1]
    return np.column_stack([np.ones(len(scores)), first, first - second, strange, first * known, known])


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
