"""A question as a sparse vector over the runs of the examples; two are as like each other as their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.runs import Keys, Places, Table
from bot.policy.features import FAMILIES, Runs

Floats = NDArray[np.float32]

_SHARES: Final = np.array(list(FAMILIES.values())) / sum(FAMILIES.values())


class LookedUp(NamedTuple):
    """Of each run of a question: its place in the vocabulary, whether it is there at all, and how rare it is."""

    at: Places
    found: NDArray[np.bool_]
    rarities: Floats


@dataclass(frozen=True)
class Vocabulary:
    """The runs seen in the examples (sorted), each with its rarity; turns a question into a sparse vector."""

    known: Keys
    rarity: Floats
    rarest: float

    @classmethod
    def of(cls, examples: Sequence[Runs]) -> "Vocabulary":
        """The runs of these examples."""
        known, counts = np.unique(np.concatenate([example.keys for example in examples]), return_counts=True)
        return cls(known, np.log(1 + len(examples) / counts).astype(np.float32), float(np.log(1 + len(examples))))

    @cached_property
    def _table(self) -> Table:
        return Table(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def looked_up(self, keys: Keys) -> LookedUp:
        """What is known of these runs; one that was never seen is as rare as can be."""
        at, found = self._table.places(keys)
        rarities = self.rarity.take(at)
        rarities[~found] = self.rarest
        return LookedUp(at, found, rarities)

    def vector(self, question: Runs, runs: LookedUp) -> tuple[Places, Floats]:
        """Places and weights of the runs that are known; of length about 1.

        Unknown runs count in the length: they dilute the rest. What was typed in Latin letters is only heard, and its
        sounds count for its characters, too.
        """
        squares = np.bincount(question.families, weights=runs.rarities**2, minlength=len(_SHARES)) + 1e-9
        there = np.bincount(question.families, minlength=len(_SHARES)) > 0
        shares = _SHARES / _SHARES[there].sum() if question.typed else _SHARES
        weights = runs.rarities * np.sqrt(shares / squares).take(question.families)
        return runs.at[runs.found], weights[runs.found].astype(np.float32)
