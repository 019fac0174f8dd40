import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.numbers import NUMERAL, digits_written, has_number, number_of


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2800", 2800),
        ("0", 0),
        ("零", 0),
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("五十六", 56),
        ("一百零五", 105),
        ("一百五", 150),
        ("一百五十", 150),
        ("两千八", 2800),
        ("2千8", 2800),
        ("三千", 3000),
        ("一千零五", 1005),
        ("一千零五十", 1050),
        ("一万二", 12000),
        ("1万2", 12000),
        ("两万三千", 23000),
        ("一万零五百", 10500),
        ("十万", 100000),
        ("", None),
        ("万", None),
        ("百", None),
        ("十十", None),
        ("五六", None),
        ("二零二六", None),
        ("两百斤", None),
        ("王", None),
    ],
)
def test_numbers_as_they_are_said(said: str, value: int | None) -> None:
    assert number_of(said) == value


def test_whether_there_is_a_number_at_all() -> None:
    assert all(map(has_number, ("工资3千", "两百斤", "幺三八", "五十出头", "一下")))
    assert not any(map(has_number, ("", "我想找个活干", "wifi")))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("幺三八零零零零一二三四", "13800001234"),
        ("幺三八洞洞洞洞幺二三四", "13800001234"),
        ("１３８四个0", "1380000"),
        ("两个8", "88"),
        ("王桂花", "王桂花"),
    ],
)
def test_digit_by_digit(said: str, written: str) -> None:
    assert digits_written(said) == written


@given(st.integers(0, 10**8))
def test_figures_are_read_as_they_stand(number: int) -> None:
    assert number_of(str(number)) == number


@given(st.text(alphabet="零一二两三五九十百千万0123", max_size=12))
def test_a_number_is_never_negative(text: str) -> None:
    assert (number_of(text) or 0) >= 0


def test_the_pattern_takes_the_whole_number() -> None:
    assert re.findall(NUMERAL, "有两千八或者3千5和十") == ["两千八", "3千5", "十"]
