"""The one entry that answers a question, or a few to choose from, or none: a wrong answer is worse than no answer."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.policy import Entry, Found, gate
from bot.policy.features import Feature, features
from bot.policy.likeness import Likeness
from bot.policy.places import elsewhere

ACT: Final = 0.55
"""From this probability on an entry is the answer. Set where strangers are answered in at most 5 of 100 cases."""
OFFER: Final = 0.25
"""From this probability on up to three entries are offered."""
_NEXT: Final = 0.12
"""An entry is offered beside the best when its likeness is at least this."""
_SPAN: Final = "s2"


class Index:
    """The entries of one version of the book, ready to be searched. Built in half a second, never changed."""

    def __init__(self, entries: Sequence[Entry], strangers: Sequence[str]) -> None:
        """`strangers` are questions that no entry answers."""
        self.entries = tuple(entries)
        examples = [(text, number) for number, entry in enumerate(entries) for text in (entry.title, *entry.questions)]
        examples += [(text, len(entries)) for text in strangers]
        texts, classes = zip(*examples, strict=True)
        self._likeness = Likeness(texts, classes, len(entries) + 1)
        self._seen = self._sightings(texts, classes)
        self._sure = self._learn_gate(texts, classes)

    def find(self, question: str, on: date) -> Found:
        """See `PolicyBook.find`."""
        found = features(question)
        if not found:
            return Found()
        scores = self._likeness.scores(*self._likeness.vocabulary.vector(found)).astype(np.float64)
        likeliest = int(np.argmax(scores[:-1]))
        expired = [number for number, entry in enumerate(self.entries) if not entry.valid(on)]
        scores[expired] = -1.0
        best = int(np.argmax(scores[:-1]))
        row = gate.signs(scores[None, :], len(self.entries), np.array([self._known(found, best)]))
        sure = 0.0 if elsewhere(question, self.entries[best].id) else float(gate.chance(row, self._sure)[0])
        return self._judge(scores, best, sure, likeliest == best, self._because(found, best))

    def _judge(
        self, scores: NDArray[np.float64], best: int, sure: float, current: bool, because: tuple[str, ...]
    ) -> Found:
        """`current` is whether the likeliest entry of all is valid: if not, the next best is no answer."""
        entry = self.entries[best]
        if sure >= ACT and current:
            return Found(entry, (), entry.id, sure, because)
        if sure >= OFFER:
            near = [int(number) for number in np.argsort(-scores[:-1], kind="stable")[:3]]
            offered = tuple(self.entries[number] for number in near if number == best or scores[number] >= _NEXT)
            return Found(None, offered, entry.id, sure, because)
        return Found(None, (), entry.id, sure, ())

    def _sightings(self, texts: Sequence[str], classes: Sequence[int]) -> dict[str, dict[int, int]]:
        """In how many examples of each class each run of sounds was seen."""
        seen: dict[str, dict[int, int]] = {}
        for text, number in zip(texts, classes, strict=True):
            for feature in features(text):
                if feature.family == _SPAN:
                    counts = seen.setdefault(feature.key, {})
                    counts[number] = counts.get(number, 0) + 1
        return seen

    def _known(self, found: Sequence[Feature], number: int, own: int = 0) -> float:
        """How much of a question is written in entry `number`, rare runs counting more; `own` sightings are its own."""
        vocabulary = self._likeness.vocabulary
        whole = part = 1e-9
        for feature in found:
            if feature.family == _SPAN and not feature.asking:
                rarity = vocabulary.rarity.get(feature.key, vocabulary.rarest)
                whole += rarity
                part += rarity * (self._seen.get(feature.key, {}).get(number, 0) > own)
        return part / whole

    def _learn_gate(self, texts: Sequence[str], classes: Sequence[int]) -> NDArray[np.float64]:
        scores = self._likeness.without.astype(np.float64)
        topics = len(self.entries)
        best = np.argmax(scores[:, :topics], axis=1)
        known = [
            self._known(features(text), int(guess), own=int(guess == number))
            for text, guess, number in zip(texts, best, classes, strict=True)
        ]
        return gate.learn(gate.signs(scores, topics, np.array(known)), best == np.array(classes))

    def _because(self, found: Sequence[Feature], number: int) -> tuple[str, ...]:
        """The three runs of at least two characters that spoke most for the entry, as they were written."""
        places = self._likeness.vocabulary.places
        weighed: dict[str, float] = {}
        for feature in found:
            if feature.key in places and len(feature.written) > 1:
                weight = float(self._likeness.weights[places[feature.key], number])
                weighed[feature.written] = weighed.get(feature.written, 0.0) + weight
        best = sorted(weighed, key=lambda written: -weighed[written])
        kept: list[str] = []
        for written in best:
            if weighed[written] > 0 and not any(written in other or other in written for other in kept):
                kept.append(written)
        return tuple(kept[:3])
