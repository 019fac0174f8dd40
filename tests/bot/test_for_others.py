"""A form for others than the writer: a relative spoken of, and several people in one message."""

from dataclasses import replace

import pytest

from bot.effects import Register
from bot.facts import KnownFacts
from bot.phrases import talk
from bot.readers.for_whom import find_for_whom, is_for
from bot.readers.people import people_in
from bot.records import Fields, Picked, Place, Profile, Record, RecordKind, Status
from bot.scene import Mind
from tests.talks import AT, FACTS, Talk

LIST = "李四 13800001234, 王五 13800005678, 赵六 13800009012"
HOME = Place("340722106", "340722106201", "横埠镇官塘村")


def handed(to: Talk) -> list[str]:
    """The words that went to staff."""
    return [each.fields.note for each in to.effects if isinstance(each, Register) and each.kind is RecordKind.STAFF]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("我儿子没考上，想学个技术", "儿子"),
        ("我儿子今年高考没考上 想学门手艺", "儿子"),
        ("伢三十八了还没得工作，你们管不管", "伢"),
        ("女儿刚毕业，可有什么班", "女儿"),
        ("我老公下岗了，能给找个事吗", "老公"),
        ("我老公下岗了，我想找个活", None),
        ("我妈腿脚不好，想找个离家近的活", None),
        ("我儿子在上海，家里没事做", None),
        ("我没考上，想学个技术", None),
    ],
)
def test_who_is_spoken_of_is_who_wishes(text: str, whom: str | None) -> None:
    assert find_for_whom(text) == whom


@pytest.mark.parametrize(
    ("text", "whom"),
    [("是我儿子", "儿子"), ("不是我，给我老公找的", "老公"), ("帮我媳妇报", "媳妇"), ("我儿子在家", ""), ("是的", "")],
)
def test_it_may_be_said_afterwards(text: str, whom: str) -> None:
    assert is_for(text) == whom


def test_then_their_name_is_asked_not_the_known_one(sense: Mind) -> None:
    facts: KnownFacts = replace(FACTS, known_profile=Profile("陈有财", "13800001237", HOME, consented=True))
    to = Talk(sense, facts)
    to.says("找活", "是我儿子")
    assert to.asked == "name"
    assert "phone" not in to.session.answers("job")
    assert to.session.answers("job")["for_whom"] == "儿子"


def test_a_child_is_told_more_exactly(sense: Mind) -> None:
    to = Talk(sense)
    to.says("伢三十八了还没得工作，你们管不管", "是我儿子")
    assert to.session.answers("job")["for_whom"] == "儿子"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (LIST, ["李四", "王五", "赵六"]),
        ("帮村里登记：张三宝13800001231，李四妹13800001232", ["张三宝", "李四妹"]),
        ("13800001231 张三宝\n13800001232 李四妹", ["张三宝", "李四妹"]),
        ("我叫李大有 电话13800001231", []),
        ("13800001231 13800001232 都是我的", []),
    ],
)
def test_people_are_told_apart(text: str, people: list[str]) -> None:
    assert [name for name, _ in people_in(text)] == people


def test_the_first_is_registered_and_no_word_is_lost(sense: Mind) -> None:
    to = Talk(sense)
    to.says("给村里几个人登记找活", "1")
    assert talk.SEVERAL.format(name="李四") in to.says(LIST).text
    answers = to.session.answers("job")
    assert (answers["name"], answers["phone"]) == ("李四", "13800001234")
    assert handed(to) == [talk.LIST.format(said=LIST)]


def test_before_consent_nothing_goes_to_staff(sense: Mind) -> None:
    to = Talk(sense)
    to.says(f"{LIST}，都想找活")
    assert (to.asked, handed(to)) == ("consent", [])
    assert talk.LIST_HANDED in to.says("行").text
    assert handed(to) == [talk.LIST.format(said=f"{LIST}，都想找活")]


def test_who_refuses_has_no_list_kept(sense: Mind) -> None:
    to = Talk(sense)
    to.says(f"{LIST}，都想找活", "不行")
    assert not handed(to)


def test_without_a_wish_it_is_asked_for(sense: Mind) -> None:
    to = Talk(sense)
    assert to.says(LIST).text == talk.FOR_OTHERS
    to.says("2")
    assert (to.session.active, to.session.answers("training")["name"]) == ("training", "李四")


def test_one_more_person_is_no_correction(sense: Mind) -> None:
    to = Talk(sense)
    to.says("找活 李四妹 13800001232", "行", "王五根 13800001233 缝纫")
    answers = to.session.answers("job")
    assert (answers["name"], answers["phone"]) == ("李四妹", "13800001232")
    assert handed(to) == [talk.LIST.format(said="王五根 13800001233 缝纫")]
    to.says("电话错了，是13800001239")
    assert to.session.answers("job")["phone"] == "13800001239"


def test_the_next_is_begun_by_name_and_number(sense: Mind) -> None:
    fields = Fields("李四", "13800001234", HOME, Picked(1, "1", "缝纫工"), for_whom="别人")
    record = Record(7, RecordKind.JOB, Status.NEW, fields, 1, AT)
    facts: KnownFacts = replace(FACTS, known_profile=Profile(consented=True), known_records=(record,))
    to = Talk(sense, facts, replace(Talk(sense).session, filed="job"))
    to.says("王五 13800005678")
    answers = to.session.answers("job")
    assert (answers["for_whom"], answers["name"], answers["phone"]) == ("别人", "王五", "13800005678")
    assert answers["village"] == HOME
