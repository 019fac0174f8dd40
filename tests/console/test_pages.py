from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.effects import Missed
from bot.records import JobKind, RecordKind, Status
from store import refusals
from store.database import writing
from store.records import SqlRecords
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.tables import Job, Message, Person, Referral, ReferralEvent, Role
from tests.console.browser import TOKEN, act, read, search, send
from tests.console.conftest import Enter
from tests.console.office import YIJIN, Office
from web.console import words

NUMBER = "13800001234"


def test_from_the_queue_to_the_outcome(enter: Enter, office: Office) -> None:
    referral = office.ask()
    office.wait(hours=2)
    wang = enter("wang")
    queue = read(wang, "/console/")
    assert "张桂英" in queue
    assert "等了2小时" in queue
    assert "138****1234" in queue
    assert "横埠镇山水村" in queue
    assert "归您办" in act(wang, referral, "claim")
    assert "tel:" not in read(wang, f"/console/referrals/{referral}")
    assert f"tel:{NUMBER}" in act(wang, referral, "phone")
    assert "已经发微信告诉本人" in act(wang, referral, "called", call="no-answer")
    assert "下一步：办完了，点结果" in act(wang, referral, "called", call="connected")
    assert "办完了，辛苦" in act(wang, referral, "finish", outcome="placed", note="下周一上班")
    done = read(wang, "/console/?pile=done")
    assert "上岗了" in done
    page = read(wang, f"/console/referrals/{referral}")
    assert "下周一上班" in page
    assert "好消息！您找的活“缝纫工”办好了" in page
    assert "正在送" in page
    assert office.status(referral) is Status.PLACED


def test_the_number_is_nowhere_before_it_was_asked_for(enter: Enter, office: Office) -> None:
    referral = office.claimed()
    wang = enter("wang")
    for path in ("/console/", "/console/?pile=mine", f"/console/referrals/{referral}"):
        assert NUMBER not in read(wang, path)
    assert NUMBER not in search(wang, "/console/", "1234").text


def test_who_has_not_claimed_is_not_invited_to_call(enter: Enter, office: Office) -> None:
    page = act(enter("wang"), office.ask(), "phone")
    assert NUMBER in page
    assert "tel:" not in page


def test_the_second_of_two_is_told_kindly(enter: Enter, office: Office) -> None:
    referral = office.ask()
    act(enter("wang"), referral, "claim")
    page = act(enter("li"), referral, "claim")
    assert "王芳已经在办这条了" in page
    assert "我接过来办" in page
    assert "归您办" in act(enter("li"), referral, "claim", over="1")


@pytest.mark.parametrize("action", ["called", "finish", "hand-over", "note", "message"])
def test_a_form_without_sense_is_refused_kindly(enter: Enter, office: Office, action: str) -> None:
    referral = office.claimed()
    assert "请改一改再点" in act(enter("wang"), referral, action, call="x", outcome="x", station="x", text=" ")
    assert office.status(referral) is Status.CLAIMED


def test_note_message_undo_release_and_hand_over(enter: Enter, office: Office) -> None:
    referral = office.ask()
    wang = enter("wang")
    assert "来过站里" in act(wang, referral, "note", text="来过站里")
    act(wang, referral, "claim")
    assert "撤回来了" in act(wang, referral, "undo")
    assert "撤不回来" in act(wang, referral, "undo")
    act(wang, referral, "claim")
    assert "【横埠驿站 王芳】明天来" in act(wang, referral, "message", text="明天来")
    assert "放回去了" in act(wang, referral, "release")
    assert "转过去了" in act(wang, referral, "hand-over", station=str(YIJIN))
    assert "转到别的驿站" in read(wang, f"/console/referrals/{referral}", status=404)
    assert "张桂英" in read(enter("zhao"), "/console/")


@pytest.mark.parametrize("action", ["claim", "note", "phone"])
def test_another_stations_case_looks_like_none(enter: Enter, office: Office, action: str) -> None:
    referral = office.ask(station=YIJIN)
    for number in (referral, 99):
        answer = send(enter("wang"), "/console/password", f"/console/referrals/{number}/{action}", text="x")
        assert answer.status_code == 404
        assert NUMBER not in answer.text


def test_what_people_write_is_shown_as_text(enter: Enter, office: Office) -> None:
    referral = office.ask(name="<script>alert(1)</script>")
    for path in ("/console/", f"/console/referrals/{referral}"):
        assert "<script>alert" not in read(enter("wang"), path)


def test_the_badge_counts_what_is_new(enter: Enter, office: Office) -> None:
    office.ask()
    office.claimed()
    office.ask(station=YIJIN)
    counts = {name: count for name, count in enter("wang").get("/console/count").get_json().items() if count}
    assert counts == {"new": 1, "mine": 1, "open": 2}


def test_the_county_is_reminded_of_what_only_it_can_settle(enter: Enter, office: Office) -> None:
    with writing(office.engine) as session:
        session.add(Job(title="缝纫工", kind=JobKind.WORKSHOP, employer="某厂", place="", pay="按件计", held=True))
    SqlRecords(office.engine).commit("one", "m", office.time, [Missed("阿里巴巴股票")])
    counts = enter("county").get("/console/count").json
    assert counts
    assert (counts["held"], counts["misses"]) == (1, 1)
    assert "held" not in (enter("hengbu").get("/console/count").json or {})


def test_a_long_queue_goes_on_on_the_next_page(enter: Enter, office: Office) -> None:
    for number in range(31):
        office.ask(name=f"第{number}位")
        office.wait(seconds=1)
    wang = enter("wang")
    first = read(wang, "/console/")
    assert "第30位" not in first
    following = first.split('more" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "第30位" in read(wang, following)


@pytest.mark.parametrize("pile", Pile)
def test_an_empty_pile_says_what_to_do(enter: Enter, office: Office, pile: Pile) -> None:
    assert words.EMPTY[pile] in read(enter("wang"), f"/console/?pile={pile.value}")


def test_a_search_without_a_find_helps(enter: Enter, office: Office) -> None:
    assert "没找到“无此人”" in search(enter("wang"), "/console/", "无此人").text


def test_who_left_wechat_is_to_be_phoned(enter: Enter, office: Office) -> None:
    referral = office.claimed()
    act(enter("wang"), referral, "message", text="明天来")
    with writing(office.engine) as session:
        session.execute(update(Person).values(follows=False))
        session.execute(update(Message).values(error="45015"))
    page = read(enter("wang"), f"/console/referrals/{referral}")
    assert "没有关注公众号" in page
    assert "没送到，请打电话" in page


def test_who_left_no_number_is_written_to(enter: Enter, office: Office) -> None:
    referral = office.ask(phone="")
    assert "给本人发微信，问问电话" in act(enter("wang"), referral, "claim")


def test_there_are_words_for_everything() -> None:
    assert set(words.KINDS) == set(RecordKind)
    assert set(words.STATUSES) == set(Status)
    assert set(words.CALLS) == set(Call)
    assert set(words.PILES) == set(words.EMPTY) == set(Pile)
    assert set(words.ROLES) == set(Role)
    for kind in refusals.Refusal.__subclasses__():
        if kind is not refusals.Unknown:
            named = kind in (refusals.Taken, refusals.Elsewhere)
            assert words.refusal(kind("王芳") if named else kind())


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=-5), "刚来"),
        (timedelta(seconds=59), "刚来"),
        (timedelta(minutes=59), "等了59分钟"),
        (timedelta(minutes=60), "等了1小时"),
        (timedelta(hours=23, minutes=59), "等了23小时"),
        (timedelta(hours=24), "等了1天"),
        (timedelta(days=40), "等了40天"),
    ],
)
def test_waiting_is_said_as_people_say_it(office: Office, since: timedelta, said: str) -> None:
    assert words.waited(office.time - since, office.time) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(0), "今天 9:00"),
        (timedelta(hours=9, minutes=1), "昨天 23:59"),
        (timedelta(days=2), "2月28日 9:00"),
        (timedelta(days=100), "2025年11月22日 9:00"),
    ],
)
def test_moments_are_those_of_a_chinese_clock(office: Office, ago: timedelta, said: str) -> None:
    assert words.moment(office.time - ago, office.time) == said


def test_who_was_not_called_stands_first_and_what_is_late_is_marked(enter: Enter, office: Office) -> None:
    office.ask()
    office.wait(minutes=5)
    urgent = office.ask(name="王桂花")
    with writing(office.engine) as session:
        row = session.get_one(Referral, urgent)
        row.raised_at = row.promised_at = office.time
        row.events.append(ReferralEvent(at=office.time, by="person", what="raised"))
    office.wait(hours=1)
    wang = enter("wang")
    queue = read(wang, "/console/")
    assert queue.index("王桂花") < queue.index("张桂英")
    assert queue.count("加急") == queue.count("过点了") == 1
    page = read(wang, f"/console/referrals/{urgent}")
    assert "加急：本人说没接到电话" in page
    assert "前打电话" in page
    assert "本人说：还没人联系，加急" in page


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/console/referrals/1", "/console/referrals/1"),
        ("http://localhost/console/referrals/1/phone", "/console/referrals/1"),  # itself the answer to a form
        ("http://localhost/console/?pile=mine", "/console/?pile=mine"),
        ("http://localhost/console/nowhere", "/console/"),
        ("http://elsewhere.example/console/held", "/console/"),
        ("", "/console/"),
    ],
)
def test_who_is_refused_comes_back_to_where_they_were(enter: Enter, office: Office, came_from: str, back: str) -> None:
    wang, referral = enter("wang"), office.ask()
    token = TOKEN.search(read(wang, f"/console/referrals/{referral}"))
    assert token
    office.desk.claim(office.member("li"), referral)
    answer = wang.post(
        f"/console/referrals/{referral}/claim", data={"csrf_token": token[1]}, headers={"Referer": came_from}
    )
    assert (answer.status_code, answer.location) == (302, back)


def test_who_wants_no_calls_is_written_to_first(enter: Enter, office: Office) -> None:
    number = office.ask()
    with writing(office.engine) as session:
        row = session.get_one(Referral, number)
        row.promised_at = office.time + timedelta(hours=2)
        row.registration.in_writing, row.registration.note = True, "发微信，别打电话（我耳朵听不见）"
    wang = enter("wang")
    assert words.NO_CALLS in read(wang, "/console/")
    page = act(wang, number, "claim")
    assert "不要打电话，发微信（本人说：我耳朵听不见）" in page
    assert "前发微信" in page
    assert "下一步：发微信，不要打电话" in page
    assert page.index("接过对话，跟本人说") < page.index("发出去") < page.index("还是打了电话")
    shown = act(wang, number, "phone")
    assert NUMBER in shown
    assert "tel:" not in shown
    assert "发过微信了" in act(wang, number, "message", text="鸭蛋有人要")
