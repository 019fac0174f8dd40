"""Words of a text. The only importer of jieba.

jieba's own dictionary holds 349,000 words, most of them never met here, and costs 84 MB; the common tenth of it and the
field's own words cut the same messages alike, in 8 MB. HMM is off: it cuts 我想/找个/活干.
"""

import io
import logging
import re
import sys
from functools import cache
from importlib.resources import files
from math import inf, log
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from bot.arrays import FOLDER, Arrays, digest_of, kept
from bot.intents.lexicon import DIALECT, PLACES, concepts
from bot.language.everyday import everyday_words

_COMMON: Final = 100  # jieba's frequency of 工友 or 补办; rarer words are no help in telling intents apart
_OURS: Final = 5000  # above nearly all, so that our words are never cut
_CHINESE: Final = re.compile(r"[一-鿿]{2,}")


def _jieba() -> Any:
    """jieba, without what it loads and we never ask for: pkg_resources (8 MB) and the HMM's table (8 MB)."""
    found = sys.modules.get("pkg_resources")
    instead = {"pkg_resources": None, "jieba.finalseg.prob_emit": SimpleNamespace(P={})}  # None: there is none
    sys.modules |= instead  # type: ignore[arg-type]  # Python's way of giving something else
    try:
        import jieba
    finally:
        for name in instead:
            del sys.modules[name]
        if found is not None:
            sys.modules["pkg_resources"] = found
    jieba.setLogLevel(logging.WARNING)
    return jieba


jieba: Final = _jieba()


def _field_words() -> set[str]:
    ours = {word for words in concepts().values() for word in words} | set(DIALECT) | set(PLACES)
    return {word for word in ours if _CHINESE.fullmatch(word)}


def dictionary() -> bytes:
    """Every word with its frequency, a line each, as jieba reads them."""
    lines = [f"{word} {frequency}" for word, frequency, _ in everyday_words(_COMMON)]
    lines += [f"{word} {_OURS}" for word in sorted(_field_words())]
    return "\n".join(lines).encode()


def _counted() -> Arrays:
    """Every word and beginning of a word with its frequency, as jieba wants them."""
    frequencies, _ = jieba.Tokenizer.gen_pfdict(io.BytesIO(dictionary()))
    return {
        "words": np.frombuffer("\n".join(frequencies).encode(), dtype=np.uint8),
        "frequencies": np.array(list(frequencies.values()), dtype=np.int32),
    }


_Itself: Any = jieba.Tokenizer


class _Tokenizer(_Itself):  # type: ignore[misc]  # jieba tells no types
    """jieba, that finds the likeliest way through a sentence while it looks its words up, each once.

    `FREQ` holds the logarithm of each word's share of all words, 0.0 for what only begins a word. The cuts are those
    of jieba itself in half of its time; a test compares them.
    """

    def __init__(self, frequencies: dict[str, int]) -> None:
        super().__init__()
        total = log(sum(frequencies.values()))
        # One number for all words as frequent: a look counts who holds it, and so writes where it stands (decision 57).
        worth = {count: log(count) - total if count else 0.0 for count in set(frequencies.values())}
        self.FREQ = {word: worth[count] for word, count in frequencies.items()}
        self.unknown = -total
        self.initialized = True

    def get_DAG(self, sentence: str) -> None:  # noqa: N802 - jieba's name
        """Nothing: `calc` does both."""

    def calc(self, sentence: str, DAG: None, route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """For each place the worth of the best way from there to the end, and where its first word ends."""
        known, length = self.FREQ, len(sentence)
        route[length] = (0, 0)
        for start in range(length - 1, -1, -1):
            best, last, end = -inf, start, start + 1
            while end <= length and (worth := known.get(sentence[start:end])) is not None:
                if worth and (way := worth + route[end][0]) >= best:
                    best, last = way, end - 1
                end += 1
            route[start] = (best if best > -inf else self.unknown + route[start + 1][0], last)


@cache
def _tokenizer() -> _Tokenizer:
    here = files("bot.intents")
    counted = kept(FOLDER, "dictionary", digest_of((here / "words", files("bot.language"))), _counted)
    words = counted["words"].tobytes().decode().split("\n")
    return _Tokenizer(dict(zip(words, counted["frequencies"].tolist(), strict=True)))


def words(text: str) -> list[str]:
    """The words of a normalised `text` in order, signs and spaces among them."""
    return list(_tokenizer().lcut(text, HMM=False))
