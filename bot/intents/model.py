"""From written examples to a trained model: noise, negatives, two classifiers, calibration, thresholds."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from bot.intents import Intent
from bot.intents.corpus import Example, examples
from bot.intents.features import features
from bot.intents.linear import Linear, Recipe, train
from bot.intents.negatives import chatter
from bot.intents.noise import hurried, misheard

WANTED: Final = tuple(intent for intent in Intent if intent is not Intent.OUT_OF_SCOPE)
_NOISE: Final = (0.0, 0.1, 0.25)
_INTENTS: Final = Recipe(passes=14, step=1.0)
_GATE: Final = Recipe(passes=10, step=1.0)
_CHATTER: Final = 1500


class Thresholds(NamedTuple):
    """`ours`: below this probability of being ours, a message is not understood. `sure`: from this confidence, act."""

    ours: float = 0.5
    sure: float = 0.6


@dataclass(frozen=True, slots=True)
class Model:
    """`intents` tells what a message of ours is for (classes as in WANTED), `gate` whether it is ours (0 no, 1 yes)."""

    intents: Linear
    gate: Linear
    thresholds: Thresholds


def _noisy(written: Sequence[Example], seed: int) -> list[Example]:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    grown = []
    for share in _NOISE:
        for example in written:
            text = misheard(example.text, share, chance) if share else example.text
            grown.append(replace(example, text=hurried(text, chance) if share and chance.random() < 0.3 else text))
    return grown


def _is_ours(example: Example) -> bool:
    return example.intent is not Intent.OUT_OF_SCOPE


def _fit_intents(grown: Sequence[Example], rows: Sequence[list[str]]) -> Linear:
    classes = [WANTED.index(example.intent) for example in grown]
    fair = len(classes) / len(WANTED) / np.bincount(classes, minlength=len(WANTED))
    return train(rows, classes, [float(fair[each] ** 0.5) for each in classes], _INTENTS)


def _fit_gate(grown: Sequence[Example], rows: Sequence[list[str]]) -> Linear:
    others = [features(text) for text in chatter(_CHATTER, seed=5)]
    inside = [int(_is_ours(example)) for example in grown] + [0] * len(others)
    share = sum(inside) / len(inside)
    return train([*rows, *others], inside, [0.5 / share if each else 0.5 / (1 - share) for each in inside], _GATE)


def fit(written: Sequence[Example]) -> Model:
    """Both classifiers, trained on `written` with noise added. Deterministic; a few seconds."""
    grown = _noisy(written, seed=11)
    rows = [features(example.text) for example in grown]
    ours = [at for at, example in enumerate(grown) if _is_ours(example)]
    intents = _fit_intents([grown[at] for at in ours], [rows[at] for at in ours])
    return Model(intents, _fit_gate(grown, rows), Thresholds())


def fit_all() -> Model:
    """The model of all written examples."""
    return fit(examples())
