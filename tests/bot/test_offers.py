"""What is offered: the yearly rule, lists that follow what is said, and taps in messages about new jobs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.effects import Alert, Register
from bot.message import Kind
from bot.records import Fields, JobKind, Picked, Post, Profile, Record, RecordKind, Status
from bot.scene import Mind
from tests.talks import AT, COURSES, FACTS, JOBS, Talk

KNOWN = Profile("王桂花", "13800001234", consented=True)
COURSE = tuple(replace(course, year=2026, left=3) for course in COURSES)


def enrolled(whom: str = "", name: str = "王桂花", days: int = 30, status: Status = Status.ENROLLED) -> Record:
    fields = Fields(name=name, choice=Picked(1, "9", "电工"), for_whom=whom)
    return Record(1, RecordKind.TRAINING, status, fields, None, AT - timedelta(days=days))


def talk(sense: Mind, *records: Record, **known: Any) -> Talk:
    facts = replace(FACTS, known_profile=KNOWN, known_records=records, known_courses=COURSE, **known)
    return Talk(sense, facts)


def test_one_free_course_a_year(sense: Mind) -> None:
    to = talk(sense, enrolled())
    say = to.says("我要报名培训")
    assert "一个人一年一次" in say.text
    assert say.choices[0].token == "go.staff"
    assert to.session.active == ""


@pytest.mark.parametrize(
    "record", [enrolled(days=400), enrolled(status=Status.DECLINED), enrolled(whom="媳妇", name="李小花")]
)
def test_what_does_not_count_for_the_person(sense: Mind, record: Record) -> None:
    to = talk(sense, record)
    to.says("我要报名培训")
    assert to.session.active == "training"


def test_it_counts_for_the_one_it_is_for(sense: Mind) -> None:
    to = talk(sense, enrolled(), enrolled(whom="儿子", name="王小宝"))
    assert to.says("给我儿子报名培训", "他叫王小宝", "13800002222", "横埠镇官塘村", "1", "对").text.startswith(
        "“电工”王小宝"
    )
    assert not [effect for effect in to.effects if isinstance(effect, Register)]
    to.says("给我儿子报名培训", "他叫王大宝", "13800002222", "横埠镇官塘村", "1", "对")
    assert [effect.fields.name for effect in to.effects if isinstance(effect, Register)] == ["王大宝"]


def test_more_and_none_can_be_tapped_and_are_no_numbers(sense: Mind) -> None:
    to = talk(sense)
    first = to.says("我想找活", "横埠镇官塘村")
    assert [choice.label for choice in first.choices if not choice.numbered] == ["更多", "都不合适"]
    assert first.plain().count("\n更多") == 1
    second = to.does(Kind.TEXT, "更多", choice="say.更多").say
    assert second
    assert second.first == 6
    assert [choice.label for choice in second.choices if not choice.numbered] == ["都不合适"]
    third = to.does(Kind.TEXT, "都不合适", choice="say.都不合适").say
    assert third
    assert "都不合适，请驿站帮忙另找" in third.text


def test_seats_are_said(sense: Mind) -> None:
    full = (replace(COURSE[0], left=0, waiting=2), replace(COURSE[1], left=None))
    to = talk(sense)
    to.facts = replace(to.facts, known_courses=full)
    labels = [choice.label for choice in to.says("我要报名培训", "横埠镇官塘村").choices if choice.numbered]
    assert labels == ["电焊，12月1日，县城，满了，能排队（前面2个）", "月嫂，12月5日，县城"]


def test_the_posts_of_the_own_village_are_said(sense: Mind) -> None:
    jobs = (replace(JOBS[6], kind=JobKind.AUXILIARY), JOBS[0])
    to = talk(sense, known_jobs=jobs, known_posts=(Post("340722106201", 2),))
    labels = [choice.label for choice in to.says("我想找活", "横埠镇官塘村").choices if choice.numbered]
    assert ["您村还有2个名额" in label for label in labels] == [True, False]


def test_who_finds_nothing_is_told_of_new_jobs(sense: Mind) -> None:
    to = talk(sense)
    say = to.says("我想找个坐着干的活", "横埠镇官塘村", "都不合适", "对")
    assert "我马上告诉您" in say.text
    [alert] = [effect for effect in to.effects if isinstance(effect, Alert)]
    assert (alert.wishes.light, alert.wishes.home) == (True, "340722106")
    assert set(alert.passed) == {job.id for job in JOBS}


def test_who_unsubscribed_is_told_how_to_hear_again(sense: Mind) -> None:
    to = talk(sense)
    to.facts = replace(to.facts, known_profile=replace(KNOWN, subscribed=False))
    assert "回“恢复”" in to.says("我想找活", "横埠镇官塘村", "都不合适", "对").text


def test_a_tapped_job_keeps_the_form_that_was_open(sense: Mind) -> None:
    to = talk(sense)
    to.says("我要报名培训")
    turn = to.does(Kind.TEXT, "报名这个活", choice="job.2")
    assert to.session.answers("job")["job"] == Picked(2, "2", "包装工")
    assert turn.say
    assert "培训报名还没填完" in turn.say.text
    to.says("横埠镇官塘村", "对")
    assert to.says("继续").text.startswith("接着办培训报名")


def test_a_job_for_one_of_the_family_is_applied_for_in_their_name(sense: Mind) -> None:
    to = talk(sense)
    to.does(Kind.TEXT, "报名这个活", choice="job.2.媳妇")
    assert to.asked == "name"
    to.says("李小花", "13800002222", "横埠镇官塘村", "对")
    [filed] = [effect.fields for effect in to.effects if isinstance(effect, Register)]
    assert (filed.name, filed.for_whom, filed.choice) == ("李小花", "媳妇", Picked(2, "2", "包装工"))


def test_a_job_that_is_gone_is_said_kindly_and_leaves_the_form_open(sense: Mind) -> None:
    to = talk(sense)
    to.says("我要报名培训")
    turn = to.does(Kind.TEXT, "报名这个活", choice="job.99")
    assert turn.say
    assert "招满" in turn.say.text
    assert to.session.active == "training"
