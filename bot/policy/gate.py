"""How sure the likeliest topic is: a few signs of sureness, weighed by logistic regression into a probability."""

from collections.abc import Sequence
from math import exp, log1p
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_STEPS: Final = 30
_CALM: Final = 1.0  # keeps weights finite where the examples can be told apart completely


class Extent(NamedTuple):
    """How many runs of a question name a thing, how rare they are together, and those that its likeliest topic has."""

    runs: int
    rarity: float
    known: float


def signs(scores: NDArray[np.float64], near: Sequence[int], extent: Extent) -> tuple[float, ...]:
    """The signs of a question with these `scores`, the last of them that of what is not ours; `near` are the likeliest.

    In a long story the lead is smaller and means more.
    """
    first, second = float(scores[near[0]]), float(scores[near[1]]) if len(near) > 1 else 0.0
    lead, length, share = first - second, log1p(extent.runs), extent.known / max(extent.rarity, 1e-9)
    return (1.0, first, lead, float(scores[-1]), share, log1p(extent.known), length, lead * length)


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


def sureness(row: Sequence[float], weights: Sequence[float]) -> float:
    """The same of one row."""
    worth = sum(sign * weight for sign, weight in zip(row, weights, strict=True))
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, worth))))
