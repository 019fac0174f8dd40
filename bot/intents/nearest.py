"""How much a text is like the most similar written example of each class: what a linear classifier cannot remember.

Cosine over the features that are worth comparing (words, pairs of characters and of sounds, concepts), each weighed by
how rare it is. Kept as plain arrays: for each feature the examples that have it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.intents.linear import Floats, Row

_COMMON: Final = 0.06
"""Features of a larger share of the examples (我, 吗) are passed over: slow to compare and no help."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """`starts[n]` to `starts[n + 1]` are the places in `holders` and `shares` of feature n of `vocabulary`.

    Examples are numbered by class: class c begins at `bounds[c]`, and no class is empty. `rarity` is a feature's
    weight; `shares` are already divided by the length of their example.
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int32]
    holders: NDArray[np.int32]
    shares: Floats
    rarity: Floats
    bounds: NDArray[np.int32]
    count: int

    def likeness(self, row: Row) -> Floats:
        """For each class the cosine (0 to 1) with its most similar example."""
        found = np.zeros(self.count, dtype=np.float32)
        length = 0.0
        unknown = float(np.log(self.count)) ** 2
        for name in filter(_is_compared, row):
            at = self.vocabulary.get(name)
            if at is None:
                length += unknown
                continue
            weight = float(self.rarity[at])
            length += weight * weight
            if weight:
                first, last = self.starts[at], self.starts[at + 1]
                found[self.holders[first:last]] += weight * self.shares[first:last]
        nearest = np.maximum.reduceat(found, self.bounds)
        return np.asarray(nearest / np.float32(length**0.5 or 1.0), dtype=np.float32)


def _is_compared(name: str) -> bool:
    spaces = name.count(" ")
    return name[0] == "k" or (name[0] == "w" and spaces == 0) or (name[0] in "cs" and spaces == 1)


def index(rows: Sequence[Row], classes: Sequence[int]) -> Nearest:
    """The index of example `rows` with their `classes` (0, 1, … without a gap)."""
    order = sorted(range(len(rows)), key=lambda at: classes[at])
    holders: dict[str, list[int]] = defaultdict(list)
    for number, at in enumerate(order):
        for name in filter(_is_compared, rows[at]):
            holders[name].append(number)
    names = sorted(holders)
    sizes = np.array([len(holders[name]) for name in names])
    rarity = np.where(sizes > _COMMON * len(rows), 0.0, np.log(len(rows) / sizes)).astype(np.float32)
    places = np.concatenate([holders[name] for name in names]).astype(np.int32)
    weights = np.repeat(rarity, sizes)
    lengths = np.sqrt(np.bincount(places, weights=weights**2, minlength=len(rows)))
    return Nearest(
        {name: at for at, name in enumerate(names)},
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        places,
        (weights / np.maximum(lengths, 1e-6)[places]).astype(np.float32),
        rarity,
        np.searchsorted(sorted(classes), range(max(classes) + 1)).astype(np.int32),
        len(rows),
    )
