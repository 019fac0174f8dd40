import re

from hypothesis import given
from hypothesis import strategies as st

from bot.language.openings import may_hold, openings

WORDS = ("横埠", "横埠镇", "义津", "ab")
PATTERN = re.compile("|".join(WORDS))


@given(st.text("横埠镇义津ab ", max_size=9))
def test_no_word_is_missed(text: str) -> None:
    assert may_hold(text, openings(WORDS)) or not PATTERN.search(text)


def test_most_texts_may_hold_none() -> None:
    assert not may_hold("我想找个活干", openings(WORDS))
    assert not may_hold("横", openings(WORDS))
