"""Words of a text. The only importer of jieba.

jieba's own dictionary holds 349,000 words, most of them never met here, and costs 84 MB; the common tenth of it and the
field's own words cut the same messages alike, in 8 MB, and need no cache file. HMM is off: it cuts 我想/找个/活干.
"""

import io
import logging
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import jieba

from bot.intents.lexicon import DIALECT, PLACES, concepts
from bot.language.everyday import everyday_words

jieba.setLogLevel(logging.WARNING)

_COMMON: Final = 100  # jieba's frequency of 工友 or 补办; rarer words are no help in telling intents apart
_OURS: Final = 5000  # above nearly all, so that our words are never cut
_CHINESE: Final = re.compile(r"[一-鿿]{2,}")


def _field_words() -> set[str]:
    ours = {word for words in concepts().values() for word in words} | set(DIALECT) | set(PLACES)
    return {word for word in ours if _CHINESE.fullmatch(word)}


def _dictionary(extra: Iterable[str]) -> bytes:
    lines = [f"{word} {frequency}" for word, frequency, _ in everyday_words(_COMMON)]
    lines += [f"{word} {_OURS}" for word in sorted(extra)]
    return "\n".join(lines).encode()


@cache
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = jieba.Tokenizer.gen_pfdict(io.BytesIO(_dictionary(_field_words())))
    tokenizer.initialized = True
    return tokenizer


def words(text: str) -> list[str]:
    """The words of a normalised `text` in order, signs and spaces among them."""
    return list(_tokenizer().lcut(text, HMM=False))
