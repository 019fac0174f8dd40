"""Reads a message: first what is beyond doubt (a bare number, an example word for word), then the classifiers."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from bot.intents import Band, Intent, Reading
from bot.intents.cache import alone, forget_others, restore, save
from bot.intents.clauses import LAST_WORDS, ending, is_heartfelt
from bot.intents.corpus import Example, examples, fingerprint
from bot.intents.features import Look, look, plain
from bot.intents.model import WANTED, Model, fit
from bot.intents.rules import GUARDED, is_foreign, is_ours_to_delete, is_to_us, settled
from bot.readers.values import without_values

_CACHE: Final = Path(__file__).parents[2] / "var" / "understanding"
_NOTHING: Final = Reading(Intent.OUT_OF_SCOPE, 0.0, Band.UNKNOWN)
_KNOWN_BY_HEART: Final = 0.97
_WORTH_NAMING: Final = 3
_LIKELY: Final = 0.08  # what is offered beside the best reading
_OURS: Final = 0.72
_BARS: Final = {
    Intent.COMPLAIN: 0.62,
    Intent.ASK_POLICY: 0.65,
    Intent.SELL_PRODUCE: 0.65,
    Intent.POST_VACANCY: 0.65,
    Intent.WITHDRAW_APPLICATION: 0.65,
    Intent.DELETE_DATA: 0.65,
    Intent.UNSUBSCRIBE: 0.65,
    Intent.UPDATE_CONTACT: 0.8,
    Intent.HELP: 0.85,
}
"""From which probability of being ours a message is understood, by its likeliest intent (else _OURS).

Small talk looks like a plea for help far more often than like a complaint: the same bar for both would lose complaints
and let chatter in. See docs/decisions/0008.
"""
_TO_US: Final = 0.6  # what speaks to "you who wrote it down" is hardly ever small talk
_LAST_WORD: Final = 0.9
_LAST_THANKS: Final = 0.6  # hearty thanks after a story without a wish can hardly be anything else
_SURE: Final = 0.75  # from it on, act without asking

log = logging.getLogger(__name__)


def _bare(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


class Examples:
    """Written examples by their bare wording, for messages that repeat one word for word."""

    def __init__(self, written: Sequence[Example]) -> None:
        meanings: dict[str, set[Intent]] = defaultdict(set)
        for example in written:
            meanings[_bare(example.text)].add(example.intent)
        self._meaning = {text: found.copy().pop() for text, found in meanings.items() if len(found) == 1}

    def meaning(self, text: str) -> Intent | None:
        """What the example with this wording is for; None when there is none, or two that disagree."""
        return self._meaning.get(_bare(text))


class TrainedDetector:
    """A `Detector` of a trained model and the examples it was trained on. Safe to share between threads."""

    def __init__(self, model: Model, written: Sequence[Example]) -> None:
        self.model = model
        self._examples = Examples(written)

    def read(self, text: str) -> Reading:
        """See `Detector.read`."""
        if not any(sign.isalpha() for sign in text):
            return _NOTHING
        known = self._examples.meaning(text) or settled(plain(text))
        if known is None:
            reading = self._last_word(text) or self._judged(text)
            return reading if reading.band is Band.ACT else self._without_values(text) or reading
        if known is Intent.OUT_OF_SCOPE:
            return Reading(known, 1.0 - _KNOWN_BY_HEART, Band.UNKNOWN, because=(text,))
        return Reading(known, _KNOWN_BY_HEART, Band.ACT, because=(text,))

    def _without_values(self, text: str) -> Reading | None:
        """What is sure of the message once name, number and village are taken out of it."""
        rest = without_values(text)
        again = self.read(rest) if rest not in ("", text) else _NOTHING
        return again if again.band is Band.ACT else None

    def _last_word(self, text: str) -> Reading | None:
        """What the end of a long message says by itself, when that is beyond doubt."""
        end = ending(text)
        if not end:
            return None
        reading = self._judged(end)
        if reading.intent is Intent.THANKS:
            return reading if reading.confidence >= _LAST_THANKS and is_heartfelt(text, end) else None
        return reading if reading.intent in LAST_WORDS and reading.confidence >= _LAST_WORD else None

    def _judged(self, text: str) -> Reading:
        reading = self._likeliest(text)
        if reading.intent in GUARDED and is_foreign(plain(text)):
            others = (reading.intent, *reading.others)
            return Reading(Intent.OUT_OF_SCOPE, reading.confidence, Band.UNKNOWN, others, reading.because)
        if reading.intent is Intent.DELETE_DATA and not is_ours_to_delete(plain(text)):
            return replace(reading, band=Band.OFFER)
        return reading

    def _likeliest(self, text: str) -> Reading:
        seen = look(text)
        likely = self.model.judge(seen.row)
        order = np.argsort(-likely)
        best = int(order[0])
        ours, confidence = float(likely.sum()), float(likely[best])
        others = tuple(WANTED[at] for at in order[1:3] if likely[at] >= _LIKELY)
        because = self._because(seen, best)
        bar = _BARS.get(WANTED[best], _OURS)
        if ours < (bar * _TO_US if is_to_us(plain(text)) else bar):
            return Reading(Intent.OUT_OF_SCOPE, confidence, Band.UNKNOWN, (WANTED[best], *others), because)
        return Reading(WANTED[best], confidence, Band.ACT if confidence >= _SURE else Band.OFFER, others, because)

    def _because(self, seen: Look, best: int) -> tuple[str, ...]:
        worth: dict[str, float] = defaultdict(float)
        for word in seen.words:
            worth[word] += self._worth("w" + word, best)
        for concept, word in seen.concepts:
            worth[word] += self._worth("k" + concept, best)
        telling = sorted((word for word in worth if worth[word] > 0 and word != "#"), key=lambda word: -worth[word])
        return tuple(telling[:_WORTH_NAMING])

    def _worth(self, name: str, best: int) -> float:
        """How much more the feature speaks for the intent `best` than for others."""
        at = self.model.classifier.vocabulary.get(name)
        if at is None:
            return 0.0
        weights = self.model.classifier.weights[at]
        return float(weights[best] - weights.mean())


def load(cache: Path = _CACHE) -> TrainedDetector:
    """The detector of the written examples, from `cache` or trained now (some seconds) and kept there.

    A cache that cannot be written costs only time: the model is trained at each start.
    """
    written = examples()
    kept = cache / f"{fingerprint()}.npz"
    detector = TrainedDetector(restore(kept) or _train(written, kept), written)
    detector.read("我想找个离家近的活干")
    return detector


def _train(written: Sequence[Example], kept: Path) -> Model:
    try:
        with alone(kept.parent):
            model = restore(kept)
            if model is None:
                model = fit(written)
                save(model, kept)
                forget_others(kept)
            return model
    except OSError as problem:
        log.warning("the trained model cannot be kept in %s: %s", kept.parent, problem)
        return fit(written)
