"""What the book's questions teach, as plain arrays: weights of runs, where each was seen, and what a sure answer is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.arrays import Arrays
from bot.language.runs import Keys, Places
from bot.policy import gate
from bot.policy.features import SPAN, Runs, features
from bot.policy.gate import Extent
from bot.policy.likeness import LookedUp, Vocabulary
from bot.policy.samples import Samples
from bot.policy.solving import Solved, solve
from bot.policy.weights import Column, Weights, heavy

_TRIED: Final = 3_000
"""From so many questions with an entry, and as many without, it is learnt what a sure answer looks like."""
_NOWHERE: Final = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Seen:
    """In which of `width` classes each run of two sounds was seen: run × `width` + class, sorted."""

    sightings: NDArray[np.int64]
    width: int

    def among(self, at: Places, number: int) -> NDArray[np.bool_]:
        """Which of these runs the class has."""
        wanted = at * self.width + number
        found = self.sightings.searchsorted(wanted, side="right") > self.sightings.searchsorted(wanted)
        return np.asarray(found)


def sightings(known: Keys, examples: Sequence[Runs], classes: Sequence[int], width: int) -> tuple[Seen, Seen]:
    """What was seen at all, and what more than one example of its class has; all runs of the examples are `known`."""
    found = [example.keys[example.families == SPAN] for example in examples]
    at = known.searchsorted(np.concatenate(found))
    every = at * width + np.repeat(np.asarray(classes), [len(each) for each in found])
    once, counts = np.unique(every, return_counts=True)
    return Seen(once, width), Seen(once[counts > 1], width)


def extent(seen: Seen, found: Runs, runs: LookedUp, number: int) -> Extent:
    """What `gate.signs` wants to know of a question whose likeliest entry is `number`; `runs` tell what is known."""
    telling = found.telling
    rare = runs.rarities.take(telling)
    known = runs.found.take(telling)
    known[known] = seen.among(runs.at[telling[known]], number)
    return Extent(len(rare), float(np.add.reduce(rare)), float(np.add.reduce(rare[known])))


def highest(scores: NDArray[np.float64], many: int) -> list[int]:
    """Where the highest scores are, the highest first: `many`, or as many as there are."""
    left, found = scores.copy(), []
    for _ in range(min(many, len(left))):
        found.append(int(left.argmax()))
        left[found[-1]] = -np.inf
    return found


def learn(examples: Sequence[tuple[str, int]], topics: int) -> Arrays:
    """All of it, from questions with the number of their topic, in the order of these numbers.

    The number `topics` is for what no entry answers.
    """
    texts, classes = zip(*examples, strict=True)
    found = [_slim(features(text)) for text in texts]
    vocabulary = Vocabulary.of(found)
    once, twice = sightings(vocabulary.known, found, classes, topics + 1)
    samples = Samples(vocabulary, found)
    del found  # of 10,000 entries this and the samples are 100 MB each
    begins = np.searchsorted(classes, np.arange(topics + 2)).tolist()
    tried = _Tried.of(begins[topics], len(texts))
    columns = _columns(samples, begins, tried)
    del samples
    weights = Weights.of(columns, len(vocabulary))
    rows, right = [], []
    for place, number in enumerate(tried.numbers):
        question = features(texts[number])
        runs = vocabulary.looked_up(question.keys)
        scores = weights.scores(*vocabulary.vector(question, runs))
        tried.withhold(place, scores)
        near = highest(scores[:-1], 2)
        right.append(near[0] == classes[number])
        rows.append(gate.signs(scores, near, extent(twice if right[-1] else once, question, runs, near[0])))
    return {
        "known": vocabulary.known,
        "rarity": vocabulary.rarity,
        "rarest": np.array(vocabulary.rarest),
        "begins": weights.begins,
        "classes": weights.classes,
        "weights": weights.weights,
        "sightings": once.sightings,
        "gate": gate.learn(np.array(rows), np.array(right)),
    }


def _slim(found: Runs) -> Runs:
    """What of an example is needed again: there may be very many."""
    return replace(found, steps=(), families=found.families.astype(np.uint8), starts=_NOWHERE, telling=_NOWHERE)


@dataclass(frozen=True, slots=True)
class _Tried:
    """Some of the examples (their `numbers`, sorted), each with what it would score had it not been there.

    Its scores are kept by class, for those classes that were learnt from it.
    """

    numbers: list[int]
    scores: list[dict[int, float]]

    @classmethod
    def of(cls, ours: int, every: int) -> "_Tried":
        """Evenly from the first `ours` examples, and from the others."""
        numbers = [
            begin + (end - begin) * part // parts
            for begin, end in ((0, ours), (ours, every))
            for parts in (min(end - begin, _TRIED),)
            for part in range(parts)
        ]
        return cls(numbers, [{} for _ in numbers])

    def note(self, number: int, solved: Solved) -> None:
        """What is known of them since the class `number` is solved."""
        _, places, near = np.intersect1d(self.numbers, solved.near, assume_unique=True, return_indices=True)
        for place, score in zip(places.tolist(), solved.without[near].tolist(), strict=True):
            self.scores[place][number] = score

    def withhold(self, place: int, scores: NDArray[np.float64]) -> None:
        """Put the scores of one of them right, as if it had not been there."""
        for number, score in self.scores[place].items():
            scores[number] = score


def _columns(samples: Samples, begins: Sequence[int], tried: _Tried) -> list[Column]:
    """Solve class by class; class n has the examples from `begins[n]` to `begins[n + 1]`."""
    columns = []
    for number, (begin, end) in enumerate(pairwise(begins)):
        solved = solve(samples, np.arange(begin, end), begins[-2])
        columns.append(heavy(solved.runs, solved.weights))
        tried.note(number, solved)
    return columns
