"""What the book's questions teach, as plain arrays: weights of runs, where each was seen, and what a sure answer is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.arrays import Arrays
from bot.language.runs import Keys, places
from bot.policy import gate
from bot.policy.features import FAMILIES, Runs, features
from bot.policy.gate import Extent
from bot.policy.likeness import Floats, Vocabulary, solve

_SPAN: Final = list(FAMILIES).index("s2")
_ENOUGH: Final = 2
"""Seen by itself and by another: more need not be counted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`sightings[n, c]` says in how many examples of class c the n-th of `spans` (sorted) was seen, up to `_ENOUGH`."""

    spans: Keys
    sightings: NDArray[np.uint8]

    @classmethod
    def of(cls, examples: Sequence[Runs], classes: Sequence[int], width: int) -> "Seen":
        """The runs of two sounds in these examples of `width` classes."""
        found = [example.keys[example.families == _SPAN] for example in examples]
        spans, at = np.unique(np.concatenate(found), return_inverse=True)
        counts = np.zeros((len(spans), width), dtype=np.int32)
        np.add.at(counts, (at, np.repeat(np.asarray(classes), [len(each) for each in found])), 1)
        return cls(spans, np.minimum(counts, _ENOUGH).astype(np.uint8))


def extent(seen: Seen, found: Runs, rarities: Floats, number: int, own: int = 0) -> Extent:
    """What `gate.signs` wants to know of a question whose likeliest entry is `number`, given how rare its runs are.

    `own` is 1 when the question is itself an example of it: what only itself has does not count.
    """
    telling = (found.families == _SPAN) & ~found.asking
    spans, rare = found.keys[telling], rarities[telling]
    at, there = places(spans, seen.spans)
    known = rare[there & (seen.sightings[at, number] > own)]
    return Extent(len(spans), float(rare.sum()), float(known.sum()))


def learn(examples: Sequence[tuple[str, int]], topics: int) -> Arrays:
    """All of it, from questions with the number of their topic; the number `topics` is for what no entry answers."""
    texts, classes = zip(*examples, strict=True)
    found = [features(text) for text in texts]
    vocabulary, seen = Vocabulary.of(found), Seen.of(found, classes, topics + 1)
    solved = solve(vocabulary, found, classes, topics + 1)
    best = np.argmax(solved.without[:, :topics], axis=1)
    extents = [
        extent(seen, each, vocabulary.looked_up(each.keys).rarities, int(guess), own=int(guess == number))
        for each, guess, number in zip(found, best, classes, strict=True)
    ]
    without = solved.without.astype(np.float64)
    rows = np.array([gate.signs(scores, topics, each) for scores, each in zip(without, extents, strict=True)])
    return {
        "known": vocabulary.known,
        "rarity": vocabulary.rarity,
        "rarest": np.array(vocabulary.rarest),
        "weights": solved.weights.astype(np.float16),
        "spans": seen.spans,
        "sightings": seen.sightings,
        "gate": gate.learn(rows, best == np.array(classes)),
    }
