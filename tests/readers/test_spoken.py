import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.spoken import Range, find_age, find_wage, zodiac_ages

YEAR = 2026


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("五十六岁", "56"),
        ("我今年56", "56"),
        ("今年五十六了想找活", "56"),
        ("年龄48", "48"),
        ("五十出头", "51-53"),
        ("五十多", "51-59"),
        ("五十好几", "51-59"),
        ("我六十几了", "61-69"),
        ("快六十了", "58-59"),
        ("虚岁五十六", "54-55"),
        ("六八年的", "57-58"),
        ("1968年生", "57-58"),
        ("五十出头，属兔", "51"),
        ("我五十六，想找个活", "56"),
        ("56了，还能干", "56"),
        ("俺年纪大咯，六十二", "62"),
        ("今年20号开班吗", None),
        ("我今年三十亩地", None),
        ("我等了三十天了", None),
        ("家里有200斤", None),
        ("13800001234", None),
        ("40多斤", None),
        ("三个月", None),
        ("60岁以上有补贴吗", None),
        ("属羊", None),
        ("你好", None),
    ],
)
def test_an_age(said: str, age: str | None) -> None:
    found = find_age(said, YEAR)
    assert (str(found) if found else None) == age


def test_a_birth_year_tells_no_age_without_the_current_year() -> None:
    assert find_age("六八年的") is None
    assert find_age("五十六岁") == Range(56, 56)


def test_zodiac_ages_are_twelve_years_apart() -> None:
    assert zodiac_ages("羊", 2027) == (24, 36, 48, 60, 72)  # 2015 less 12 and so on: 2003, 1991, 1979, 1967, 1955


@pytest.mark.parametrize(
    ("said", "wage"),
    [
        ("两千八", "2800"),
        ("一个月三四千", "3000-4000"),
        ("工资2800到3500", "2800-3500"),
        ("两到三千", "2000-3000"),
        ("月薪4k", "4000"),
        ("三千多", "3000-3999"),
        ("一天一百五", "150"),
        ("三千块", "3000"),
        ("两千八一个月就行", "2800"),
        ("一百五一天", "150"),
        ("想找个工资三千左右的", "3000"),
        ("2800元", "2800"),
        ("电话13800001234", None),
        ("2026年", None),
        ("两千斤山芋", None),
        ("我想找活", None),
    ],
)
def test_a_wage(said: str, wage: str | None) -> None:
    found = find_wage(said)
    assert (str(found) if found else None) == wage


@given(st.text(max_size=40) | st.text(alphabet="五十六多出头岁属羊虚年生千万百kK.0123块一个月到", max_size=14))
def test_a_range_goes_upwards(text: str) -> None:
    for found in (find_age(text, YEAR), find_wage(text)):
        assert found is None or found.low <= found.high
