"""Made-up chatter: everyday words in everyday frames, so that 怎么, 我想 or 多少钱 alone never count as ours."""

import random
from functools import cache
from typing import Final

from bot.intents.features import found_concepts, units
from bot.intents.lexicon import FRAMES, concepts
from bot.language.everyday import everyday_words

_KINDS: Final = ("n", "v", "a", "ns", "nr")
_RANGE: Final = range(150, 30001)  # jieba's frequency: neither rare words nor the grammar's


@cache
def _everyday() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for word, frequency, kind in everyday_words(_RANGE.start):
        if kind in kinds and len(word) in {2, 3} and frequency in _RANGE and not found_concepts(units(word)):
            kinds[kind].append(word)
    kinds["c"] = sorted({word for carriers in concepts().values() for word in carriers if len(word) > 1})
    return kinds


def chatter(count: int, seed: int) -> list[str]:
    """`count` sentences that are none of ours; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    everyday = _everyday()
    made = []
    for _ in range(count):
        sentence = chance.choice(FRAMES)
        for kind, known in everyday.items():
            while "{" + kind + "}" in sentence:
                sentence = sentence.replace("{" + kind + "}", chance.choice(known), 1)
        made.append(sentence)
    return made
