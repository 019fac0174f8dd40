from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.choice import find_choice, read_choice
from bot.readers.titles import MOST_BY_LIKENESS

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


OURS = (
    "缝纫工（示例），横埠镇，每月2800到4000元",
    "电子元件装配工（示例），枞阳经济开发区",
    "茶叶分拣工（示例），白梅乡，一天100元",
    "手工串珠（示例），雨坛镇",
    "编竹篮（示例），浮山镇",
    "村里保洁员（示例），官埠桥镇",
    "养老院护工（示例），枞阳镇",
    "工厂普工（包车去）（示例），铜陵",
    "建筑小工（示例），枞阳镇",
)
COURSES = (
    "电工培训（示例）",
    "家政月嫂培训（示例）",
    "果树种植培训（示例）",
    "缝纫培训（示例）",
    "手机卖货培训（示例）",
)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("我眼睛不好做不了缝纫 扫地的有没有", "村里保洁员"),
        ("扫大路", "村里保洁员"),
        ("我不想做缝纫了 想做保洁", "村里保洁员"),
        ("不会缝纫 会扫地", "村里保洁员"),
        ("缝纫太累了，保洁吧", "村里保洁员"),
        ("缝纫就算了 保洁", "村里保洁员"),
        ("怕高，扫地吧", "村里保洁员"),
        ("我今年60能做保洁不", "村里保洁员"),
        ("除了缝纫都行", "电子元件装配工"),
        ("缝纫的不行 其他都行", "电子元件装配工"),
        ("第二个太远 第一个吧", "缝纫工"),
        ("有没有缝纫", "缝纫工"),
        ("缝纫行不行", "缝纫工"),
        ("特别想做缝纫", "缝纫工"),
        ("不怕累 建筑小工", "建筑小工"),
        ("你看着帮我安排吧", "缝纫工"),
        ("照顾老人的", "养老院护工"),
        ("工地上做小工", "建筑小工"),
        ("拣茶叶", "茶叶分拣工"),
        ("包车的那个", "工厂普工"),
        ("保节", "村里保洁员"),
        ("1，麻烦你了", "缝纫工"),
        ("3号吧 谢谢", "茶叶分拣工"),
    ],
)
def test_what_is_wanted_is_chosen_not_what_is_refused(said: str, chosen: str) -> None:
    assert OURS[read_choice(said, OURS)].startswith(chosen)


@pytest.mark.parametrize(
    "said",
    [
        "我不要做缝纫",
        "缝纫做不了",
        "没做过缝纫",
        "我有2个孙子要带",
        "我家有5口人",
        "我3点要接孩子",
        "我5月份才有空",
        "我5号才有空",
        "第一次找活不懂",
        "我要1个能坐着做的",
        "第一个管不管饭",
        "第二个具体干什么的",
        "第2个什么时候上班",
        "家里没人带孩子",
        "我以前在电子厂做过",
        "我是横埠的",
        "我家在白梅乡",
        "看大门的",
        "换一个活",
        "能不能在家做",
        "一个月2800少了",
        "我在家种田",
    ],
)
def test_a_figure_a_place_or_a_trade_in_passing_chooses_nothing(said: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_choice(said, OURS)
    assert why.value.reason == "choice"


def test_handicraft_is_a_kind_of_work_and_no_name() -> None:
    assert find_choice("想在家里做点手工活", ("手工串珠（示例），在家做", "编竹篮，在家做")) is None
    assert find_choice("我做手工串珠", ("手工串珠（示例），在家做", "编竹篮，在家做")) == 0


def test_counting_words_are_no_likeness() -> None:
    lines = ["手工串珠，汤沟镇，按件算，每天约40元", "编竹篮，浮山镇，按件算，一个约15元"]
    with pytest.raises(NotUnderstood, match="choice"):
        read_choice("再帮我弟也报一个", lines)
    assert read_choice("浮山的那个", lines) == 1


@pytest.mark.parametrize("said", ["没有我想学的", "没有想学的", "保洁缝纫都不合适", "都不合适 想找保安"])
def test_none_suits(said: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_choice(said, COURSES if "学" in said else OURS)
    assert why.value.reason == "choice_none"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("想学电工", "电工培训"),
        ("我想学电工要钱吗", "电工培训"),
        ("电工", "电工培训"),
        ("我要报缝纫班", "缝纫培训"),
        ("报月嫂", "家政月嫂培训"),
        ("想学缝纫技术", "缝纫培训"),
        ("果树种植", "果树种植培训"),
        ("想学卖货", "手机卖货培训"),
        ("不想学电工", None),
        ("学不会电工", None),
        ("想学电工和月嫂", None),
        ("我是电工", None),
        ("我会电工想找活", None),
        ("电工证", None),
        ("手机坏了", None),
        ("我要换手机号", None),
        ("我是村里的", None),
        ("我想学习", None),
    ],
)
def test_a_telling_part_that_is_wished_for(said: str, found: str | None) -> None:
    index = find_choice(said, COURSES)
    assert (None if index is None else COURSES[index].removesuffix("（示例）")) == found


def test_a_thing_that_is_only_at_hand_is_no_course() -> None:
    with pytest.raises(NotUnderstood):
        read_choice("我去拿手机", COURSES)


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=6))
def test_the_index_is_within_the_list(text: str, titles: list[str]) -> None:
    find_choice(text, titles)
    with suppress(NotUnderstood):
        assert 0 <= read_choice(text, titles) < len(titles)


def test_a_very_long_list_is_read_by_the_lines_that_share_two_signs() -> None:
    """To hold each of 100,000 lines against an answer took over a minute."""
    many = [f"普工{number}" for number in range(2 * MOST_BY_LIKENESS)]
    for place, titles in ((0, ["手工串珠", *many]), (len(many), [*many, "手工串珠"])):
        assert read_choice("就手工串珠吧", titles) == place
        assert read_choice("串珠子的", titles) == place
    assert read_choice("我要扫地", [*many, "村里保洁员"]) == len(many)
    with pytest.raises(NotUnderstood):
        read_choice("普工吧", many)
