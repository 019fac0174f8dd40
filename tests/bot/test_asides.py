"""What people say beside the matter, in many ways: who are you, I cannot type, when do they call, let me look first."""

import pytest

from bot.phrases import offers, talk
from bot.scene import Mind
from bot.wishes.calls import asks_when
from tests.talks import Talk


@pytest.mark.parametrize(
    "text", ["你是人还是机器", "你是机器人吗", "你是谁", "你们是干什么的", "你叫什么名字", "这是真人吗"]
)
def test_what_we_are_is_said_plainly(sense: Mind, text: str) -> None:
    assert Talk(sense).says(text).text.startswith(talk.WHO_I_AM)


@pytest.mark.parametrize("text", ["你是不是王主任", "你是横埠的吗", "我是谁不重要"])
def test_who_asks_for_somebody_else_is_not_told_that(sense: Mind, text: str) -> None:
    assert not Talk(sense).says(text).text.startswith(talk.WHO_I_AM)


@pytest.mark.parametrize("text", ["不识字", "我不会打字怎么办", "年纪大了 不认得字", "发语音行不行", "能不能讲话"])
def test_who_cannot_type_may_speak_or_be_called(sense: Mind, text: str) -> None:
    assert Talk(sense).says(text).text == talk.SPEAK


def test_not_being_able_to_read_is_no_reason_to_miss_the_question(sense: Mind) -> None:
    assert Talk(sense).says("不识字能不能学电工").text != talk.SPEAK


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("那什么时候给我打电话啊", True),
        ("几时打电话来", True),
        ("电话什么时候打", True),
        ("好久才回我电话", True),
        ("多久给我答复", True),
        ("我什么时候打电话给你们", False),
        ("打电话给你们什么时候方便", False),
        ("驿站电话什么时候能打通", False),
        ("培训什么时候开班", False),
    ],
)
def test_when_they_call_is_told_from_when_one_may_call_them(text: str, theirs: bool) -> None:
    assert asks_when(text) is theirs


@pytest.mark.parametrize("text", ["有哪些活", "先让我看看有什么活", "先看看再说", "都有什么活啊", "看看"])
def test_what_there_is_may_be_looked_at_first(sense: Mind, text: str) -> None:
    shown = Talk(sense).says("我想找活", text).text
    if text == "看看":
        assert offers.AHEAD[:4] not in shown, "too short to say so"
    else:
        assert shown.startswith(offers.AHEAD[:4])


@pytest.mark.parametrize("text", ["那有什么补贴", "什么时候上班", "看看我的信息", "有什么要求"])
def test_other_questions_are_no_wish_to_look(sense: Mind, text: str) -> None:
    assert not Talk(sense).says("我想找活", text).text.startswith(offers.AHEAD[:4])
