"""From written examples to a trained classifier: noise, made-up chatter, kinds of what is not ours, balance."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from sys import intern
from typing import Final

import numpy as np

from bot.intents import Intent
from bot.intents.corpus import Example
from bot.intents.features import features
from bot.intents.linear import Floats, Lesson, Linear, Recipe, Row, softmax, train, vocabulary_of
from bot.intents.nearest import Nearest, index
from bot.intents.negatives import chatter
from bot.intents.noise import hurried, misheard, swapped

WANTED: Final = tuple(intent for intent in Intent if intent is not Intent.OUT_OF_SCOPE)
_NOISE: Final = (0.0, 0.1, 0.2, 0.3)
_HURRIED: Final = 0.3
_SWAPPED: Final = 0.5
_RECIPE: Final = Recipe(passes=10, step=2.0)
_RARE: Final = 3
"""Features of fewer rows are left out, so that the training too sees words that nobody knows."""
_CHATTER: Final = 3000
_LIKENESS: Final = 4.0
"""What likeness to the nearest example counts beside the classifier's log-probability."""
_LEAST: Final = 1e-6
_FAIRNESS: Final = 0.25
"""0: every example counts the same; 1: every class does."""
_SMALL: Final = 20
"""A kind of what is not ours with fewer written examples than this joins the others of its size."""


@dataclass(frozen=True, slots=True)
class Model:
    """Classes are first the intents in the order of WANTED, then every kind of what is not ours.

    What is not ours is many things (small talk, illness, housing, another county's law): as one class it would be
    everywhere at once and push the intents aside; as a dozen classes each stands in its own place.
    """

    classifier: Linear
    nearest: Nearest

    def judge(self, row: Row) -> Floats:
        """The probability of each wanted intent for a row of features; what is missing to 1 is that of none of them."""
        every = self.classifier.probabilities(covered(row, self.classifier.vocabulary))
        summed = np.append(every[: len(WANTED)], every[len(WANTED) :].sum())
        scores = np.log(summed + _LEAST) + _LIKENESS * self.nearest.likeness(row)
        return softmax(scores)[: len(WANTED)]


def covered(row: Row, known: dict[str, int]) -> list[str]:
    """`row` with two features more: which share of its character pairs and of its words was ever seen."""
    pairs = [name in known for name in row if name[0] == "c" and name.count(" ") == 1]
    single = [name in known for name in row if name[0] == "w" and " " not in name]
    return [*row, f"u{_sixths(pairs)}", f"v{_sixths(single)}"]


def _sixths(seen: Sequence[bool]) -> int:
    return 6 * sum(seen) // max(len(seen), 1)


def _noisy(written: Sequence[Example]) -> list[Example]:
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    return [replace(each, text=_as_typed(each.text, share, chance)) for share in _NOISE for each in written]


def _as_typed(text: str, share: float, chance: random.Random) -> str:
    if not share:
        return text
    typed = misheard(swapped(text, chance) if chance.random() < _SWAPPED else text, share, chance)
    return hurried(typed, chance) if chance.random() < _HURRIED else typed


def _kinds(written: Sequence[Example]) -> dict[str, int]:
    """Style of an out-of-scope example → its class."""
    sizes = Counter(example.style for example in written if example.intent is Intent.OUT_OF_SCOPE)
    own = sorted(style for style, size in sizes.items() if size >= _SMALL)
    return {style: len(WANTED) + (own.index(style) if style in own else len(own)) for style in sizes}


def fit(written: Sequence[Example]) -> Model:
    """The classifier of `written`, trained with noise and chatter added. Deterministic; some seconds of one core."""
    grown, kinds = _noisy(written), _kinds(written)
    made_up = chatter(_CHATTER, seed=5)
    classes = [WANTED.index(each.intent) if each.intent in WANTED else kinds[each.style] for each in grown]
    classes += [max(classes) + 1] * len(made_up)
    rows = [_row(text) for text in [*(each.text for each in grown), *made_up]]
    plainly = [min(each, len(WANTED)) for each in classes[: len(written)]]
    return Model(train(_lesson(rows, classes), _RECIPE), index(rows[: len(written)], plainly))


def _row(text: str) -> list[str]:
    return [intern(name) for name in features(text)]  # five million names, of which few differ


def _lesson(rows: Sequence[Row], classes: Sequence[int]) -> Lesson:
    known = vocabulary_of(rows, _RARE)
    full = [covered(row, known) for row in rows]
    fair = len(classes) / (max(classes) + 1) / np.bincount(classes)
    return Lesson(full, vocabulary_of(full, _RARE), classes, [float(fair[each] ** _FAIRNESS) for each in classes])
