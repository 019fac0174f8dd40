from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.choice import find_choice, read_choice

TITLES = (
    "缝纫工（示例）（横埠镇，每月2800元）",
    "保洁员（官塘村，每月900元）",
    "护林员（浮山镇）",
    "电子厂普工（枞阳经济开发区，3500-4500元）",
    "养老护理员（枞阳镇）",
)


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("1", 0),
        ("１", 0),
        ("1.", 0),
        ("一", 0),
        ("第一个", 0),
        ("头一个", 0),
        ("最上面那个", 0),
        ("2。", 1),
        ("②", 1),
        ("2号", 1),
        ("选2", 1),
        ("我选第二个", 1),
        ("二吧", 1),
        ("第二个吧", 1),
        ("回2", 1),
        ("2 保洁员", 1),
        ("2.保洁员", 1),
        ("我选第二个保洁", 1),
        ("就第三个", 2),
        ("三", 2),
        ("中间那个", 2),
        ("倒数第二个", 3),
        ("最后一个", 4),
        ("最下面那个", 4),
        ("不要1要2", 1),
        ("不是1是2", 1),
        ("保洁员", 1),
        ("保洁", 1),
        ("保杰员", 1),
        ("我想做缝纫", 0),
        ("缝认工", 0),
        ("扫地的", 1),
        ("看山那个", 2),
        ("服侍老人的", 4),
        ("横埠那个", 0),
        ("开发区的", 3),
        ("2800那个", 0),
        ("浮山那个", 2),
        ("都行", 0),
        ("随便", 0),
        ("你看着办", 0),
        ("哪个都可以", 0),
    ],
)
def test_one_is_chosen(said: str, index: int) -> None:
    assert read_choice(said, TITLES) == index


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("都不合适", "choice_none"),
        ("没有", "choice_none"),
        ("一个都看不上", "choice_none"),
        ("没有合适的", "choice_none"),
        ("9", "choice_range"),
        ("0", "choice_range"),
        ("第八个", "choice_range"),
        ("1和3", "choice_two"),
        ("1、3", "choice_two"),
        ("1还是2", "choice_two"),
        ("2缝纫", "choice_two"),
        ("王桂花", "choice"),
        ("好", "choice"),
        ("13800001234", "choice"),
        ("", "choice"),
    ],
)
def test_none_is_chosen(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_choice(said, TITLES)
    assert why.value.reason == reason


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("我想去做缝纫工", 0),
        ("我要当保洁员，家在横埠", 1),
        ("不想做保洁员", None),
        ("缝纫工和保洁员都想", None),
        ("我在横埠镇", None),
        ("2", None),
        ("王桂花", None),
    ],
)
def test_found_by_its_own_name_only(said: str, index: int | None) -> None:
    assert find_choice(said, TITLES) == index


def test_the_longer_of_two_names_that_contain_each_other() -> None:
    assert find_choice("报村保洁员", ("保洁员", "村保洁员")) == 1


def test_places_as_lines() -> None:
    places = ("横埠镇新华村", "枞阳镇新华居委会", "汤沟镇新华居委会")
    assert read_choice("汤沟镇的", places) == 2
    assert read_choice("横埠的", places) == 0
    assert read_choice("枞阳镇", places) == 1


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=6))
def test_the_index_is_within_the_list(text: str, titles: list[str]) -> None:
    find_choice(text, titles)
    with suppress(NotUnderstood):
        assert 0 <= read_choice(text, titles) < len(titles)
