import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import normalise
from bot.language.traditional import SIMPLIFIED


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("報名參加培訓", "报名参加培训"),
        ("１３８００００１２３４", "13800001234"),
        ("想找活😀😀[微笑]", "想找活"),
        ("在吗\u200b\u200b", "在吗"),
        ("好好好好好！！！", "好好!"),
        ("奶奶说谢谢", "奶奶说谢谢"),
        ("138 0000   1111", "138 0000 1111"),
        ("  我\n想找活 ", "我 想找活"),
        ("", ""),
        ("👍", ""),
    ],
)
def test_one_way_of_writing(typed: str, read: str) -> None:
    assert normalise(typed) == read


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_a_second_time_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_digit_is_lost(number: str) -> None:
    assert normalise(number) == number


def test_no_simplified_form_is_itself_traditional() -> None:
    assert not [new for new in SIMPLIFIED.values() if ord(new) in SIMPLIFIED]
