"""Words of a text. The only importer of jieba.

jieba's own dictionary holds 349,000 words, most of them never met here, and costs 84 MB; the common tenth of it and the
field's own words cut the same messages alike, in 8 MB. HMM is off: it cuts 我想/找个/活干.
"""

import io
import logging
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from bot.arrays import FOLDER, Arrays, digest_of, kept
from bot.intents.lexicon import DIALECT, PLACES, concepts
from bot.language.everyday import everyday_words

_COMMON: Final = 100  # jieba's frequency of 工友 or 补办; rarer words are no help in telling intents apart
_OURS: Final = 5000  # above nearly all, so that our words are never cut
_CHINESE: Final = re.compile(r"[一-鿿]{2,}")


def _jieba() -> Any:
    """jieba, without what it loads and we never ask for: pkg_resources (8 MB) and the HMM's tables (8 MB)."""
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # Python's way of saying that there is none
    try:
        import jieba
    finally:
        del sys.modules["pkg_resources"]
        if before is not None:
            sys.modules["pkg_resources"] = before
    jieba.finalseg.emit_P.clear()
    jieba.setLogLevel(logging.WARNING)
    return jieba


jieba: Final = _jieba()


def _field_words() -> set[str]:
    ours = {word for words in concepts().values() for word in words} | set(DIALECT) | set(PLACES)
    return {word for word in ours if _CHINESE.fullmatch(word)}


def _dictionary(extra: Iterable[str]) -> bytes:
    lines = [f"{word} {frequency}" for word, frequency, _ in everyday_words(_COMMON)]
    lines += [f"{word} {_OURS}" for word in sorted(extra)]
    return "\n".join(lines).encode()


def _counted() -> Arrays:
    """Every word and beginning of a word with its frequency, as jieba wants them."""
    frequencies, _ = jieba.Tokenizer.gen_pfdict(io.BytesIO(_dictionary(_field_words())))
    return {
        "words": np.frombuffer("\n".join(frequencies).encode(), dtype=np.uint8),
        "frequencies": np.array(list(frequencies.values()), dtype=np.int32),
    }


@cache
def _tokenizer() -> Any:
    here = files("bot.intents")
    counted = kept(FOLDER, "dictionary", digest_of((here / "words", files("bot.language"))), _counted)
    words = counted["words"].tobytes().decode().split("\n")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = dict(zip(words, counted["frequencies"].tolist(), strict=True))
    tokenizer.total = int(counted["frequencies"].sum())
    tokenizer.initialized = True
    return tokenizer


def words(text: str) -> list[str]:
    """The words of a normalised `text` in order, signs and spaces among them."""
    return list(_tokenizer().lcut(text, HMM=False))
