"""Pinyin typed in Latin letters (wo xiang zhao gong zuo) as syllables."""

import re
from functools import lru_cache
from typing import Final

from bot.language.sounds import SYLLABLES

_KNOWN: Final = frozenset(SYLLABLES.values())
_LONGEST: Final = max(map(len, _KNOWN))
_LETTERS: Final = re.compile(r"[a-z]+")


@lru_cache(maxsize=5_000)  # whoever writes decides what comes
def _cut(letters: str) -> tuple[str, ...] | None:
    """The fewest syllables that make up `letters`, or None."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is None or letters[start:end] not in _KNOWN:
                continue
            found, there = (*before, letters[start:end]), best[end]
            if there is None or len(found) < len(there):
                best[end] = found
    return best[-1]


def typed_syllables(letters: str) -> tuple[str, ...]:
    """The syllables of one run of Latin `letters`; () when it is no pinyin (wifi, QQ, hello, or one bare vowel)."""
    lowered = letters.lower()
    if not 2 <= len(lowered) <= 60 or not _LETTERS.fullmatch(lowered):
        return ()
    return _cut(lowered) or ()
