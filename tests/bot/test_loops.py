"""The same message again and again; three misreadings; tapping the person who is offered then."""

import pytest

from bot.effects import Register
from bot.message import Kind
from bot.phrases import talk
from bot.phrases import timers as words
from bot.records import RecordKind
from bot.scene import Mind
from tests.bot.test_timers import never
from tests.talks import Talk


@pytest.fixture
def to() -> Talk:
    return Talk(Mind(never, never))  # type: ignore[arg-type]


def test_the_third_time_a_person_is_offered_then_it_is_short(to: Talk) -> None:
    first = to.says("菜单")
    assert to.says("菜单") == first
    third = to.says("菜单")
    assert third == first, "the menu has a person to tap already"
    assert to.says("菜单").text == words.SAME_SHORT
    assert to.says("好的").text != words.SAME_SHORT
    assert to.says("菜单") == first


def test_a_reply_without_a_person_gets_one(to: Talk) -> None:
    for _ in range(3):
        third = to.does(Kind.TEXT, "驿站在哪", choice="go.station").say
    assert third
    assert third.text.endswith(words.SAME_AGAIN)
    assert to.says(str(len(third.choices))).text.startswith("已经告诉")


def test_politeness_is_no_repetition(to: Talk) -> None:
    assert to.says("好的", "好的", "好的", "好的", "好的").text == talk.ACKNOWLEDGED


def test_inside_a_form_one_can_go_on(sense: Mind) -> None:
    to = Talk(sense)
    to.does(Kind.TEXT, "找活", choice="go.job")
    to.says("同意", "王桂花", *["呃那个嘛"] * 5)
    short = to.says("呃那个嘛")
    assert [choice.token for choice in short.choices] == ["go.staff", "go.resume"]
    assert to.says("2").text.count("手机号") == 1
    to.says("13800001234")
    assert to.asked == "village"


def test_after_three_misreadings_a_person_can_be_tapped_and_the_answers_go_along(sense: Mind) -> None:
    to = Talk(sense)
    to.does(Kind.TEXT, "卖", choice="go.produce")
    to.says("山芋", "两百斤", "同意", "王桂花", "呃那个嘛", "就那样啦")
    third = to.says("说不清楚嘞")
    assert talk.OFFER_STAFF in third.text
    assert [choice.token for choice in third.choices] == ["go.staff"]
    to.does(Kind.TEXT, third.choices[0].label, choice="go.staff")
    (filed,) = (effect for effect in to.effects if isinstance(effect, Register))
    assert (filed.kind, filed.fields.name) == (RecordKind.STAFF, "王桂花")
    assert "说不清楚嘞" in filed.fields.note
    assert "正在填卖农产品登记" in filed.fields.note
    assert "山芋" in filed.fields.note


def test_below_a_list_the_person_has_the_next_number(sense: Mind) -> None:
    to = Talk(sense)
    to.does(Kind.TEXT, "找活", choice="go.job")
    to.says("同意", "王桂花", "13800001234", "横埠镇官塘村", "呃那个嘛", "就那样啦")
    third = to.says("说不清楚嘞")
    assert third.choices[-1].token == "go.staff"
    assert third.end == 7
    assert to.says("6").text.startswith("已经告诉")


def test_the_list_above_the_person_still_answers(sense: Mind) -> None:
    to = Talk(sense)
    to.does(Kind.TEXT, "找活", choice="go.job")
    to.says("同意", "王桂花", "13800001234", "横埠镇官塘村", "呃那个嘛", "就那样啦", "说不清楚嘞", "2")
    assert to.asked == "confirm"
