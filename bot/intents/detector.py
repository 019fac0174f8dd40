"""Reads a message: first what is beyond doubt (a bare number, an example word for word), then the classifiers."""

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from bot.arrays import FOLDER, Arrays, kept
from bot.intents import Band, Intent, Reading
from bot.intents.clauses import LAST_WORDS, ending, is_heartfelt
from bot.intents.corpus import examples, fingerprint
from bot.intents.features import Look, alone, look, plain
from bot.intents.model import WANTED, Lessons, Model, arrays_of, fit, model_of
from bot.intents.rules import GUARDED, is_foreign, is_ours_to_delete, is_sign_up, is_to_us, settled
from bot.intents.wordings import Wordings, wordings_of
from bot.readers.values import without_values

_NOTHING: Final = Reading(Intent.OUT_OF_SCOPE, 0.0, Band.UNKNOWN)
_SIGN_UP: Final = Reading(Intent.SIGNUP_TRAINING, 0.5, Band.OFFER, (Intent.FIND_JOB,), lambda: ("报名",))
_REMEMBERED: Final = 32
_KNOWN_BY_HEART: Final = 0.97
_WORTH_NAMING: Final = 3
_LIKELY: Final = 0.08  # what is offered beside the best reading
_SCATTERED: Final = 0.25  # a text that may be much, and nothing more likely than this, says nothing
_BARS: Final = {
    Intent.COMPLAIN: 0.48,
    Intent.SELL_PRODUCE: 0.50,
    Intent.ASK_POLICY: 0.54,
    Intent.POST_VACANCY: 0.55,
    Intent.UNSUBSCRIBE: 0.57,
    Intent.FIND_JOB: 0.63,
    Intent.WITHDRAW_APPLICATION: 0.66,
    Intent.DELETE_DATA: 0.75,
    Intent.STATION_INFO: 0.75,
    Intent.UPDATE_CONTACT: 0.77,
    Intent.THANKS: 0.79,
    Intent.GREET: 0.83,
    Intent.SIGNUP_TRAINING: 0.84,
    Intent.CHECK_PROGRESS: 0.84,
    Intent.TALK_TO_STAFF: 0.87,
    Intent.HELP: 0.90,
}
"""From which probability of being ours a message is understood, by its likeliest intent.

Small talk looks like a plea for help far more often than like a complaint: the same bar for all would lose complaints
and let chatter in. See docs/decisions/0008; set by 0059.
"""
_TO_US: Final = 0.6  # what speaks to "you who wrote it down" is hardly ever small talk
_LAST_WORD: Final = 0.9
_LAST_THANKS: Final = 0.6  # hearty thanks after a story without a wish can hardly be anything else
_SURE: Final = 0.75  # from it on, act without asking
_SURELY_OURS: Final = 0.88  # what may well be a private message is asked about first, however clear its wish would be


class TrainedDetector:
    """A `Detector` of a trained model and the wordings it knows by heart. Safe to share between threads."""

    def __init__(self, model: Model, wordings: Wordings) -> None:
        self.model = model
        self._wordings = wordings
        self._recent = lru_cache(maxsize=_REMEMBERED)(self._read)

    def read(self, text: str) -> Reading:
        """See `Detector.read`. One turn asks about a message and its parts again and again: the last are remembered."""
        return self._recent(text)

    def _read(self, text: str) -> Reading:
        if not any(sign.isalpha() for sign in text):
            return _NOTHING
        known = self._wordings.meaning(text) or settled(plain(text))
        if known is None and is_sign_up(plain(text)):
            return _SIGN_UP
        if known is None:
            reading = self._last_word(text) or self._judged(text)
            return reading if reading.band is Band.ACT else self._without_values(text) or reading
        if known is Intent.OUT_OF_SCOPE:
            return Reading(known, 1.0 - _KNOWN_BY_HEART, Band.UNKNOWN, why=lambda: (text,))
        return Reading(known, _KNOWN_BY_HEART, Band.ACT, why=lambda: (text,))

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
            return Reading(Intent.OUT_OF_SCOPE, reading.confidence, Band.UNKNOWN, others, reading.why)
        if reading.intent is Intent.DELETE_DATA and not is_ours_to_delete(plain(text)):
            return replace(reading, band=Band.OFFER)
        return reading

    def _likeliest(self, text: str) -> Reading:
        seen = look(text)
        if not seen.concepts and not seen.row[seen.of("s3")].size:
            return _NOTHING  # letters that are neither a word of ours nor pinyin
        likely = self.model.judge(seen)
        best, *next_best = sorted(range(len(likely)), key=likely.__getitem__, reverse=True)[:3]
        ours, confidence = sum(likely), likely[best]
        others = tuple(WANTED[at] for at in next_best if likely[at] >= _LIKELY)
        why = partial(self._because, seen, best)
        bar = _BARS[WANTED[best]]
        if confidence < _SCATTERED or ours < (bar * _TO_US if is_to_us(plain(text)) else bar):
            return Reading(Intent.OUT_OF_SCOPE, confidence, Band.UNKNOWN, (WANTED[best], *others), why)
        sure = confidence >= _SURE and ours >= _SURELY_OURS
        return Reading(WANTED[best], confidence, Band.ACT if sure else Band.OFFER, others, why)

    def _because(self, seen: Look, best: int) -> tuple[str, ...]:
        said = [*seen.words, *(word for _, word in seen.concepts)]
        features = alone((seen.words, "w1"), ([concept for concept, _ in seen.concepts], "k"))
        worth: dict[str, float] = defaultdict(float)
        leaning = self.model.classifier.leaning(features, best).tolist()
        for word, lean in zip(said, leaning, strict=True):
            worth[word] += lean
        telling = sorted((word for word in worth if worth[word] > 0 and word != "#"), key=lambda word: -worth[word])
        return tuple(telling[:_WORTH_NAMING])


def load(cache: Path = FOLDER) -> TrainedDetector:
    """The detector of the written examples, from `cache` or trained now (some seconds) and kept there."""
    arrays = kept(cache, "detector", fingerprint(), _trained)
    detector = TrainedDetector(model_of(arrays), Wordings(arrays["wordings"], arrays["meanings"]))
    detector.read("我想找个离家近的活干")
    return detector


def _trained() -> Arrays:
    written = examples()
    wordings, meanings = wordings_of(written)
    return {**arrays_of(fit(Lessons.of(written))), "wordings": wordings, "meanings": meanings}
