"""From written examples to a trained classifier: noise, made-up chatter, kinds of what is not ours, balance."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import exp
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.intents import Intent
from bot.intents.corpus import Example
from bot.intents.features import COMPARED, COUNTED, Look, alone, look
from bot.intents.linear import Lesson, Linear, Recipe, known_of, train
from bot.intents.nearest import Nearest, compared, index
from bot.intents.negatives import chatter
from bot.intents.noise import hurried, in_letters, misheard, swapped
from bot.language.runs import Keys, Places, Table, places

WANTED: Final = tuple(intent for intent in Intent if intent is not Intent.OUT_OF_SCOPE)
_NOISE: Final = (0.0, 0.1, 0.2, 0.3)
_HURRIED: Final = 0.3
_SWAPPED: Final = 0.5
_LETTERS: Final = 0.05
_LONGEST_IN_LETTERS: Final = 20
_RECIPE: Final = Recipe(passes=10, step=2.0, averaged=5, hidden=0.5)
_RARE: Final = 5
"""Features of fewer rows are left out, so that the training too sees words that nobody knows. One sentence with its
noisy copies makes four rows: what stands in one sentence only is not learnt, which saves a quarter of the memory."""
_CHATTER: Final = 3000
_LIKENESS: Final = 4.0
"""What likeness to the nearest example counts beside the classifier's log-probability."""
_LEAST: Final = 1e-6
_FAIRNESS: Final = 0.25
"""0: every example counts the same; 1: every class does."""
_HINT: Final = 2.4
"""What an example counts that only hints at what is wanted, where others count 1."""
_SMALL: Final = 20
"""A kind of what is not ours with fewer written examples than this joins the others of its size."""


@dataclass(frozen=True)
class Model:
    """Classes are first the intents in the order of WANTED, then every kind of what is not ours.

    What is not ours is many things (small talk, illness, housing, another county's law): as one class it would be
    everywhere at once and push the intents aside; as a dozen classes each stands in its own place.
    """

    classifier: Linear
    learnt: NDArray[np.bool_]
    """Which of the classifier's features it was taught; those that only `nearest` knows weigh nothing."""
    nearest: Nearest

    def judge(self, seen: Look) -> list[float]:
        """The probability of each wanted intent for a text; what is missing to 1 is that of none of them."""
        at, found = self._table.places(seen.row)  # once, for all that follows: it costs the most
        told = seen.bounds[COUNTED]
        shares = [self._places_of_shares[share] for share in _shares(seen, found[:told] & self.learnt.take(at[:told]))]
        known = at[found]
        scores = self.classifier.scores(np.concatenate((known, *shares)), len(seen.row) + len(shares)).tolist()
        highest = max(scores)
        powers = [exp(score - highest) for score in scores]
        total = sum(powers)
        ours = len(WANTED)
        alike = self.nearest.likeness(*_compared(seen, found, known)).tolist()
        likely = [
            (power / total + _LEAST) * exp(_LIKENESS * likeness)
            for power, likeness in zip((*powers[:ours], sum(powers[ours:])), alike, strict=True)
        ]
        total = sum(likely)
        return [each / total for each in likely[:ours]]

    @cached_property
    def _table(self) -> Table:
        return Table(self.classifier.known)

    @cached_property
    def _places_of_shares(self) -> list[Places]:
        """Of each share its place among the classifier's features, none for one that was never seen."""
        at, found = places(_every_share(), self.classifier.known)
        return [at[share : share + 1][found[share : share + 1]] for share in range(len(at))]


def covered(seen: Look, known: Keys) -> Keys:
    """A text's row with two features more: which share of its character pairs and of its words was ever seen."""
    return np.concatenate((seen.row, _every_share()[_shares(seen, places(seen.row, known)[1])]))


def _shares(seen: Look, found: NDArray[np.bool_]) -> list[int]:
    """Which of `_every_share` describe a text, of whose row, at least up to `COUNTED`, that much was `found`."""
    return [7 * at + _sixths(found[seen.of(kind)]) for at, kind in enumerate(("c2", "w1"))]


@cache
def _every_share() -> Keys:
    return alone(([f"{kind} {sixths}" for kind in ("c2", "w1") for sixths in range(7)], "share"))


def _compared(seen: Look, found: NDArray[np.bool_], known: Places) -> tuple[Places, int]:
    """Of the `known` places of a row, of which that was `found`, those that are compared; how many more are unknown."""
    wanted = seen.bounds[COMPARED]
    there = int(np.count_nonzero(found[:wanted]))
    return known[:there], wanted - there


def _sixths(found: NDArray[np.bool_]) -> int:
    return 6 * int(np.count_nonzero(found)) // max(len(found), 1)


def _noisy(written: Sequence[Example]) -> list[Example]:
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    return [replace(each, text=_as_typed(each.text, share, chance)) for share in _NOISE for each in written]


def _as_typed(text: str, share: float, chance: random.Random) -> str:
    if not share:
        return text
    if len(text) <= _LONGEST_IN_LETTERS and chance.random() < _LETTERS:
        return in_letters(text, chance)
    typed = misheard(swapped(text, chance) if chance.random() < _SWAPPED else text, share, chance)
    return hurried(typed, chance) if chance.random() < _HURRIED else typed


def _kinds(written: Sequence[Example]) -> dict[str, int]:
    """Style of an out-of-scope example → its class."""
    sizes = Counter(example.style for example in written if example.intent is Intent.OUT_OF_SCOPE)
    own = sorted(style for style, size in sizes.items() if size >= _SMALL)
    return {style: len(WANTED) + (own.index(style) if style in own else len(own)) for style in sizes}


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a model learns from: first each written example, then noisy copies of all in the same order, then chatter.

    `classes` and `worth` have one for each of the `written` examples, the last of all being the class of the chatter.
    """

    seen: Sequence[Look]
    classes: Sequence[int]
    worth: Sequence[float]
    written: int

    @classmethod
    def of(cls, written: Sequence[Example]) -> "Lessons":
        """Look at `written`, at what noise makes of it, and at chatter."""
        kinds = _kinds(written)
        classes = [WANTED.index(each.intent) if each.intent in WANTED else kinds[each.style] for each in written]
        texts = [*(each.text for each in _noisy(written)), *chatter(_CHATTER, seed=5)]
        worth = [_HINT if each.style == "implied" else 1.0 for each in written]
        return cls([look(text) for text in texts], classes, worth, len(written))

    def only(self, kept: Sequence[int]) -> "Lessons":
        """The same without the written examples that are not `kept`, and without their copies."""
        copied = len(_NOISE) * self.written
        seen = [self.seen[copy + at] for copy in range(0, copied, self.written) for at in kept]
        classes, worth = [self.classes[at] for at in kept], [self.worth[at] for at in kept]
        return Lessons([*seen, *self.seen[copied:]], classes, worth, len(kept))


def fit(lessons: Lessons) -> Model:
    """The classifier that `lessons` teach. Deterministic; some seconds of one core."""
    chatter_class = max(lessons.classes) + 1
    classes = [*lessons.classes] * len(_NOISE)
    chatter_lines = len(lessons.seen) - len(classes)
    classes += [chatter_class] * chatter_lines
    worth = np.array([*lessons.worth] * len(_NOISE) + [1.0] * chatter_lines)
    plainly = [min(each, len(WANTED)) for each in lessons.classes]
    taught = train(_lesson(lessons.seen, classes, worth), _RECIPE)
    written = [compared(each, each.row) for each in lessons.seen[: lessons.written]]
    known = np.union1d(taught.known, np.concatenate(written))
    learnt = np.isin(known, taught.known)
    weights = np.zeros((len(known) + 1, taught.weights.shape[1]), dtype=taught.weights.dtype)
    weights[np.append(learnt, True)] = taught.weights
    return Model(Linear(known, weights, taught.unit), learnt, index(written, plainly, known))


def _lesson(seen: Sequence[Look], classes: Sequence[int], worth: NDArray[np.float64]) -> Lesson:
    known = known_of([each.row for each in seen], _RARE)
    full = [covered(each, known) for each in seen]
    fair = len(classes) / (max(classes) + 1) / np.bincount(classes)
    weights = fair[np.asarray(classes)] ** _FAIRNESS * worth
    return Lesson(full, known_of(full, _RARE), classes, weights.tolist())


_COMPARING: Final = ("starts", "holders", "parts", "rarity", "bounds")


def arrays_of(model: Model) -> dict[str, NDArray[Any]]:
    """The model as plain arrays, to be kept."""
    nearest = {name: getattr(model.nearest, name) for name in _COMPARING}
    numbers = {"count": np.array(model.nearest.count), "unit": np.array(model.classifier.unit)}
    classifier = {"known": model.classifier.known, "weights": model.classifier.weights, "learnt": model.learnt}
    return {**classifier, **nearest, **numbers}


def model_of(arrays: Mapping[str, NDArray[Any]]) -> Model:
    """The model of these arrays."""
    nearest = Nearest(count=int(arrays["count"]), **{name: arrays[name] for name in _COMPARING})
    return Model(Linear(arrays["known"], arrays["weights"], float(arrays["unit"])), arrays["learnt"], nearest)
