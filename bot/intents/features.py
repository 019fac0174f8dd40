"""What the classifier sees of a text: words, concepts, characters and sounds, as the numbers of their runs.

A unit is one character with its syllable, one typed pinyin syllable, one sign, or `#` for a number: what is compared
by sign reads the first of each pair, what is compared by sound the second.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np

from bot.intents.lexicon import DIALECT, concepts
from bot.intents.segment import words
from bot.language.normalise import normalise
from bot.language.pinyin import typed_syllables
from bot.language.runs import Keys, Places, bounds, distinct, keys, marked, mixed, runs
from bot.language.sounds import SYLLABLES, blurred, sounds

_FILLERS: Final = re.compile(r"嗯+|呃+|额(?=[,，。 ])|那个(?=[,，。 ]|那个)|就是说|这个(?=[,，。 ]|这个)|哎呀?|唉+")
_DIALECT: Final = re.compile("|".join(sorted(DIALECT, key=len, reverse=True)))
_UNITS: Final = re.compile(r"\d{11}|[\d.]+|[a-z]+(?: +[a-z]+)*|.")
KINDS: Final = ("w1", "w2", "c1", "c2", "c3", "s2", "s3", "b3", "k", "p", "share")
"""Words, characters, exact sounds, sounds as the county merges them (with the length of the run); concepts; pairs of
these; how much of a text was ever seen (`model.covered`)."""
_KIND: Final = {kind: number for number, kind in enumerate(KINDS)}
_CLAUSE_ENDS: Final = frozenset(" ,.?!;:。、~-_…()\"'")


class Unit(NamedTuple):
    """One step of a text: how it is written and how it sounds ("" when it has no sound)."""

    sign: str
    sound: str


@lru_cache(maxsize=32)  # one message is looked at many times, and its clauses
def plain(text: str) -> str:
    """`text` normalised, in small letters, without fillers, its dialect words put into standard ones."""
    unfilled = _FILLERS.sub("", normalise(text).lower())
    return _DIALECT.sub(lambda found: DIALECT[found.group()], unfilled)


def units(text: str) -> list[Unit]:
    """The units of a plain text."""
    return [unit for found in _UNITS.finditer(text) for unit in _units_of(found.group())]


def _units_of(piece: str) -> list[Unit]:
    if piece in SYLLABLES:
        return [Unit(piece, SYLLABLES[piece])]
    if piece[0].isdecimal():
        return [Unit("☎" if len(piece) == 11 else "#", "#")]
    typed = [typed_syllables(run) for run in piece.split()]
    if typed and all(typed):
        return [Unit(syllable, syllable) for run in typed for syllable in run]
    return [Unit(" " if piece in _CLAUSE_ENDS else piece, "")]


@cache
def _concept_trees() -> tuple[dict[str, frozenset[str]], dict[tuple[str, ...], frozenset[str]]]:
    """Word → concepts; syllables → concepts (words of two characters and more)."""
    by_sign: dict[str, set[str]] = {}
    by_sound: dict[tuple[str, ...], set[str]] = {}
    for concept, carriers in concepts().items():
        for carrier in carriers:
            word = plain(carrier)
            by_sign.setdefault(word, set()).add(concept)
            if len(word) > 1 and len(sounds(word)) == len(word):
                by_sound.setdefault(sounds(word), set()).add(concept)
    return (
        {word: frozenset(found) for word, found in by_sign.items()},
        {word: frozenset(found) for word, found in by_sound.items()},
    )


@cache
def _reaches() -> dict[str, int]:
    """The first character or syllable of a carrier → the length of the longest that begins with it."""
    reaches: dict[str, int] = {}
    by_sign, by_sound = _concept_trees()
    for steps in (*by_sign, *by_sound):
        reaches[steps[0]] = max(reaches.get(steps[0], 0), len(steps))
    return reaches


def found_concepts(steps: list[Unit]) -> list[tuple[str, str]]:
    """(concept, word) in the order of the text, longest words first; found by sign, else by sound."""
    by_sign, by_sound = _concept_trees()
    reaches = _reaches()
    signs, heard = [unit.sign for unit in steps], [unit.sound for unit in steps]
    found: list[tuple[str, str]] = []
    start = 0
    while start < len(signs):
        reach = max(reaches.get(signs[start][:1], 0), reaches.get(heard[start], 0))
        for end in range(min(start + reach, len(signs)), start, -1):
            word = "".join(signs[start:end])
            meant = by_sign.get(word) or by_sound.get(tuple(heard[start:end]))
            if meant:
                found += [(concept, word) for concept in sorted(meant)]
                start = end - 1
                break
        start += 1
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in a text: its words, the concepts found in it with the word that carries each, its features.

    `row` holds the features, sorted, each once, so that those of one of the `KINDS` stand together.
    """

    words: tuple[str, ...]
    concepts: tuple[tuple[str, str], ...]
    row: Keys
    bounds: tuple[int, ...]

    def of(self, kind: str) -> slice:
        """Where in `row` the features of one kind are."""
        at = _KIND[kind]
        return slice(self.bounds[at], self.bounds[at + 1])


def look(text: str) -> Look:
    """All that is seen in a raw `text`."""
    clean = plain(text)
    steps = units(clean)
    found = found_concepts(steps)
    cut = ["#" if word[0].isdecimal() else word for word in words(clean) if word not in _CLAUSE_ENDS]
    row = _row(cut, steps, [concept for concept, _ in found])
    return Look(tuple(cut), tuple(found), row, tuple(bounds(row, len(KINDS))))


def alone(*named: tuple[Sequence[str], str]) -> Keys:
    """The features that single words (w1), concepts (k) or shares are, given each with their kind."""
    steps = [next(runs(keys(names), 1)) for names, _ in named]
    return marked(steps, [_KIND[kind] for _, kind in named])


def _row(cut: list[str], steps: list[Unit], found: list[str]) -> Keys:
    """Every feature of these words, steps and concepts, once."""
    heard = ["^", *[unit.sound for unit in steps if unit.sound], "$"]
    _, s2, s3 = runs(keys(heard), 3)
    _, _, b3 = runs(keys([blurred(sound) for sound in heard]), 3)
    signs = runs(keys(["^", *[unit.sign for unit in steps], "$"]), 3)
    names = keys(dict.fromkeys(found))
    first, then = _pairs(len(names))
    pairs = mixed(names[first] * np.uint64(3), names[then])
    parts = (*runs(keys(cut), 2), *signs, s2, s3, b3, *runs(names, 1), pairs)
    return distinct(marked(parts, range(_KIND["share"])))


@lru_cache(maxsize=64)
def _pairs(count: int) -> tuple[Places, Places]:
    """Every pair of so many places, the first before the second."""
    return np.triu_indices(count, 1)
