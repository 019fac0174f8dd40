"""What the classifier sees of a text: words, concepts, characters and sounds, each kind marked by its first letter.

A unit is one character with its syllable, one typed pinyin syllable, one sign, or `#` for a number: what is compared
by sign reads the first of each pair, what is compared by sound the second.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from bot.intents.lexicon import DIALECT, concepts
from bot.intents.segment import words
from bot.language.normalise import normalise
from bot.language.pinyin import typed_syllables
from bot.language.sounds import SYLLABLES, blurred, sounds

_FILLERS: Final = re.compile(r"嗯+|呃+|额(?=[,，。 ])|那个(?=[,，。 ]|那个)|就是说|这个(?=[,，。 ]|这个)|哎呀?|唉+")
_DIALECT: Final = re.compile("|".join(sorted(DIALECT, key=len, reverse=True)))
_UNITS: Final = re.compile(r"\d{11}|[\d.]+|[a-z]+(?: +[a-z]+)*|.")
_CLAUSE_ENDS: Final = frozenset(" ,.?!;:。、~-_…()\"'")


class Unit(NamedTuple):
    """One step of a text: how it is written and how it sounds ("" when it has no sound)."""

    sign: str
    sound: str


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


def _grams(steps: list[str], mark: str, sizes: Iterable[int]) -> Iterator[str]:
    for size in sizes:
        for start in range(len(steps) - size + 1):
            yield mark + " ".join(steps[start : start + size])


@cache
def _concept_trees() -> tuple[dict[str, frozenset[str]], dict[tuple[str, ...], frozenset[str]], int]:
    """Word → concepts; syllables → concepts (words of two characters and more); the longest word."""
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
        max(map(len, by_sign)),
    )


def found_concepts(steps: list[Unit]) -> list[tuple[str, str]]:
    """(concept, word) in the order of the text, longest words first; found by sign, else by sound."""
    by_sign, by_sound, longest = _concept_trees()
    found: list[tuple[str, str]] = []
    start = 0
    while start < len(steps):
        for size in range(min(longest, len(steps) - start), 0, -1):
            piece = steps[start : start + size]
            word = "".join(unit.sign for unit in piece)
            meant = by_sign.get(word) or by_sound.get(tuple(unit.sound for unit in piece))
            if meant:
                found += [(concept, word) for concept in sorted(meant)]
                start += size - 1
                break
        start += 1
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in a text: its words, the concepts found in it with the word that carries each, its features."""

    words: tuple[str, ...]
    concepts: tuple[tuple[str, str], ...]
    row: tuple[str, ...]


def look(text: str) -> Look:
    """All that is seen in a raw `text`; features come once each, in a stable order."""
    clean = plain(text)
    steps = units(clean)
    found = found_concepts(steps)
    cut = ["#" if word[0].isdecimal() else word for word in words(clean) if word not in _CLAUSE_ENDS]
    row = dict.fromkeys([*_grams(cut, "w", (1, 2)), *_of_steps(steps), *_of_concepts(found)])
    return Look(tuple(cut), tuple(found), tuple(row))


def features(text: str) -> tuple[str, ...]:
    """The features of a raw `text`."""
    return look(text).row


def _of_steps(steps: list[Unit]) -> Iterator[str]:
    exact = ["^", *(unit.sound for unit in steps if unit.sound), "$"]
    yield from _grams(["^", *(unit.sign for unit in steps), "$"], "c", (1, 2, 3))
    yield from _grams(exact, "s", (2, 3))
    yield from _grams([blurred(sound) for sound in exact], "b", (3,))


def _of_concepts(found: list[tuple[str, str]]) -> Iterator[str]:
    kinds = list(dict.fromkeys(concept for concept, _ in found))
    for at, kind in enumerate(kinds):
        yield "k" + kind
        yield from (f"p{kind}>{then}" for then in kinds[at + 1 :])
