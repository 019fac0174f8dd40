"""A question as weighted features: runs of characters, of exact sounds, and of sounds as the county merges them.

Runs instead of words: a misheard or mistyped question has no words to cut, but it still sounds like what was meant.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from bot.language.normalise import normalise
from bot.language.sounds import SYLLABLES, blurred

FAMILIES: Final = {"c1": 0.25, "c2": 1.0, "c3": 0.5, "s2": 0.8, "s3": 0.4, "b2": 0.5}
"""What each family of runs counts in the likeness of two questions (chosen by cross-validation)."""

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
_NOISE: Final = re.compile(r"[^\w]|_")


class Feature(NamedTuple):
    """One run: its family, what is compared, and how it was written."""

    family: str
    key: str
    written: str
    asking: bool


def plain(question: str) -> str:
    """`question` normalised, in lower case, without signs, words that mean the same written the same."""
    text = _NOISE.sub("", normalise(question).lower())
    return _WORDS.sub(lambda found: _CANONICAL[found[0]], text)


def things(question: str) -> list[str]:
    """The parts of `question` that name a thing, without the words of asking; the whole when there is nothing else."""
    text = plain(question)
    return _ASKING.sub(" ", text).split() or [text]


def features(question: str) -> list[Feature]:
    """All runs of `question`, each once."""
    text = plain(question)
    exact = [SYLLABLES.get(sign, sign) for sign in text]
    merged = [_merged(sound) for sound in exact]
    asking = [False] * len(text)
    for word in _ASKING.finditer(text):
        asking[word.start() : word.end()] = [True] * (word.end() - word.start())
    found: dict[str, Feature] = {}
    for family, units in (("c", list(text)), ("s", exact), ("b", merged)):
        for feature in _runs(family, units, text, asking):
            found.setdefault(feature.key, feature)
    return list(found.values())


def _runs(kind: str, units: list[str], text: str, asking: list[bool]) -> Iterator[Feature]:
    for length in (1, 2, 3):
        family = f"{kind}{length}"
        if family in FAMILIES:
            for start in range(len(units) - length + 1):
                key = f"{family}:{'-'.join(units[start : start + length])}"
                span = slice(start, start + length)
                yield Feature(family, key, text[span], all(asking[span]))


@cache
def _merged(sound: str) -> str:
    return blurred(sound) if sound.isascii() and sound.isalpha() else sound
