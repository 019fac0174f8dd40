"""The word lists of the field: concepts, dialect, places. Read from words/, which station staff may extend."""

from functools import cache
from importlib.resources import files
from typing import Final

_WORDS: Final = files("bot.intents") / "words"


def _lines(name: str) -> list[str]:
    text = (_WORDS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def concepts() -> dict[str, tuple[str, ...]]:
    """Concept → the words that carry it."""
    pairs = (line.split("\t") for line in _lines("concepts.tsv"))
    return {name: tuple(dict.fromkeys(words.split())) for name, words in pairs}


DIALECT: Final = dict(line.split("\t") for line in _lines("dialect.tsv"))
"""What people here say → what it means elsewhere."""

PLACES: Final = frozenset(word for line in _lines("places.txt") for word in line.split())
"""Townships and villages of the county."""

FRAMES: Final = tuple(_lines("frames.txt"))
"""Everyday sentences with blanks, of which chatter is made."""

FOREIGN: Final = frozenset(word for line in _lines("foreign.txt") for word in line.split())
"""Things and offices that are never ours: alarm clocks, parcels, driving schools."""
