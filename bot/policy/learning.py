"""What the book's questions teach, as plain arrays: weights of runs, where each was seen, and what a sure answer is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.arrays import Arrays
from bot.language.runs import Keys
from bot.policy import gate
from bot.policy.features import SPAN, Runs, features
from bot.policy.gate import Extent
from bot.policy.likeness import LookedUp, Vocabulary, solve

_ENOUGH: Final = 2
"""Seen by itself and by another: more need not be counted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`sightings[n, c]` says in how many examples of class c the n-th run of two sounds was seen, up to `_ENOUGH`.

    The first of these runs stands at place `first` of the vocabulary, the others after it.
    """

    first: int
    sightings: NDArray[np.uint8]

    @classmethod
    def of(cls, known: Keys, examples: Sequence[Runs], classes: Sequence[int], width: int) -> "Seen":
        """The runs of two sounds in these examples of `width` classes, whose runs are all `known`."""
        found = [example.keys[example.families == SPAN] for example in examples]
        at = known.searchsorted(np.concatenate(found))
        first = int(at.min(initial=len(known)))
        counts = np.zeros((int(at.max(initial=first - 1)) + 1 - first, width), dtype=np.int32)
        np.add.at(counts, (at - first, np.repeat(np.asarray(classes), [len(each) for each in found])), 1)
        return cls(first, np.minimum(counts, _ENOUGH).astype(np.uint8))


def extent(seen: Seen, found: Runs, runs: LookedUp, number: int, own: int = 0) -> Extent:
    """What `gate.signs` wants to know of a question whose likeliest entry is `number`, given what is known of its runs.

    `own` is 1 when the question is itself an example of it: what only itself has does not count.
    """
    telling = found.telling
    rare = runs.rarities.take(telling)
    known = runs.found.take(telling)
    known[known] = seen.sightings[runs.at[telling[known]] - seen.first, number] > own
    return Extent(len(rare), float(np.add.reduce(rare)), float(np.add.reduce(rare[known])))


def learn(examples: Sequence[tuple[str, int]], topics: int) -> Arrays:
    """All of it, from questions with the number of their topic; the number `topics` is for what no entry answers."""
    texts, classes = zip(*examples, strict=True)
    found = [features(text) for text in texts]
    vocabulary = Vocabulary.of(found)
    seen = Seen.of(vocabulary.known, found, classes, topics + 1)
    solved = solve(vocabulary, found, classes, topics + 1)
    best = np.argmax(solved.without[:, :topics], axis=1)
    extents = [
        extent(seen, each, vocabulary.looked_up(each.keys), int(guess), own=int(guess == number))
        for each, guess, number in zip(found, best, classes, strict=True)
    ]
    without = solved.without.astype(np.float64).tolist()
    rows = np.array([gate.signs(scores, topics, each) for scores, each in zip(without, extents, strict=True)])
    return {
        "known": vocabulary.known,
        "rarity": vocabulary.rarity,
        "rarest": np.array(vocabulary.rarest),
        "weights": solved.weights,
        "first": np.array(seen.first),
        "sightings": seen.sightings,
        "gate": gate.learn(rows, best == np.array(classes)),
    }
