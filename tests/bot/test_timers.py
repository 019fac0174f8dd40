"""What comes of time alone: one reminder, by day; stale alarms; answers kept and forgotten. No detector is needed."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.message import Kind
from bot.records import Picked, Profile
from bot.scene import Mind, Turn
from bot.session import Session, dump, load, stamp
from bot.timers import KEPT, REMIND_AFTER
from bot.when import CHINA
from tests.talks import FACTS, Talk

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=CHINA)


def never() -> None:
    raise AssertionError("a timer must not load what understands")


@pytest.fixture
def to() -> Talk:
    """Somebody with a form open at its village, at noon."""
    to = Talk(Mind(never, never), now=NOON)  # type: ignore[arg-type]
    to.does(Kind.TEXT, "找活", choice="go.job")
    to.says("同意", "王桂花", "13800001234")
    assert to.asked == "village"
    return to


def rings(to: Talk, at: datetime | None = None) -> Turn:
    """The alarm that counts rings, at its time unless told otherwise."""
    alarm = to.session.alarm
    to.now = at or to.wakes[-1]
    return to.does(Kind.TIMER, f"alarm.{alarm}")


def text_of(turn: Turn) -> str:
    assert turn.say is not None
    return turn.say.plain()


def test_one_alarm_is_set_for_a_form_and_not_one_for_each_message(to: Talk) -> None:
    assert to.wakes == [NOON + REMIND_AFTER]


def test_without_anything_unfinished_none_is_left(to: Talk) -> None:
    to.says("取消")
    assert to.session.alarm == 0


def test_the_reminder_repeats_the_question_which_the_next_message_answers(to: Talk) -> None:
    told = text_of(rings(to))
    assert told.startswith("您的找活登记还没填完")
    assert "哪个乡镇" in told
    to.says("横埠镇官塘村")
    assert to.asked == "job"


def test_a_bare_number_answers_the_list_that_the_reminder_showed(to: Talk) -> None:
    to.says("横埠镇官塘村", "更多")
    turn = rings(to)
    assert turn.say
    assert turn.say.first == 1, "the message stands alone, so its list begins anew"
    to.says("2")
    assert to.session.answers("job")["job"].title == "包装工"  # type: ignore[union-attr]


def test_it_names_for_whom_it_is(to: Talk) -> None:
    to.session = to.session.with_answers("job", {**to.session.answers("job"), "for_whom": "媳妇"})
    assert text_of(rings(to)).startswith("您替媳妇办的找活登记")


def test_who_asked_for_somebody_is_reminded_of_the_call(to: Talk) -> None:
    to.session = Session()
    to.does(Kind.TEXT, "人", choice="go.staff")
    assert text_of(rings(to)).startswith("驿站的人等着给您打电话")


def test_it_comes_once_for_the_same_form(to: Talk) -> None:
    rings(to)
    assert to.wakes[-1] == NOON + KEPT
    to.now += timedelta(hours=1)
    to.says("上一步")
    assert to.wakes[-1] > to.now + timedelta(days=6), "the next look is for forgetting"
    assert rings(to).say is None


def test_a_new_form_may_be_reminded_of_again(to: Talk) -> None:
    rings(to)
    to.says("取消")
    to.does(Kind.TEXT, "找活", choice="go.job")
    assert to.wakes[-1] - to.now == REMIND_AFTER
    assert rings(to).say is not None


def test_not_at_night(to: Talk) -> None:
    to.session = Session()
    to.now = NOON.replace(hour=18)
    to.does(Kind.TEXT, "找活", choice="go.job")
    morning = NOON.replace(hour=8) + timedelta(days=1)
    assert to.wakes[-1] == morning
    late = rings(to, morning.replace(hour=21))  # the worker had been away
    assert late.say is None
    assert to.wakes[-1] == morning + timedelta(days=1)


def test_who_wrote_meanwhile_is_reminded_later(to: Talk) -> None:
    to.now = NOON + timedelta(hours=2)
    to.says("上一步")
    assert rings(to, NOON + REMIND_AFTER).say is None
    assert to.wakes[-1] == NOON + timedelta(hours=5)
    assert rings(to).say is not None


@pytest.mark.parametrize("ending", ["取消", "退订"])
def test_nothing_is_said_when_it_is_cancelled_or_they_want_quiet(to: Talk, ending: str) -> None:
    to.says(ending)
    if ending == "退订":
        to.facts = replace(FACTS, known_profile=Profile(subscribed=False))
    assert rings(to).say is None


def test_a_stale_alarm_changes_nothing(to: Talk) -> None:
    before = to.session
    assert to.does(Kind.TIMER, "alarm.12345").say is None
    assert to.session == before


def test_an_alarm_after_the_session_was_lost_says_nothing(to: Talk) -> None:
    alarm = to.session.alarm
    to.session = Session()
    assert to.does(Kind.TIMER, f"alarm.{alarm}").say is None


def test_not_outside_of_the_window_in_which_we_may_write(to: Talk) -> None:
    assert rings(to, NOON + timedelta(hours=48)).say is None
    assert to.session.answers("job"), "but nothing is forgotten yet"


def test_a_form_set_aside_is_taken_up_by_its_reminder(to: Talk) -> None:
    to.session = to.session.set_aside()
    assert "哪个乡镇" in text_of(rings(to))
    assert to.session.active == "job"


def test_leaving_a_deletion_unfinished_is_no_reason_to_write(to: Talk) -> None:
    to.session = Session()
    to.wakes.clear()
    to.does(Kind.TEXT, "删", choice="go.forget")
    assert to.wakes == []


def test_a_click_opens_no_window_so_the_next_message_sets_the_alarm(to: Talk) -> None:
    to.session = Session()
    to.wakes.clear()
    to.does(Kind.MENU, "go.job")
    assert to.wakes == []
    to.says("同意")
    assert to.wakes == [to.now + REMIND_AFTER]


# --- keeping and forgetting ----------------------------------------------------------------------------------


def test_resumed_after_days(to: Talk) -> None:
    rings(to)
    to.now = NOON + KEPT - timedelta(minutes=1)
    assert "哪个乡镇" in to.says("继续").plain()
    assert to.session.answers("job")["name"] == "王桂花"


def test_answers_are_gone_after_their_time_also_when_nobody_comes_back(to: Talk) -> None:
    rings(to)
    assert rings(to).say is None
    assert "王桂花" not in dump(to.session)
    assert (to.session.active, to.session.drafts, to.session.lapsed) == ("", {}, "job")


@pytest.mark.parametrize("rang", [True, False])
def test_who_comes_back_too_late_is_told_kindly_and_may_begin_anew(to: Talk, rang: bool) -> None:
    if rang:
        rings(to)
        rings(to)
    to.now = NOON + KEPT + timedelta(days=2)
    said = to.says("继续").plain()
    assert said.startswith("上次填的找活登记过了7天，没留着，咱从头来。")
    assert to.asked == "consent"
    assert "没留着" not in to.says("同意").plain()


def test_another_wish_is_answered_after_saying_so(to: Talk) -> None:
    to.now = NOON + KEPT
    assert to.says("菜单").text.startswith("上次填的找活登记过了7天，没留着。")


def test_an_old_choice_tapped_after_that_still_means_what_it_was(to: Talk) -> None:
    third = to.says("横埠镇官塘村").choices[2]
    to.now = NOON + KEPT
    turn = to.does(Kind.TEXT, third.label, choice=third.token)
    assert text_of(turn).startswith("上次填的找活登记过了7天，没留着，咱从头来。")
    assert to.session.answers("job") == {"job": Picked(3, "3", "护林员")}


def test_an_old_answer_is_filed_nowhere(to: Talk) -> None:
    to.now = NOON + KEPT
    to.does(Kind.STICKER)
    assert to.session.drafts == {}


# --- stored form ---------------------------------------------------------------------------------------------


def test_a_session_of_version_1_is_still_read(to: Talk) -> None:
    data = json.loads(dump(to.session))
    for name in ("heard_at", "alarm", "reminded", "lapsed", "calling", "echo", "echoes"):
        del data[name]
    session = load(json.dumps(data | {"v": 1}))
    assert session.answers("job")["name"] == "王桂花"
    assert (session.heard_at, session.alarm) == (0, 0)
    to.session = session
    to.now = NOON + timedelta(days=30)
    to.says("横埠镇官塘村")
    assert to.asked == "job", "of one without a time nothing is forgotten"
    assert to.session.alarm == stamp(to.wakes[-1])


def test_what_is_remembered_of_time_goes_through_its_stored_form(to: Talk) -> None:
    rings(to)
    assert load(dump(to.session)) == to.session
