"""A question as weighted features: runs of characters, of exact sounds, and of sounds as the county merges them.

Runs instead of words: a misheard or mistyped question has no words to cut, but it still sounds like what was meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.language.normalise import normalise
from bot.language.pinyin import typed_syllables
from bot.language.remembered import Remembered
from bot.language.runs import Keys, Places, chains, marked, marks, numbers
from bot.language.sounds import SYLLABLES, blurred

FAMILIES: Final = {"c1": 0.25, "c2": 1.0, "c3": 0.5, "s2": 0.8, "s3": 0.4, "b2": 0.5}
"""What each family of runs counts in the likeness of two questions (chosen by cross-validation)."""
_PIECES: Final = re.compile("[a-z]+|.")
_LETTERS: Final = re.compile("[a-z]")
_SIZES: Final = np.array([int(family[1]) for family in FAMILIES])
_NUMBERS: Final = np.arange(len(FAMILIES))
_WANTED: Final = tuple(("csb".index(family[0]), int(family[1])) for family in FAMILIES)
_MARKS: Final = marks(range(len(FAMILIES)))
SPAN: Final = list(FAMILIES).index("s2")
"""The family of runs by which it is told how much of a question an entry knows (`learning.extent`)."""
_SIGNS: Final = 3  # the first families are of characters

_SAME: Final = {
    "多少": ("几多", "好多", "多少", "几块", "好些"),
    "什么": ("么子", "么事", "么东西", "什么", "啥子", "啥", "么样"),
    "怎么": ("咋个", "咋样", "怎么样", "怎样", "咋", "如何", "怎么"),
    "哪里": ("哪块", "哪里", "哪儿", "哪下", "哪场子", "哪边"),
    "什么时候": ("么晌子", "好晌子", "啥时候", "几时", "什么时间", "什么时候"),
    "有没有": ("有没得", "可有", "有冇", "有没有"),
    "没有": ("没得", "冇得", "没有"),
    "可以": ("能不能", "可不可以", "可能", "能够", "可以"),
    "工资": ("工钱", "薪水", "工资"),
    "孩子": ("小伢子", "细伢", "小孩子", "小孩", "伢", "娃娃", "娃", "孩子"),
    "家里": ("屋里头", "屋里", "家里头", "家里"),
    "知道": ("晓得", "知道"),
}
_CANONICAL: Final = {word: common for common, words in _SAME.items() for word in words}
_WORDS: Final = re.compile("|".join(sorted(_CANONICAL, key=len, reverse=True)))
_ASKING: Final = re.compile(
    "什么时候|什么|怎么办|怎么弄|怎么|多少钱|多少|哪里|哪个|哪些|哪天|哪|几个|几年|几|有没有|没有|有|没|可以|要不要|要|是不是|是|吗|呢|吧|不"
    "|多久|多长时间|多大|年龄|限制|条件|标准|材料|证件|手续|流程|申请|办理|办|领取|领|到账|一个月|一年|每年|每月|今年|去年|明年|现在|还|了|的|得"
    "|政府|国家|我们|我家|我|你们|你|家里|这个|那个|这|那|一个|一下|取消|上哪|去|到|在|给|就|都|啊|呀|请问|想|知道|问|意思|找谁|打电话|免费|能"
)
"""Words of asking. They tell what is wanted of a thing, never which thing: alone they make nothing ours."""
_NUMBER: Final = re.compile(r"\d{7,}")
"""A telephone number asks for nothing; 12345 does."""
_NOISE: Final = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a question, each once: what is compared, its family, at which step it begins.

    A step is a character or a syllable that was `typed` in Latin letters, which has no runs of characters. `telling`
    are the places of the runs of two sounds that are not made of words of asking only.
    """

    steps: tuple[str, ...]
    keys: Keys
    families: Places
    starts: Places
    telling: Places
    typed: bool

    @property
    def sizes(self) -> Places:
        """How many steps each run has."""
        return _SIZES[self.families]


def plain(question: str) -> str:
    """`question` normalised, in lower case, without signs, words that mean the same written the same."""
    text = _NOISE.sub("", _NUMBER.sub("", normalise(question).lower()))
    return _WORDS.sub(lambda found: _CANONICAL[found[0]], text)


def things(question: str) -> list[str]:
    """The parts of `question` that name a thing, without the words of asking; the whole when there is nothing else."""
    text = plain(question)
    return _ASKING.sub(" ", text).split() or [text]


def features(question: str) -> Runs:
    """All runs of `question`."""
    text = plain(question)
    steps = tuple(text) if _LETTERS.search(text) is None else tuple(_typed(text))
    signs, exact, merged = zip(*map(_NUMBERED.__getitem__, steps), strict=True) if steps else ((), (), ())
    every = marked(chains((signs, exact, merged), _WANTED), _MARKS)
    families, starts = _laid_out(len(steps))
    if typed := len(steps) < len(text):
        letters = np.concatenate(([0], np.cumsum([len(step) > 1 for step in steps])))
        written = np.flatnonzero((families >= _SIGNS) | (letters[starts + _SIZES[families]] == letters[starts]))
        every, families, starts = every[written], families[written], starts[written]
    first = _firsts(every)
    every, families, starts = every.take(first), families.take(first), starts.take(first)
    spans, told = np.flatnonzero(families == SPAN), _told(text, steps)
    return Runs(steps, every, families, starts, spans[told.take(starts.take(spans))], typed)


def _typed(text: str) -> Iterator[str]:
    """The steps of a text with Latin letters."""
    for found in _PIECES.finditer(text):
        yield from typed_syllables(found[0]) or found[0]


@lru_cache(maxsize=64)
def _laid_out(steps: int) -> tuple[Places, Places]:
    """Of each run of a question of so many steps: its family, and where it begins."""
    lengths = [max(steps - int(size) + 1, 0) for size in _SIZES]
    return _NUMBERS.repeat(lengths), np.concatenate([np.arange(length) for length in lengths])


def _firsts(every: Keys) -> Places:
    """Where each number stands for the first time, in the order of the numbers."""
    order = every.argsort(kind="stable")
    ordered = every[order]
    new = np.empty(len(every), dtype=np.bool_)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.asarray(order[new])


def _told(text: str, steps: tuple[str, ...]) -> NDArray[np.bool_]:
    """Of each step of `text` whether it or the next belongs to no word of asking."""
    telling = bytearray(b"\1" * len(text))
    for word in _ASKING.finditer(text):
        start, end = word.span()
        telling[start:end] = bytes(end - start)
    if len(steps) < len(text):
        begins = accumulate(map(len, steps), initial=0)
        telling = bytearray(telling[at] for at, _ in zip(begins, steps, strict=False))
    own = np.frombuffer(telling, dtype=np.bool_)
    return own[:-1] | own[1:]


def _numbered(step: str) -> tuple[int, int, int]:
    """The numbers of a step, of its sound, of that as the county merges it."""
    sound = SYLLABLES.get(step, step)
    merged = blurred(sound) if sound.isascii() and sound.isalpha() else sound
    sign, exact, alike = numbers((step, sound, merged))
    return sign, exact, alike


_NUMBERED: Final = Remembered(_numbered)
