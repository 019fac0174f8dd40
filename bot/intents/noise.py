"""Sentences as a hurried thumb or a dictation would have them: what the training adds to the written examples."""

import random
import re
from collections import defaultdict
from functools import cache
from typing import Final

from bot.intents.lexicon import concepts
from bot.language.everyday import everyday_words
from bot.language.sounds import SYLLABLES, blurred

_COMMON: Final = 300  # jieba's frequency: keyboards offer common characters first
_BLURRED_SHARE: Final = 0.25  # how often the accent, and not only the keyboard, has a part in the error
_PARTICLES: Final = "啊呀哦呢吧嘛的了"


@cache
def _same_sounds() -> tuple[dict[str, str], dict[str, str]]:
    """Syllable → its common characters; blurred syllable → likewise."""
    exact: dict[str, list[str]] = defaultdict(list)
    merged: dict[str, list[str]] = defaultdict(list)
    for word, _, _ in everyday_words(_COMMON):
        if word in SYLLABLES:
            exact[SYLLABLES[word]].append(word)
            merged[blurred(SYLLABLES[word])].append(word)
    return {s: "".join(c) for s, c in exact.items()}, {s: "".join(c) for s, c in merged.items()}


def misheard(text: str, share: float, chance: random.Random) -> str:
    """`text` with about `share` of its Chinese characters replaced by others that sound the same or alike."""
    exact, merged = _same_sounds()
    signs = list(text)
    for at, sign in enumerate(signs):
        if sign not in SYLLABLES or chance.random() >= share:
            continue
        sound = SYLLABLES[sign]
        table, key = (merged, blurred(sound)) if chance.random() < _BLURRED_SHARE else (exact, sound)
        others = table.get(key, "").replace(sign, "")
        if others:
            signs[at] = chance.choice(others)
    return "".join(signs)


def hurried(text: str, chance: random.Random) -> str:
    """`text` with a character dropped, doubled or a particle slipped in; very short texts stay."""
    if len(text) < 5:
        return text
    at = chance.randrange(1, len(text) - 1)
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + chance.choice(_PARTICLES) + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        )
    )


def in_letters(text: str, chance: random.Random) -> str:
    """`text` as somebody types it who has no Chinese keyboard: wo xiang zhao gong zuo, or woxiangzhaogongzuo."""
    return chance.choice((" ", "")).join(SYLLABLES.get(sign, sign) for sign in text)


_SWAPPED: Final = ("trade", "produce", "town", "bigplace", "family", "otherplace")


@cache
def _kin() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """What finds a word that may be exchanged, and the words it may be exchanged for."""
    kin = {word: concepts()[name] for name in _SWAPPED for word in concepts()[name] if len(word) > 1}
    return re.compile("|".join(sorted(kin, key=len, reverse=True))), kin


def swapped(text: str, chance: random.Random) -> str:
    """`text` with trades, produce, places and relatives exchanged for others: 学电焊 → 学裁缝."""
    pattern, kin = _kin()
    return pattern.sub(lambda found: chance.choice(kin[found.group()]), text)
