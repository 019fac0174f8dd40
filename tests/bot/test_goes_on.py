"""What is told on in the middle of something else, and belongs to it: see docs/decisions/0055."""

import pytest

from bot.effects import Register
from bot.phrases import reading, talk
from bot.scene import Mind
from tests.talks import Talk


def told(to: Talk) -> str:
    """What was filed last."""
    return [each.fields.note for each in to.effects if isinstance(each, Register)][-1]


@pytest.mark.parametrize("text", ["横埠的服装厂", "钱桥的工地上", "跑了"])
def test_where_it_happened_is_no_home(sense: Mind, text: str) -> None:
    to = Talk(sense)
    to.says("老板欠我八个月工资", text)
    assert told(to) == text
    assert "village" not in to.session.answers("contact")


def test_whose_complaint_it_is_may_be_told_before_consent(sense: Mind) -> None:
    to = Talk(sense)
    to.says("老板欠我老公八个月工资", "他叫李大有 13800001234", "行")
    answers = to.session.answers("contact")
    assert (answers["name"], answers["phone"]) == ("李大有", "13800001234")


@pytest.mark.parametrize("text", ["我怕骗子", "就是怕你们骗人", "怕上当"])
def test_who_is_afraid_is_told_what_to_mind(sense: Mind, text: str) -> None:
    to = Talk(sense)
    assert to.says("找活", "行", text).text.startswith(talk.TRUST)
    assert to.asked == "name"


def test_the_same_village_as_nobody_told(sense: Mind) -> None:
    said = Talk(sense).says("给我女儿报个班", "行", "方丽丽", "13800002224", "跟我一个村")
    assert said.text.startswith(reading.say("place_same"))


@pytest.mark.parametrize("text", ["有没有会宫的", "可有厨师班", "还有没有别的课"])
def test_whether_there_is_such_a_course_the_list_tells(sense: Mind, text: str) -> None:
    to = Talk(sense)
    assert "月嫂，12月5日" in to.says("报名培训", text).text
    assert to.asked == "consent"


@pytest.mark.parametrize("text", ["坐着的", "横埠的", "章小明", "行 章小明 13800001234 汤沟"])
def test_below_several_readings_the_likeliest_goes_on(sense: Mind, text: str) -> None:
    to = Talk(sense)
    assert to.says("我腿残疾了 有残疾证 能找到事做不").choices[0].token == "do.job"
    to.says(text)
    assert (to.session.active, to.asked) == ("job", "consent")


def test_who_buys_tells_of_the_sale(sense: Mind) -> None:
    to = Talk(sense)
    assert to.says("屋里有几担稻 没人要", "可有人来拉").text.startswith(reading.say("asked"))


def test_an_offer_is_told_in_parts(sense: Mind) -> None:
    to = Talk(sense)
    to.says("我是横埠服装厂的 要招人", "十个踩机子的", "四十五以下女的")
    assert to.session.answers("vacancy")["note"] == "我是横埠服装厂的 要招人，十个踩机子的，四十五以下女的"
