"""The one entry that answers a question, or a few to choose from, or none: a wrong answer is worse than no answer."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.arrays import Arrays, digest_of
from bot.policy import Entry, Found, gate
from bot.policy.features import Runs, features
from bot.policy.learning import Seen, extent, learn
from bot.policy.likeness import LookedUp, Vocabulary
from bot.policy.places import elsewhere

ACT: Final = 0.35
"""From this probability on an entry is the answer. Set where at most 4 of 100 strangers are answered."""
OFFER: Final = 0.25
"""From this probability on up to three entries are offered."""
_CLOSE: Final = 0.9
"""When the second's likeness is at least this part of the first's, both are offered."""
_NEXT: Final = 0.12
"""An entry is offered beside the best when its likeness is at least this."""
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
        self._weights, self._gate = solved["weights"], solved["gate"].tolist()
        self._seen = Seen(int(solved["first"]), solved["sightings"])
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
        scores = (weights @ self._weights[at].astype(np.float32)).astype(np.float64)
        likeliest = best = int(scores[:-1].argmax())
        if to_come := self._to_come(on):
            scores[to_come] = -1.0
            best = int(scores[:-1].argmax())
        row = gate.signs(scores, len(self.entries), extent(self._seen, found, runs, best))
        sure = 0.0 if elsewhere(question, self.entries[best].id) else gate.sureness(row, self._gate)
        why = partial(self._because, found, runs, best)
        return self._judge(scores, best, sure, likeliest == best, why)

    def _judge(
        self, scores: NDArray[np.float64], best: int, sure: float, current: bool, why: Callable[[], tuple[str, ...]]
    ) -> Found:
        """`current` is whether the likeliest entry of all has begun: if not, the next best is no answer."""
        near = [int(number) for number in np.argsort(-scores[:-1], kind="stable")[:3]]
        ranked = tuple(self.entries[number].id for number in near)
        best_id = self.entries[best].id
        close = len(near) > 1 and scores[near[1]] >= _CLOSE * scores[best]
        if sure >= ACT and current and not close:
            return Found(self.entries[best], (), best_id, sure, ranked, why)
        if sure >= OFFER:
            offered = tuple(self.entries[number] for number in near if number == best or scores[number] >= _NEXT)
            return Found(None, offered, best_id, sure, ranked, why)
        return Found(None, (), best_id, sure, ranked)

    def _because(self, found: Runs, runs: LookedUp, number: int) -> tuple[str, ...]:
        """The words that spoke most for the entry: its weightiest runs, joined where they overlap."""
        sizes = found.sizes
        told = runs.found & (sizes > 1)
        spans = (found.starts * _WIDE + sizes)[told]
        weights = np.bincount(spans, weights=self._weights[runs.at[told], number])
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
