"""The one entry that answers a question, or a few to choose from, or none: a wrong answer is worse than no answer."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files
from typing import Final

import numpy as np

from bot.arrays import Arrays, digest_of
from bot.policy import Entry, Found, gate
from bot.policy.features import Runs, features
from bot.policy.learning import Seen, extent, highest, learn
from bot.policy.likeness import LookedUp, Vocabulary
from bot.policy.places import elsewhere
from bot.policy.weights import Weights

ACT: Final = 0.37
"""From this probability on an entry is the answer. Set where at most 4 of 100 strangers are answered."""
OFFER: Final = 0.25
"""From this probability on up to three entries are offered."""
_CLOSE: Final = 0.9
"""When the second's likeness is at least this part of the first's, both are offered."""
_NEXT: Final = 0.12
"""An entry is offered beside the best when its likeness is at least this."""
_NAMED: Final = 3
"""So many entries are named at most."""
_TELLING: Final = 4
_WIDE: Final = 4  # more than the length of a run
_REMEMBERED: Final = 32


Keep = Callable[[str, Callable[[], Arrays]], Arrays]
"""Gives what was made for a digest, made now or kept from earlier."""


class Index:
    """The entries of one version of the book, ready to be searched; never changed."""

    def __init__(self, entries: Sequence[Entry], strangers: Sequence[str], keep: Keep | None = None) -> None:
        """`strangers` are questions that no entry answers. Without `keep` all is solved now, in seconds."""
        self.entries = tuple(entries)
        examples = [(text, number) for number, entry in enumerate(entries) for text in (entry.title, *entry.questions)]
        examples += [(text, len(entries)) for text in strangers]
        solve = partial(learn, examples, len(entries))
        solved = keep(_digest(examples), solve) if keep else solve()
        self._vocabulary = Vocabulary(solved["known"], solved["rarity"], float(solved["rarest"]))
        self._weights = Weights(solved["begins"], solved["classes"], solved["weights"], len(entries) + 1)
        self._seen = Seen(solved["sightings"], len(entries) + 1)
        self._gate = solved["gate"].tolist()
        self._to_come = lru_cache(maxsize=1)(self._not_begun)
        self._recent = lru_cache(maxsize=_REMEMBERED)(self._find)

    def find(self, question: str, on: date) -> Found:
        """See `PolicyBook.find`. One turn asks more than once: the last answers are remembered."""
        return self._recent(question, on)

    def _find(self, question: str, on: date) -> Found:
        found = features(question)
        if not len(found.keys):
            return Found()
        runs = self._vocabulary.looked_up(found.keys)
        at, weights = self._vocabulary.vector(found, runs)
        scores = self._weights.scores(at, weights)
        near = likeliest = highest(scores[:-1], _NAMED)
        if to_come := self._to_come(on):
            scores[to_come] = -1.0
            near = highest(scores[:-1], _NAMED)
        row = gate.signs(scores, near, extent(self._seen, found, runs, near[0]))
        sure = 0.0 if elsewhere(question, self.entries[near[0]].id) else gate.sureness(row, self._gate)
        why = partial(self._because, found, runs, near[0])
        ranked = list(zip(near, scores[near].tolist(), strict=True))
        return self._judge(ranked, sure, near[0] == likeliest[0], why)

    def _judge(
        self, near: list[tuple[int, float]], sure: float, current: bool, why: Callable[[], tuple[str, ...]]
    ) -> Found:
        """`near` are the likeliest entries with their scores.

        `current` is whether the likeliest entry of all has begun: if not, the next best is no answer.
        """
        ranked = tuple([self.entries[number].id for number, _ in near])
        best, highest = near[0]
        best_id = ranked[0]
        close = len(near) > 1 and near[1][1] >= _CLOSE * highest
        if sure >= ACT and current and not close:
            return Found(self.entries[best], (), best_id, sure, ranked, why)
        if sure >= OFFER:
            offered = tuple(self.entries[number] for number, score in near if number == best or score >= _NEXT)
            return Found(None, offered, best_id, sure, ranked, why)
        return Found(None, (), best_id, sure, ranked)

    def _because(self, found: Runs, runs: LookedUp, number: int) -> tuple[str, ...]:
        """The words that spoke most for the entry: its weightiest runs, joined where they overlap."""
        sizes = found.sizes
        told = runs.found & (sizes > 1)
        spans = (found.starts * _WIDE + sizes)[told]
        weights = np.bincount(spans, weights=self._weights.for_class(runs.at[told], number))
        words = [" "] * len(found.steps)
        for span in np.argsort(-weights)[:_TELLING].tolist():
            if weights[span] > 0:
                start, end = span // _WIDE, span // _WIDE + span % _WIDE
                words[start:end] = found.steps[start:end]
        return tuple("".join(words).split())

    def _not_begun(self, on: date) -> list[int]:
        return [number for number, entry in enumerate(self.entries) if not entry.begun(on)]


def _digest(examples: Sequence[tuple[str, int]]) -> str:
    """Of everything that is learnt from: the examples, and the code."""
    return digest_of((files("bot.policy"), files("bot.language")), *(f"{number} {text}" for text, number in examples))
