"""The form engine: a reply answers only the question that was seen, and nothing is recorded that was not said."""

from dataclasses import replace

import pytest

from bot.effects import Consent, Register
from bot.facts import KnownFacts
from bot.message import Kind
from bot.phrases import talk
from bot.records import Fields, Picked, Place, Profile, RecordKind
from bot.scene import Mind
from bot.session import Asked
from tests.talks import FACTS, JOBS, STATIONS, Talk, job

TO_JOB = ("我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村")


@pytest.fixture
def to(sense: Mind) -> Talk:
    return Talk(sense)


def test_questions_come_in_their_order(to: Talk) -> None:
    asked = []
    for text in (*TO_JOB, "1", "对"):
        to.says(text)
        asked.append(to.asked)
    assert asked == ["consent", "name", "phone", "village", "job", "confirm", ""]


def test_what_is_filed_is_what_was_said(to: Talk) -> None:
    to.says(*TO_JOB, "2", "对的")
    filed = [effect for effect in to.effects if isinstance(effect, Register)]
    village = Place("340722106", "340722106201", "横埠镇官塘村")
    assert [effect.kind for effect in filed] == [RecordKind.JOB]
    fields = filed[0].fields
    assert replace(fields, village=None) == Fields("王桂花", "13800001234", choice=Picked(2, "2", "包装工"))
    assert fields.village is not None
    assert (fields.village.township, fields.village.village) == (village.township, village.village)


def test_nothing_is_filed_before_the_confirmation(to: Talk) -> None:
    to.says(*TO_JOB, "2")
    assert [type(effect) for effect in to.effects] == [Consent]


def test_a_changed_question_is_asked_again_instead_of_reading_a_stray_reply(to: Talk) -> None:
    to.says(*TO_JOB)
    assert to.session.asked is not None
    to.session = replace(to.session, asked=replace(to.session.asked, digest="deadbeef"))
    say = to.says("1")
    assert talk.CHANGED_QUESTION in say.text
    assert to.asked == "job"
    assert "job" not in to.session.answers("job")


def test_a_removed_question_is_not_answered_by_the_next_one(to: Talk) -> None:
    to.says("我想找活", "同意")
    to.session = replace(to.session, asked=Asked("job", "age", "12345678"))
    to.says("王桂花")
    assert "name" not in to.session.answers("job")
    to.says("王桂花")
    assert to.session.answers("job")["name"] == "王桂花"


def test_a_list_that_changed_keeps_the_numbers_that_were_seen(to: Talk) -> None:
    to.says(*TO_JOB)
    gone = tuple(each for each in JOBS if each.id != "1")
    to.facts = replace(FACTS, known_jobs=(job(99, "新登的活"), *gone))
    to.says("2")
    assert to.session.answers("job")["job"] == Picked(2, "2", "包装工")


def test_a_job_that_is_gone_is_said_to_be_gone(to: Talk) -> None:
    to.says(*TO_JOB)
    to.facts = replace(FACTS, known_jobs=tuple(each for each in JOBS if each.id != "1"))
    to.says("1")
    assert to.asked == "job"
    assert "job" not in to.session.answers("job")


def test_more_goes_on_with_the_numbers(to: Talk) -> None:
    to.says(*TO_JOB)
    page = to.says("更多")
    assert page.first == 6
    to.says("7")
    assert to.session.answers("job")["job"] == Picked(7, "7", "保洁员")


def test_a_tapped_choice_answers_like_its_number(to: Talk) -> None:
    list_ = to.says(*TO_JOB)
    to.does(Kind.TEXT, list_.choices[2].label, choice=list_.choices[2].token)
    assert to.session.answers("job")["job"] == Picked(3, "3", "护林员")


def test_an_old_tap_answers_its_own_question_not_the_open_one(to: Talk) -> None:
    list_ = to.says(*TO_JOB)
    to.says("1")
    assert to.asked == "confirm"
    to.does(Kind.TEXT, "护林员", choice=list_.choices[2].token)
    assert to.session.answers("job")["job"] == Picked(3, "3", "护林员")
    assert to.asked == "confirm"
    assert not any(isinstance(effect, Register) for effect in to.effects)


def test_an_old_confirmation_does_not_confirm_what_was_changed(to: Talk) -> None:
    summary = to.says(*TO_JOB, "1")
    to.says("不对，我叫王贵花")
    to.does(Kind.TEXT, "对", choice=summary.choices[0].token)
    assert not any(isinstance(effect, Register) for effect in to.effects)
    to.says("对")
    filed = next(effect for effect in to.effects if isinstance(effect, Register))
    assert filed.fields.name == "王贵花"


def test_going_back_forgets_one_answer(to: Talk) -> None:
    to.says("我想找活", "同意", "王桂花", "13800001234", "上一步")
    assert to.asked == "phone"
    to.says("上一步")
    assert to.asked == "name"


def test_what_is_known_is_shown_not_asked(sense: Mind) -> None:
    village = Place("340722106", "340722106201", "横埠镇官塘村")
    known = Profile("王桂花", "13800001234", village, consented=True)
    to = Talk(sense, replace(FACTS, known_profile=known))
    to.says("我想找活")
    assert to.asked == "job"
    summary = to.says("1")
    assert all(value in summary.text for value in ("王桂花", "13800001234", "官塘村"))


def test_several_answers_in_one_message(to: Talk) -> None:
    to.says("我叫王桂花，13800001234，横埠镇官塘村的，想找活")
    assert to.asked == "consent"
    to.says("行")
    assert to.asked == "job"


def test_refusing_a_phone_is_explained_once_then_accepted(to: Talk) -> None:
    to.says("我想找活", "同意", "王桂花")
    assert talk.PHONE_REFUSED in to.says("不想留电话").text
    assert to.asked == "phone"
    to.says("不留")
    assert to.asked == "village"
    assert to.session.answers("job")["phone"] == ""


def test_refusing_consent_keeps_nothing(to: Talk) -> None:
    to.says("我叫王桂花，13800001234，想找活", "不同意")
    assert to.session.drafts == {}
    assert to.effects == []


def test_unreadable_answers_get_an_example_then_a_person(to: Talk) -> None:
    to.says("我想找活", "同意", "王桂花")
    to.says("一二三四")
    assert "比如" in to.says("五六七").text
    assert talk.OFFER_STAFF in to.says("八九十").text
    assert to.asked == "phone"


def test_without_jobs_the_wish_is_filed_all_the_same(sense: Mind) -> None:
    to = Talk(sense, KnownFacts(known_stations=STATIONS))
    to.says(*TO_JOB, "对")
    assert any(isinstance(effect, Register) for effect in to.effects)


def test_a_call_back_tells_staff_what_went_unanswered(to: Talk) -> None:
    say = to.says("公益岗一个月几多钱")
    number = [choice.token for choice in say.choices].index("go.staff") + 1
    to.says(str(number))
    filed = next(effect for effect in to.effects if isinstance(effect, Register))
    assert (filed.kind, filed.fields.note) == (RecordKind.STAFF, "公益性岗位、辅助性岗位给多少钱：公益岗一个月几多钱")


def test_a_list_survives_what_comes_in_between(to: Talk) -> None:
    to.says(*TO_JOB, "更多", "谢谢")
    to.says("7")
    assert to.session.answers("job")["job"] == Picked(7, "7", "保洁员")


def test_an_ambiguous_village_is_chosen_from_a_list_that_stays(to: Talk) -> None:
    say = to.says("我想找活", "同意", "王桂花", "13800001234", "新华村")
    assert len(say.choices) > 1
    to.says("谢谢")
    to.says("2")
    assert to.asked == "job"


def test_half_a_number_waits_for_the_other_half(to: Talk) -> None:
    to.says("我想找活", "同意", "王桂花", "1380000", "1234")
    assert to.session.answers("job")["phone"] == "13800001234"


def test_a_new_value_at_the_summary_is_a_correction(to: Talk) -> None:
    to.says(*TO_JOB, "1", "13800007777")
    assert to.session.answers("job")["phone"] == "13800007777"
    assert to.asked == "confirm"


def test_two_wrong_answers_are_both_asked_again(to: Talk) -> None:
    to.says(*TO_JOB, "1", "名字和电话都错了")
    assert to.asked == "name"
    to.says("王贵花")
    assert to.asked == "phone"


def test_something_was_wrong_means_the_answer_just_given(to: Talk) -> None:
    to.says("我想找活", "同意", "王贵花", "打错了")
    assert to.asked == "name"


@pytest.mark.parametrize("text", ["怕被骗 不给", "你是真人还是机器人", "我不识字", "把我的信息删掉", "我不想去了"])
def test_nothing_is_filed_or_ended_on_a_guess_inside_a_form(to: Talk, text: str) -> None:
    to.says("我想找活", "同意", "王桂花", text)
    assert [type(effect) for effect in to.effects] == [Consent]
    assert to.session.answers("job")["name"] == "王桂花"
    to.says("继续", "13800001234")
    assert to.asked == "village"


def test_a_line_that_was_offered_may_be_typed(to: Talk) -> None:
    say = to.says(*TO_JOB, "1")
    to.says(say.choices[2].label)
    assert to.asked == "phone"


def test_the_line_of_a_list_can_be_asked_about(to: Talk) -> None:
    to.facts = replace(FACTS, known_jobs=tuple(replace(each, detail="中午管饭") for each in JOBS))
    assert "中午管饭" in to.says(*TO_JOB, "第二个具体干什么的").text
    assert to.asked == "job"


def test_what_was_given_in_one_form_is_not_asked_in_the_next(to: Talk) -> None:
    to.says(*TO_JOB)
    to.says("我要报名培训", "同意")
    assert to.asked == "course"


def test_being_forgotten_forgets_unfinished_forms_too(to: Talk) -> None:
    to.says(*TO_JOB, "菜单", "把我的信息删掉", "删掉")
    assert to.session.drafts == {}


def test_a_form_for_somebody_else_asks_for_their_name(sense: Mind) -> None:
    known = Profile("李大山", "13800005678", Place("340722106", "340722106201", "横埠镇官塘村"), consented=True)
    to = Talk(sense, replace(FACTS, known_profile=known))
    to.says("给我媳妇报名学个手艺")
    assert to.asked == "name"
    to.says("王桂花", "13800001234", "1", "对")
    filed = next(effect for effect in to.effects if isinstance(effect, Register))
    assert (filed.fields.name, filed.fields.for_whom) == ("王桂花", "媳妇")
