"""Were you called? Asked, answered in words and by taps, at once and late; and when it is not asked."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.effects import Called
from bot.message import Kind
from bot.readers import NotUnderstood
from bot.readers.called import read_called
from bot.records import Fields, Picked, Profile, Record, RecordKind, Status
from bot.scene import Mind
from bot.when import CHINA
from tests.bot.test_timers import never
from tests.talks import FACTS, Talk

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=CHINA)
BY = NOON - timedelta(minutes=30)
SEWING = Record(
    7,
    RecordKind.JOB,
    Status.NEW,
    Fields(name="王桂花", phone="13800001234", choice=Picked(1, "1", "缝纫工")),
    1,
    NOON - timedelta(days=1),
    BY,
)


def talk_about(*records: Record, subscribed: bool = True) -> Talk:
    profile = Profile("王桂花", "13800001234", consented=True, subscribed=subscribed)
    facts = replace(FACTS, known_records=records, known_profile=profile)
    return Talk(Mind(never, never), facts, now=NOON)  # type: ignore[arg-type]


def asked(*records: Record, about: int = 7, subscribed: bool = True) -> Talk:
    to = talk_about(*(records or (SEWING,)), subscribed=subscribed)
    to.does(Kind.TIMER, f"callback.{about}")
    return to


def question_of(to: Talk, about: int) -> str:
    turn = to.does(Kind.TIMER, f"callback.{about}")
    return turn.say.plain() if turn.say else ""


def test_it_is_asked_with_two_things_to_tap() -> None:
    assert question_of(talk_about(SEWING), 7) == (
        "您11月23日登记的事（找活“缝纫工”），驿站的人给您打电话了吗？\n1. 打了\n2. 没有打"
    )


@pytest.mark.parametrize(
    ("words", "reached"),
    [("打了", True), ("1", True), ("嗯", True), ("打过了", True), ("2", False), ("没有", False), ("还没打", False)],
)
def test_the_answer(words: str, reached: bool) -> None:
    to = asked()
    to.says(words)
    (effect,) = to.effects
    assert isinstance(effect, Called)
    assert (effect.record, effect.reached) == (7, reached)


def test_not_called_says_what_happens_now_and_promises_anew() -> None:
    to = asked()
    said = to.says("没打").text
    assert "加急" in said
    assert "今天下午5点半前打您的电话13800001234" in said
    assert to.effects == [Called(7, reached=False, promised_at=NOON.replace(hour=17, minute=30))]


def test_a_tap_means_its_own_request_whenever_it_comes() -> None:
    to = talk_about(SEWING, replace(SEWING, id=8, promised_at=None))
    to.does(Kind.TEXT, "没有打", choice="called.7.no")
    assert [effect.record for effect in to.effects if isinstance(effect, Called)] == [7]
    stranger = talk_about(replace(SEWING, id=9))
    stranger.does(Kind.STICKER)
    assert stranger.effects == []


def test_words_that_name_the_call_count_later_too_but_a_mere_no_does_not() -> None:
    to = asked()
    to.does(Kind.TEXT, "找活", choice="go.job")
    assert to.asked == "village"
    to.says("没打电话")
    assert [effect.record for effect in to.effects if isinstance(effect, Called)] == [7]
    assert to.asked == "village", "the open question stays open"


def test_a_bare_number_answers_the_question_shown_last() -> None:
    to = talk_about(SEWING)
    to.does(Kind.TEXT, "找活", choice="go.job")
    to.says("横埠镇官塘村")
    to.does(Kind.TIMER, "callback.7")
    to.says("1")
    assert [effect.record for effect in to.effects if isinstance(effect, Called)] == [7]
    to.says("2")
    assert to.session.answers("job")["job"] == Picked(2, "2", "包装工")


def test_said_twice_it_is_urged_once() -> None:
    to = asked()
    to.says("没打")
    by = NOON.replace(hour=17, minute=30)
    to.facts = replace(to.facts, known_records=(replace(SEWING, urgent=True, promised_at=by),))
    assert to.says("还没打").text == "已经给您加急了，今天下午5点半前给您打电话。"
    assert len(to.effects) == 1


def test_requests_promised_together_are_asked_about_once_and_answered_together() -> None:
    staff = replace(SEWING, id=8, kind=RecordKind.STAFF, fields=Fields(phone="13800001234"))
    to = talk_about(staff, SEWING)
    assert question_of(to, 7) == ""
    assert "（找驿站的人、找活“缝纫工”）" in question_of(to, 8)
    to.says("没有")
    assert {effect.record for effect in to.effects if isinstance(effect, Called)} == {7, 8}


def test_it_names_for_whom() -> None:
    for_her = replace(SEWING, fields=replace(SEWING.fields, for_whom="媳妇"))
    assert "替媳妇登记的事" in question_of(talk_about(for_her), 7)


@pytest.mark.parametrize("status", [Status.CONTACTED, Status.PLACED, Status.ANSWERED, Status.WITHDRAWN])
def test_not_asked_where_a_call_connected_or_it_has_ended(status: Status) -> None:
    assert question_of(talk_about(replace(SEWING, status=status)), 7) == ""


def test_not_asked_too_early_or_of_a_stranger_or_of_who_wants_quiet() -> None:
    later = replace(SEWING, promised_at=NOON + timedelta(hours=1))
    assert question_of(talk_about(later), 7) == ""
    assert question_of(talk_about(), 7) == ""
    assert question_of(talk_about(SEWING, subscribed=False), 7) == ""


def test_silence_leaves_what_was_offered() -> None:
    to = talk_about(replace(SEWING, status=Status.PLACED))
    to.does(Kind.TEXT, "菜单")
    before = to.session
    assert question_of(to, 7) == ""
    assert to.session == before


def test_what_has_ended_well_is_not_opened_again_but_a_person_is_offered() -> None:
    to = talk_about(replace(SEWING, status=Status.PLACED))
    turn = to.does(Kind.TEXT, "没有打", choice="called.7.no")
    assert turn.say
    assert [choice.token for choice in turn.say.choices] == ["go.staff"]
    assert to.effects == []


def test_who_says_unasked_that_nobody_called_is_heard() -> None:
    to = talk_about(SEWING)
    to.says("没人给我打电话")
    assert [effect.record for effect in to.effects if isinstance(effect, Called)] == [7]
    early = talk_about(replace(SEWING, promised_at=NOON + timedelta(hours=5)))
    assert "说好今天下午5点前" in early.says("还没给我打电话").text
    assert early.effects == []


@pytest.mark.parametrize(
    "text",
    ["没打", "还没打呢", "没有打", "冇打", "没得人打", "一直没接到电话", "他们没给我打", "没来电话", "没人打电话"],
)
def test_no_in_words(text: str) -> None:
    assert read_called(text, just_asked=False) is False


@pytest.mark.parametrize("text", ["打了", "打过了", "已经打了", "接到了", "驿站给我打了", "昨天打过电话了", "联系上了"])
def test_yes_in_words(text: str) -> None:
    assert read_called(text, just_asked=False) is True


@pytest.mark.parametrize("text", ["没有", "还没", "冇", "没得", "有", "是的", "冇得"])
def test_a_mere_yes_or_no_counts_only_when_just_asked(text: str) -> None:
    read_called(text, just_asked=True)
    with pytest.raises(NotUnderstood):
        read_called(text, just_asked=False)


@pytest.mark.parametrize(
    "text", ["我想找活", "打工有没有", "没找到", "打电话给我", "好的", "谢谢", "电话13800001234", "打零工"]
)
def test_other_things(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_called(text, just_asked=True)
