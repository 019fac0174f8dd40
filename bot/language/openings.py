"""Whether a text may hold one of many words: its pairs of characters tell at once that most hold none.

A pattern of hundreds of words is slow to ask, and by its size it drives out of the processor's cache what comes next.
"""

from collections.abc import Iterable
from operator import add


def openings(words: Iterable[str]) -> frozenset[str]:
    """The first two characters of each of `words`, all of which have two or more."""
    return frozenset(word[:2] for word in words)


def may_hold(text: str, begun: frozenset[str]) -> bool:
    """Whether any word that begins with one of the `openings` may stand in `text`."""
    return not begun.isdisjoint(map(add, text, text[1:]))
