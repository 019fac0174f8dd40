"""How much a text is like the most similar written example of each class: what a linear classifier cannot remember.

Cosine over the features that are worth comparing (words, pairs of characters and of sounds, concepts), each weighed by
how rare it is. Kept as plain arrays: for each feature the examples that have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.intents.features import COMPARED, Look
from bot.intents.linear import Floats
from bot.language.runs import Keys, Places

Kind = TypeVar("Kind", bound=np.generic)

_COMMON: Final = 0.02
"""Features of a larger share of the examples (我, 吗) are passed over: slow to compare and no help."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """`starts[n]` to `starts[n + 1]` are the places in `holders` and `parts` of the n-th of the features known.

    Examples are numbered by class: class c begins at `bounds[c]`, and no class is empty. `holders` are the examples
    that have a feature, `parts` is what it adds to the likeness with each. `rarity` is a feature's weight; there are
    `count` examples.
    """

    starts: NDArray[np.int32]
    holders: NDArray[np.int32]
    parts: Floats
    rarity: Floats
    bounds: NDArray[np.int32]
    count: int

    def likeness(self, at: Places, unknown: int) -> Floats:
        """For each class the cosine (0 to 1) with its most similar example.

        `at` are the places of a text's compared features, of which so many more are `unknown`.
        """
        weights = self.rarity.take(at)
        length = unknown * log(self.count) ** 2 + float(weights @ weights)
        if not len(at) or not length:
            return np.zeros(len(self.bounds), dtype=np.float32)
        span = _spans(self.starts.take(at), self.starts.take(at + 1))
        summed = np.bincount(self.holders.take(span), weights=self.parts.take(span), minlength=self.count)
        nearest = np.maximum.reduceat(summed, self.bounds)
        return np.asarray(nearest / length**0.5, dtype=np.float32)


def _spans(starts: NDArray[np.int32], ends: NDArray[np.int32]) -> Places:
    """Every place from each start to before its end, one span after the other."""
    sizes = ends - starts
    upto = sizes.cumsum()
    return np.asarray(np.arange(upto[-1]) + (starts - upto + sizes).repeat(sizes))


def compared(seen: Look, row: NDArray[Kind]) -> NDArray[Kind]:
    """Of a text's `row`, or of what was found for it, the part of the features that are worth comparing."""
    return row[: seen.bounds[COMPARED]]


def index(rows: Sequence[Keys], classes: Sequence[int], known: Keys) -> Nearest:
    """The index of examples, given what is `compared` of each and their `classes` (0, 1, … without a gap).

    `known` are all features that there are places for, those compared and others.
    """
    order = np.argsort(np.asarray(classes), kind="stable")
    every = known.searchsorted(np.concatenate([rows[at] for at in order]))
    owners = np.repeat(np.arange(len(rows)), [len(rows[at]) for at in order])
    sizes = np.bincount(every, minlength=len(known))
    rarity = np.where(sizes > _COMMON * len(rows), 0.0, np.log(len(rows) / np.maximum(sizes, 1))).astype(np.float32)
    told = rarity[every] > 0
    every, owners = every[told], owners[told]
    sizes[rarity == 0] = 0
    holders = owners[np.argsort(every, kind="stable")]
    weights = np.repeat(rarity, sizes)
    lengths = np.sqrt(np.bincount(holders, weights=weights**2, minlength=len(rows)))
    return Nearest(
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        holders.astype(np.int32),
        (weights**2 / np.maximum(lengths, 1e-6)[holders]).astype(np.float32),
        rarity,
        np.searchsorted(sorted(classes), range(max(classes) + 1)).astype(np.int32),
        len(rows),
    )
