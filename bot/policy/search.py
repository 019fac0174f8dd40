"""The one entry that answers a question, or a few to choose from, or none: a wrong answer is worse than no answer."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.policy import Entry, Found, gate
from bot.policy.features import Feature, features, plain
from bot.policy.likeness import Likeness
from bot.policy.places import elsewhere

ACT: Final = 0.35
"""From this probability on an entry is the answer. Set where at most 4 of 100 strangers are answered."""
OFFER: Final = 0.25
"""From this probability on up to three entries are offered."""
_CLOSE: Final = 0.9
"""When the second's likeness is at least this part of the first's, both are offered."""
_NEXT: Final = 0.12
"""An entry is offered beside the best when its likeness is at least this."""
_SPAN: Final = "s2"
_TELLING: Final = 4


class Index:
    """The entries of one version of the book, ready to be searched. Built in half a second, never changed."""

    def __init__(self, entries: Sequence[Entry], strangers: Sequence[str]) -> None:
        """`strangers` are questions that no entry answers."""
        self.entries = tuple(entries)
        examples = [(text, number) for number, entry in enumerate(entries) for text in (entry.title, *entry.questions)]
        examples += [(text, len(entries)) for text in strangers]
        texts, classes = zip(*examples, strict=True)
        once: dict[Feature, Feature] = {}  # most runs occur many times: keep one of each
        runs = [[once.setdefault(feature, feature) for feature in features(text)] for text in texts]
        self._likeness = Likeness(runs, classes, len(entries) + 1)
        self._seen = _sightings(runs, classes)
        self._sure = self._learn_gate(runs, classes)

    def find(self, question: str, on: date) -> Found:
        """See `PolicyBook.find`."""
        found = features(question)
        if not found:
            return Found()
        scores = self._likeness.scores(*self._likeness.vocabulary.vector(found)).astype(np.float64)
        likeliest = int(np.argmax(scores[:-1]))
        to_come = [number for number, entry in enumerate(self.entries) if not entry.begun(on)]
        scores[to_come] = -1.0
        best = int(np.argmax(scores[:-1]))
        row = gate.signs(scores[None, :], len(self.entries), np.array([self._extent(found, best)]))
        sure = 0.0 if elsewhere(question, self.entries[best].id) else float(gate.chance(row, self._sure)[0])
        return self._judge(scores, best, sure, likeliest == best, self._because(question, found, best))

    def _judge(
        self, scores: NDArray[np.float64], best: int, sure: float, current: bool, because: tuple[str, ...]
    ) -> Found:
        """`current` is whether the likeliest entry of all has begun: if not, the next best is no answer."""
        near = [int(number) for number in np.argsort(-scores[:-1], kind="stable")[:3]]
        ranked = tuple(self.entries[number].id for number in near)
        best_id = self.entries[best].id
        close = len(near) > 1 and scores[near[1]] >= _CLOSE * scores[best]
        if sure >= ACT and current and not close:
            return Found(self.entries[best], (), best_id, sure, because, ranked)
        if sure >= OFFER:
            offered = tuple(self.entries[number] for number in near if number == best or scores[number] >= _NEXT)
            return Found(None, offered, best_id, sure, because, ranked)
        return Found(None, (), best_id, sure, (), ranked)

    def _extent(self, found: Sequence[Feature], number: int, own: int = 0) -> tuple[float, float, float]:
        """What `gate.signs` wants to know of a question whose likeliest entry is `number`.

        `own` is 1 when the question is itself an example of it: what only itself has does not count.
        """
        vocabulary = self._likeness.vocabulary
        runs = [feature for feature in found if feature.family == _SPAN and not feature.asking]
        rarities = [vocabulary.rarity.get(run.key, vocabulary.rarest) for run in runs]
        known = [
            rarity
            for run, rarity in zip(runs, rarities, strict=True)
            if self._seen.get(run.key, {}).get(number, 0) > own
        ]
        return float(len(runs)), sum(rarities), sum(known)

    def _learn_gate(self, examples: Sequence[Sequence[Feature]], classes: Sequence[int]) -> NDArray[np.float64]:
        scores = self._likeness.without.astype(np.float64)
        topics = len(self.entries)
        best = np.argmax(scores[:, :topics], axis=1)
        extent = [
            self._extent(found, int(guess), own=int(guess == number))
            for found, guess, number in zip(examples, best, classes, strict=True)
        ]
        return gate.learn(gate.signs(scores, topics, np.array(extent)), best == np.array(classes))

    def _because(self, question: str, found: Sequence[Feature], number: int) -> tuple[str, ...]:
        """The words that spoke most for the entry: its weightiest runs, joined where they overlap."""
        places = self._likeness.vocabulary.places
        weighed: dict[str, float] = {}
        for feature in found:
            if feature.key in places and len(feature.written) > 1:
                weight = float(self._likeness.weights[places[feature.key], number])
                weighed[feature.written] = weighed.get(feature.written, 0.0) + weight
        text = plain(question)
        told = [" "] * len(text)
        for written in sorted(weighed, key=lambda run: -weighed[run])[:_TELLING]:
            if weighed[written] > 0:
                start = text.find(written)
                told[start : start + len(written)] = written
        return tuple("".join(told).split())


def _sightings(examples: Sequence[Sequence[Feature]], classes: Sequence[int]) -> dict[str, dict[int, int]]:
    """In how many examples of each class each run of sounds was seen."""
    seen: dict[str, dict[int, int]] = {}
    for found, number in zip(examples, classes, strict=True):
        for feature in found:
            if feature.family == _SPAN:
                counts = seen.setdefault(feature.key, {})
                counts[number] = counts.get(number, 0) + 1
    return seen
