"""What is left of a message once name, number and village are out of it."""

import pytest

from bot.readers.values import without_values


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我叫王桂花，13800001234，横埠镇官塘村的，想找活", "想找活"),
        ("我叫何苗想学月嫂 13800005555", "想学月嫂"),
        ("电话13800005678 有两百斤山芋要卖", "有两百斤山芋要卖"),
    ],
)
def test_values_are_taken_out(text: str, rest: str) -> None:
    assert without_values(text) == rest


@pytest.mark.parametrize("text", ["想找活", "公益岗一个月多少钱", "我家有5口人", ""])
def test_what_holds_no_value_stays_as_it_is(text: str) -> None:
    assert without_values(text) == text
