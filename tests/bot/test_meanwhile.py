"""What is said while a request waits, and what takes up the answer above it: see docs/decisions/0055."""

from dataclasses import replace

import pytest

from bot.effects import Amend, Register
from bot.facts import KnownFacts
from bot.phrases import talk
from bot.readers.over import needed_no_more
from bot.records import Fields, Place, Profile, Record, RecordKind, Status
from bot.scene import Mind
from tests.talks import AT, FACTS, Talk

HOME = Place("340722106", "340722106201", "横埠镇官塘村")
FILED = Fields("何老四", "13800003336", HOME, product="山芋", quantity="2000斤")


@pytest.fixture
def waiting(sense: Mind) -> Talk:
    """A talk of somebody whose request waits."""
    record = Record(7, RecordKind.PRODUCE, Status.NEW, FILED, 1, AT)
    known = Profile(FILED.name, FILED.phone, HOME, consented=True)
    facts: KnownFacts = replace(FACTS, known_profile=known, known_records=(record,))
    return Talk(sense, facts)


@pytest.mark.parametrize(
    "text", ["卖掉了", "都卖完了 不用来了", "算了不等了", "招满了 撤掉", "已经找到活了", "我不找了"]
)
def test_what_is_needed_no_more_can_be_taken_back(waiting: Talk, text: str) -> None:
    assert talk.WITHDRAW_OPENS in waiting.says(text).text
    assert not waiting.effects


@pytest.mark.parametrize(
    "text", ["卖掉了没有", "还没招满", "找活", "不用打电话了", "不会卖", "有活干吗", "招工", "卖了多少"]
)
def test_other_words_are_not_taken_for_that(text: str) -> None:
    assert not needed_no_more(text)


@pytest.mark.parametrize("text", ["刚才有个电话我没接到", "你们打来我没听见", "再打一个给我", "麻烦重新打个电话给我"])
def test_a_missed_call_stands_in_the_request(waiting: Talk, text: str) -> None:
    assert waiting.says(text).text == talk.CALL_MISSED
    assert waiting.effects == [Amend(7, Fields(note=text))]


def test_without_a_request_a_missed_call_goes_to_staff(sense: Mind) -> None:
    to = Talk(sense)
    to.says("刚才有个电话我没接到")
    assert [effect.kind for effect in to.effects if isinstance(effect, Register)] == [RecordKind.STAFF]


@pytest.mark.parametrize("text", ["你们办事真慢", "太慢了", "效率真低"])
def test_who_complains_of_slowness_is_not_thanked(waiting: Talk, text: str) -> None:
    said = waiting.says(text)
    assert said.text.startswith(talk.SORRY_SLOW)
    assert [choice.token for choice in said.choices] == ["go.staff"]


@pytest.mark.parametrize("text", ["我晓得了", "知道了", "哦", "明白了"])
def test_having_understood_calls_nobody(sense: Mind, text: str) -> None:
    to = Talk(sense)
    assert to.says("在上海打工过年回来车票报不报").choices[0].token == "go.staff"
    assert to.says(text).text == talk.ACKNOWLEDGED
    assert not any(isinstance(effect, Register) for effect in to.effects)


@pytest.mark.parametrize("text", ["那你给我报一个", "那给我报一个呗", "麻烦您帮我报个名"])
@pytest.mark.parametrize("before", [["培训要钱吗"], ["培训要钱吗", "说详细点"]])
def test_what_an_answer_leads_to_is_taken_without_its_name(sense: Mind, text: str, before: list[str]) -> None:
    to = Talk(sense)
    to.says(*before, text)
    assert (to.session.active, to.asked) == ("training", "consent")


def test_after_the_list_that_is_a_yes(sense: Mind) -> None:
    to = Talk(sense)
    to.says("有什么活", "那你给我报一个")
    assert to.asked == "name"


@pytest.mark.parametrize("text", ["那你帮我问问", "麻烦你帮我打听一下", "给我反映一下吧"])
def test_asking_us_to_ask_is_a_yes_to_a_call(sense: Mind, text: str) -> None:
    to = Talk(sense)
    to.says("在上海打工过年回来车票报不报", text)
    assert [effect.kind for effect in to.effects if isinstance(effect, Register)] == [RecordKind.STAFF]


@pytest.mark.parametrize("text", ["能去上班吗", "我还能不能出去打工", "这个年纪可以上班吗"])
def test_whether_one_may_work_is_no_question_of_our_hours(sense: Mind, text: str) -> None:
    to = Talk(sense)
    to.says(text)
    assert to.session.active == "job"


def test_an_amount_beside_name_and_number_is_taken(sense: Mind) -> None:
    to = Talk(sense)
    to.says("卖山芋", "两千斤 何老四 13800003336 横埠")
    assert to.session.answers("produce")["quantity"] == "2000斤"
