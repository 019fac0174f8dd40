"""What is solved entry by entry, held against what it stands for."""

import numpy as np
from numpy.typing import NDArray

from bot.policy.features import features
from bot.policy.likeness import Vocabulary
from bot.policy.samples import Samples
from bot.policy.solving import _RIDGE, _SMALL, Solved, _invert, solve
from bot.policy.weights import _COMMON, Column, Weights

Floats = NDArray[np.float64]

OURS = ["鸡蛋怎么领", "哪里发鸡蛋", "鸡蛋发几个", "雨伞怎么领", "哪里发雨伞", "雨伞发几把", "雨伞坏了怎么办"]
STRANGERS = ["房子怎么买", "哪里买房子", "鸭蛋怎么卖"]


def solved() -> tuple[Samples, Solved]:
    """The entry of eggs."""
    found = [features(text) for text in OURS + STRANGERS]
    samples = Samples(Vocabulary.of(found), found)
    return samples, solve(samples, np.arange(3), len(OURS))


def table(samples: Samples, near: NDArray[np.intp]) -> Floats:
    """These questions as rows of a dense table."""
    rows, runs, weights = samples.rows(near)
    found = np.zeros((len(near), samples.width))
    found[rows, runs] = weights
    return found


def fitted(vectors: Floats, wanted: Floats, worth: Floats) -> Floats:
    """Ridge regression as in the books: weights of runs under which questions of this worth score what is wanted."""
    curve = vectors.T @ (vectors * worth[:, None]) + _RIDGE * np.eye(vectors.shape[1])
    return np.asarray(np.linalg.solve(curve, vectors.T @ (worth * wanted)), dtype=np.float64)


def test_an_entry_is_told_from_the_questions_near_to_it_by_ridge_regression() -> None:
    samples, entry = solved()
    assert set(range(3)) < set(entry.near.tolist())
    vectors, wanted = table(samples, entry.near), (entry.near < 3).astype(float)
    others = len(entry.near) - 3
    worth = np.where(wanted > 0, others / 3, 1.0)
    weights = fitted(vectors, wanted, worth)
    np.testing.assert_allclose(entry.weights, weights[entry.runs], atol=1e-4)
    for row, score in enumerate(entry.without):
        rest = np.arange(len(vectors)) != row
        expected = vectors[row] @ fitted(vectors[rest], wanted[rest], worth[rest])
        np.testing.assert_allclose(score, expected, atol=1e-4)


def test_a_common_run_is_looked_up_for_the_likely_only() -> None:
    rng = np.random.default_rng(1)
    width = _COMMON + 100
    own = [(np.array([0, 1 + number], np.int32), rng.random(2, np.float32)) for number in range(width)]
    columns: list[Column] = [*own[:-1], (np.array([0], np.int32), np.array([0.5], np.float32))]
    weights = Weights.of(columns, width + 1)
    scores = weights.scores(np.array([0, 8]), np.array([0.3, 0.7], np.float32))
    np.testing.assert_allclose(scores[7], own[7][1] @ [0.3, 0.7], atol=1e-6)
    np.testing.assert_allclose(scores[-1], 0.15, atol=1e-6)
    assert np.count_nonzero(scores) < 100
    np.testing.assert_allclose(weights.for_class(np.array([8, 0]), 7), own[7][1][::-1], atol=1e-6)


def test_many_questions_that_are_nearly_the_same_are_told_apart_in_single_precision() -> None:
    size = 2 * _SMALL + 30
    alike = np.ones((size, size), dtype=np.float32)
    alike[np.diag_indices(size)] += np.float32(0.01)
    root = alike.copy()
    _invert(root)
    np.testing.assert_allclose(root @ alike @ root.T, np.eye(size), atol=0.01)
    assert not np.triu(root, 1).any()
