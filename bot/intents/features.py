"""What the classifier sees of a text: words, concepts, characters and sounds, as the numbers of their runs.

A unit is one character with its syllable, one typed pinyin syllable, one sign, or `#` for a number: what is compared
by sign reads the first of each pair, what is compared by sound the second.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from bot.intents.lexicon import DIALECT, concepts
from bot.intents.segment import words
from bot.language.normalise import normalise
from bot.language.pinyin import typed_syllables
from bot.language.remembered import Remembered
from bot.language.runs import Keys, Places, bounds, chains, distinct, keys, marked, marks, mixed, numbers, runs
from bot.language.sounds import SYLLABLES, blurred, sounds

_FILLERS: Final = re.compile(r"嗯+|呃+|额(?=[,，。 ])|那个(?=[,，。 ]|那个)|就是说|这个(?=[,，。 ]|这个)|哎呀?|唉+")
_FILLING: Final = frozenset("嗯呃额那就这哎唉")
_SPOKEN: Final = frozenset(word[0] for word in DIALECT)
"""With one of these signs begin all `_FILLERS`, all words of dialect: a look for them costs less than the patterns."""
_DIALECT: Final = re.compile("|".join(sorted(DIALECT, key=len, reverse=True)))
_UNITS: Final = re.compile(r"\d{11}|[\d.]+|[a-z]+(?: +[a-z]+)*|.")
KINDS: Final = ("c2", "w1", "s2", "k", "w2", "c1", "c3", "s3", "b3", "p", "share")
"""Characters, words, exact sounds, sounds as the county merges them (with the length of the run); concepts; pairs of
these; how much of a text was ever seen (`model.covered`)."""
COMPARED: Final = 4
"""So many of these kinds, the first, are compared with the written examples (`nearest`)."""
COUNTED: Final = 2
"""Of so many it is counted how much was ever seen (`model.covered`)."""
_KIND: Final = {kind: number for number, kind in enumerate(KINDS)}
_FIRST_OF_PAIR: Final = np.uint64(3)  # which of two comes first is told
_CLAUSE_ENDS: Final = frozenset(" ,.?!;:。、~-_…()\"'")


class Unit(NamedTuple):
    """One step of a text: how it is written and how it sounds ("" when it has no sound)."""

    sign: str
    sound: str


@lru_cache(maxsize=32)  # one message is looked at many times, and its clauses
def plain(text: str) -> str:
    """`text` normalised, in small letters, without fillers, its dialect words put into standard ones."""
    plainer = normalise(text).lower()
    if not _FILLING.isdisjoint(plainer):
        plainer = _FILLERS.sub("", plainer)
    return plainer if _SPOKEN.isdisjoint(plainer) else _DIALECT.sub(_meant, plainer)


def _meant(found: re.Match[str]) -> str:
    return DIALECT[found[0]]


def units(text: str) -> list[Unit]:
    """The units of a plain text."""
    return list(chain.from_iterable(map(_PIECES.__getitem__, _UNITS.findall(text))))


def _units_of(piece: str) -> tuple[Unit, ...]:
    if piece in SYLLABLES:
        return (Unit(piece, SYLLABLES[piece]),)
    if piece[0].isdecimal():
        return (Unit("☎" if len(piece) == 11 else "#", "#"),)
    typed = [typed_syllables(run) for run in piece.split()]
    if typed and all(typed):
        return tuple(Unit(syllable, syllable) for run in typed for syllable in run)
    return (Unit(" " if piece in _CLAUSE_ENDS else piece, ""),)


_PIECES: Final = Remembered(_units_of)  # nearly all are single characters


@cache
def _concept_trees() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]]:
    """Word → concepts, in order; syllables → concepts (words of two characters and more)."""
    by_sign: dict[str, set[str]] = {}
    by_sound: dict[tuple[str, ...], set[str]] = {}
    for concept, carriers in concepts().items():
        for carrier in carriers:
            word = plain(carrier)
            by_sign.setdefault(word, set()).add(concept)
            heard = sounds(word)
            if len(word) > 1 and len(heard) == len(word):
                by_sound.setdefault(heard, set()).add(concept)
    return (
        {word: tuple(sorted(found)) for word, found in by_sign.items()},
        {word: tuple(sorted(found)) for word, found in by_sound.items()},
    )


@cache
def _lengths() -> dict[str, set[int]]:
    """The first character or syllable of a carrier → how many steps those that begin with it have."""
    lengths: dict[str, set[int]] = defaultdict(set)
    by_sign, by_sound = _concept_trees()
    for word in by_sign:
        lengths[word[0]] |= {len(word), len(units(word))}
    for syllables in by_sound:
        lengths[syllables[0]].add(len(syllables))
    return lengths


def _sizes(unit: Unit) -> tuple[int, ...]:
    """How many steps the carriers have that may begin with this one, the longest first."""
    lengths = _lengths()
    return tuple(sorted(lengths.get(unit.sign[:1], set()) | lengths.get(unit.sound, set()), reverse=True))


_SIZES: Final = Remembered(_sizes)


def found_concepts(steps: list[Unit]) -> list[tuple[str, str]]:
    """(concept, word) in the order of the text, longest words first; found by sign, else by sound."""
    by_sign, by_sound = _concept_trees()
    signs = [unit.sign for unit in steps]
    heard = tuple([unit.sound for unit in steps])
    joined, length = "".join(signs), len(signs)
    single = len(joined) == length
    found: list[tuple[str, str]] = []
    start = 0
    for at, sizes in enumerate(map(_SIZES.__getitem__, steps)):
        if at < start:
            continue
        for size in sizes:
            end = at + size
            if end > length:
                continue
            word = joined[at:end] if single else "".join(signs[at:end])
            if meant := by_sign.get(word) or by_sound.get(heard[at:end]):
                found += [(concept, word) for concept in meant]
                start = end
                break
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
    return marked(steps, marks(_KIND[kind] for _, kind in named))


_WORDS, _SIGNS, _SOUNDS, _MERGED, _CONCEPTS = range(5)
_CHAINED: Final = {
    "w1": (_WORDS, 1),
    "w2": (_WORDS, 2),
    "c1": (_SIGNS, 1),
    "c2": (_SIGNS, 2),
    "c3": (_SIGNS, 3),
    "s2": (_SOUNDS, 2),
    "s3": (_SOUNDS, 3),
    "b3": (_MERGED, 3),
    "k": (_CONCEPTS, 1),
}
"""Of what and of how many neighbouring steps the features of each kind are made; the pairs of concepts come after."""
_WANTED: Final = tuple(_CHAINED.values())
_MARKS: Final = marks(_KIND[kind] for kind in (*_CHAINED, "p"))


def _row(cut: list[str], steps: list[Unit], found: list[str]) -> Keys:
    """Every feature of these words, steps and concepts, once."""
    told = [_BEGIN, *map(_NUMBERED.__getitem__, steps), _END]
    heard = [(sound, merged) for _, sound, merged in told if sound]
    named = numbers(dict.fromkeys(found))
    parts = (
        numbers(cut),
        [sign for sign, _, _ in told],
        [sound for sound, _ in heard],
        [merged for _, merged in heard],
        named,
    )
    return distinct(marked((*chains(parts, _WANTED), _pairs_of(named)), _MARKS))


def _numbered(unit: Unit) -> tuple[int, int, int]:
    """The numbers of its sign, of its sound, of that as the county merges it; 0 for no sound."""
    sign, sound, merged = numbers((unit.sign, unit.sound, blurred(unit.sound)))
    return (sign, sound, merged) if unit.sound else (sign, 0, 0)


_NUMBERED: Final = Remembered(_numbered)
_BEGIN, _END = _numbered(Unit("^", "^")), _numbered(Unit("$", "$"))


def _pairs_of(named: list[int]) -> Keys:
    names = np.array(named, dtype=np.uint64)
    first, then = _pairs(len(named))
    return mixed(names[first] * _FIRST_OF_PAIR, names[then])


@lru_cache(maxsize=64)
def _pairs(count: int) -> tuple[Places, Places]:
    """Every pair of so many places, the first before the second."""
    return np.triu_indices(count, 1)
