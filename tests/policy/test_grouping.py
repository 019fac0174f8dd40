"""Misses about the same thing come together, whatever is asked of it and however it is spelled."""

import time

from bot.policy.book import KNOWLEDGE, read_strangers
from bot.policy.grouping import grouped

ALIKE = [
    ["残疾证怎么办", "办残疾证要什么材料", "残急证哪里办"],
    ["路灯坏了找谁", "村里路灯坏了"],
    ["怎么上户口", "上户口要几多钱"],
]


def test_alike_ones_come_together_and_the_largest_group_first() -> None:
    texts = [text for group in zip(*[each[:2] for each in ALIKE], strict=True) for text in group] + [ALIKE[0][2]]
    found = [{texts[place] for place in places} for places in grouped(texts)]
    assert found[0] == set(ALIKE[0])
    assert {frozenset(group) for group in found} == {frozenset(group) for group in ALIKE}


def test_every_text_is_in_one_group() -> None:
    texts = ["", "？", "😀", "钱", "多少钱", "多少钱"]
    assert sorted(place for places in grouped(texts) for place in places) == list(range(len(texts)))


def test_a_thousand_are_put_together_in_no_time() -> None:
    texts = read_strangers(KNOWLEDGE / "not_ours.txt")[:800]
    began = time.process_time()
    grouped(texts)
    assert time.process_time() - began < 3
