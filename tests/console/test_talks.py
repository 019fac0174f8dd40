"""Talks at the console: who sees and does what, the page that keeps itself up to date, what staff often say."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.effects import Missed, PassOn
from bot.message import Kind
from bot.session import Asked, Session, dump
from store.database import reading, writing
from store.people.merging import merge
from store.records import SqlRecords
from store.sessions_in_memory import MemorySessions
from store.tables import Audit, CannedReply, Message, Outbox, Person, Takeover
from store.talks.canned import fill
from store.talks.passing import attendant_of
from store.talks.takeovers import Takeovers, all_open, unanswered
from tests.console.browser import act, read, send
from tests.console.conftest import Enter
from tests.console.office import YIJIN, Office
from web.console.ground import EXTENSION


def says(office: Office, text: str, person: str = "zhang", kind: Kind = Kind.TEXT) -> None:
    """Somebody whose talk is taken over says something."""
    key = f"said-{office.count(Outbox)}-{text}"
    SqlRecords(office.engine).commit(person, key, office.time, [PassOn(kind, text)])


@pytest.fixture
def referral(office: Office) -> int:
    return office.ask(person="zhang")


@pytest.fixture
def wang(enter: Enter) -> FlaskClient:
    return enter("wang")


def talk(referral: int) -> str:
    return f"/console/referrals/{referral}/talk"


def test_a_talk_from_taking_to_handing_back(office: Office, wang: FlaskClient, enter: Enter, referral: int) -> None:
    assert "现在是机器人在管" in read(wang, talk(referral))
    assert "您接上了" in act(wang, referral, "talk/take")
    says(office, "在不在")
    counts = wang.get("/console/count").json
    assert counts is not None
    assert counts["talks"] == 1
    li = enter("li")
    assert "王芳在跟他说话" in read(li, talk(referral))
    assert wang.get("/console/count").json["talks"] == 1, "a colleague who looks has not read it for her"  # type: ignore[index]
    assert "在不在" in read(wang, talk(referral))
    assert wang.get("/console/count").json["talks"] == 0  # type: ignore[index]
    send(wang, talk(referral), f"{talk(referral)}/write", text="在的，您说")
    assert "正在送" in read(wang, talk(referral))
    assert "王芳正在跟他说话" in send(li, talk(referral), f"{talk(referral)}/take").text
    assert "交还机器人了" in send(wang, talk(referral), f"{talk(referral)}/back").text
    assert "接过对话" in read(wang, f"/console/referrals/{referral}")
    with reading(office.engine) as session:
        actions = set(session.scalars(select(Audit.action)))
    assert {"taken-over", "wrote", "handed-back"} <= actions


def test_the_page_tells_what_is_new(office: Office, wang: FlaskClient, referral: int) -> None:
    act(wang, referral, "talk/take")
    before = wang.get(f"{talk(referral)}/news").json
    says(office, "<b>有人吗</b>")
    after = wang.get(f"{talk(referral)}/news").json
    assert before is not None
    assert after is not None
    assert before["state"] == after["state"]
    assert "&lt;b&gt;有人吗" in after["html"]
    send(wang, talk(referral), f"{talk(referral)}/back")
    assert wang.get(f"{talk(referral)}/news").json["state"] != after["state"]  # type: ignore[index]


def test_other_stations_see_and_do_nothing(office: Office, enter: Enter, referral: int) -> None:
    zhao = enter("zhao")
    office.ask(station=YIJIN)
    read(zhao, talk(referral), 404)
    assert zhao.get(f"{talk(referral)}/news").status_code == 404
    for action in ("take", "write", "back", "again", "free"):
        assert send(zhao, "/console/password", f"{talk(referral)}/{action}", text="在", heard="1").status_code == 404
    assert office.count(Takeover) == 0


def test_numbers_are_hidden_until_somebody_looked(
    office: Office, wang: FlaskClient, enter: Enter, referral: int
) -> None:
    act(wang, referral, "talk/take")
    says(office, "新号码13800007777，记一下")
    assert "138****7777" in read(wang, talk(referral))
    assert "13800007777" not in read(wang, talk(referral)) + read(wang, f"/console/referrals/{referral}")
    act(wang, referral, "phone")
    assert "13800007777" in read(wang, talk(referral))
    assert "tel:13800001234" in read(wang, talk(referral))
    assert "13800007777" not in read(enter("li"), talk(referral))


def test_what_was_not_delivered_says_why(office: Office, wang: FlaskClient, referral: int) -> None:
    act(wang, referral, "talk/take")
    for text in ("一", "二"):
        send(wang, talk(referral), f"{talk(referral)}/write", text=text)
    with writing(office.engine) as session:
        first, second = session.scalars(select(Message).order_by(Message.id)).all()
        first.held_at, first.error, second.error = office.time, "spent", "left"
    page = read(wang, talk(referral))
    assert "存着，等对方下次来信时送到" in page
    assert "没送到：没有关注，或者取消了关注" in page
    with writing(office.engine) as session:
        session.scalars(select(Person)).one().follows = False
    assert "没有关注公众号" in send(wang, talk(referral), f"{talk(referral)}/write", text="三").text


def test_a_colleague_does_not_talk_into_it(office: Office, wang: FlaskClient, enter: Enter, referral: int) -> None:
    act(wang, referral, "claim")
    li = enter("li")
    act(li, referral, "talk/take")
    assert "李建国正在跟他说话" in act(wang, referral, "message", text="来一趟")
    assert office.count(Message) == 0
    assert "您接上了" in act(wang, referral, "talk/take", over="1")
    act(wang, referral, "message", text="来一趟")
    assert office.count(Message) == 1


def test_the_list_of_what_goes_on(office: Office, wang: FlaskClient, enter: Enter, referral: int) -> None:
    assert "没有人工在聊的" in read(wang, "/console/talks/")
    act(wang, referral, "talk/take")
    says(office, "我想问价钱")
    office.wait(minutes=5)
    page = read(enter("li"), "/console/talks/")
    assert "我想问价钱" in page
    assert "等了5分钟" in page
    assert "没有人工在聊的" in read(enter("zhao"), "/console/talks/")


def test_an_auditor_reads_and_touches_nothing(office: Office, wang: FlaskClient, enter: Enter, referral: int) -> None:
    act(wang, referral, "talk/take")
    page = read(enter("auditor"), talk(referral))
    assert page.count("<form") == 1, "but for the way out"


# --- why somebody is stuck -----------------------------------------------------------------------------------


@pytest.fixture
def stuck(app: Flask, office: Office, referral: int) -> MemorySessions:
    """Somebody who was asked for their telephone and answered something else."""
    sessions: MemorySessions = app.extensions[EXTENSION].sessions
    answers = {"consent": "yes", "name": "张桂英"}
    asked = Asked("job", "phone", "d", tries=2)
    session = Session("job", {"job": answers}, asked=asked, misses=1, heard_at=round(office.time.timestamp() * 1000))
    opened = sessions.open("zhang", "m")
    sessions.commit("zhang", "m", opened.turn, dump(session), "null")
    SqlRecords(office.engine).commit("zhang", "miss", office.time, [Missed("么事电话，我在13800007777")])
    return sessions


def test_why_somebody_is_stuck(office: Office, wang: FlaskClient, referral: int, stuck: MemorySessions) -> None:
    office.wait(minutes=30)
    page = read(wang, talk(referral))
    for part in ("等本人答", "电话", "最后说话", "今天 9:00", "张桂英", "答了 2 次没听懂", "么事电话，我在138****7777"):
        assert part in page
    assert "机器人再问一遍，正在发" in send(wang, talk(referral), f"{talk(referral)}/again", heard="5").text
    send(wang, talk(referral), f"{talk(referral)}/again", heard="5")
    assert "表先不填了" in send(wang, talk(referral), f"{talk(referral)}/free", heard="5").text
    assert [row.kind for row in office.outbox("ask-again") + office.outbox("set-free")] == ["ask-again", "set-free"]
    act(wang, referral, "talk/take")
    assert "等本人答" not in read(wang, talk(referral))
    assert "王芳正在跟他说话" in send(wang, talk(referral), f"{talk(referral)}/free", heard="6").text


def test_while_the_bot_answers_nothing_is_offered(wang: FlaskClient, referral: int, stuck: MemorySessions) -> None:
    stuck.open("zhang", "next")
    page = read(wang, talk(referral))
    assert "机器人这会儿正在回话" in page
    assert "再问一遍" not in page


# --- what staff often say ------------------------------------------------------------------------------------

LIST = "/console/replies/"


def test_the_county_keeps_the_list_and_stations_pick(office: Office, wang: FlaskClient, enter: Enter) -> None:
    referral, county = office.ask(person="zhang"), enter("county")
    assert "请来驿站" in read(county, LIST)
    read(wang, LIST, 403)
    assert "记下了" in send(county, LIST, f"{LIST}0", title="明天来", text="{姓名}，明天来{驿站}，打{电话}。").text
    act(wang, referral, "talk/take")
    page = read(wang, talk(referral))
    assert "张桂英，明天来横埠驿站，打13800009901。" in page
    with reading(office.engine) as session:
        newest = session.scalars(select(CannedReply.id).order_by(CannedReply.id.desc())).first()
    send(wang, talk(referral), f"{talk(referral)}/write", text="", canned=str(newest))
    with reading(office.engine) as session:
        assert "张桂英，明天来横埠驿站" in session.scalars(select(Message.text)).one()
    send(county, LIST, f"{LIST}{newest}", title="后天来", text="后天来")
    assert "后天来" in read(county, LIST)
    assert "去掉了" in send(county, LIST, f"{LIST}{newest}/remove").text
    assert "后天来" not in read(county, LIST)


@pytest.mark.parametrize(("title", "text"), [("", "好"), ("好", ""), ("好", "{手机}打给您"), ("好" * 21, "好")])
def test_a_reply_that_cannot_be(office: Office, enter: Enter, title: str, text: str) -> None:
    before = office.count(CannedReply)
    send(enter("county"), LIST, f"{LIST}0", title=title, text=text)
    assert office.count(CannedReply) == before


def test_a_sentence_without_its_telephone_is_left_out() -> None:
    values = {"姓名": "您好", "驿站": "横埠驿站", "电话": ""}
    assert fill("{姓名}，请来{驿站}。来之前打个电话：{电话}。", values) == "您好，请来横埠驿站。"
    assert fill("打{ 驿站 }电话｛电话｝，或者回话。", values | {"电话": "1"}) == "打横埠驿站电话1，或者回话。"


# --- two who are one -----------------------------------------------------------------------------------------


def test_of_two_who_become_one_one_talk_stays_with_all_that_waits(office: Office) -> None:
    desk = Takeovers(office.engine, office.kick, office.now, lambda person, mark: None)
    first, second = office.ask(person="zhang"), office.ask(person="zhang2")
    desk.take(office.member("wang"), first)
    desk.take(office.member("li"), second)
    says(office, "在不在", "zhang2")
    merge(office.engine, office.member("county"), 1, 2, (), office.time)
    with reading(office.engine) as session:
        (kept,) = all_open(session)
        assert (kept.person_id, kept.staff.name) == (1, "王芳")
        assert [each.heard for each in unanswered(session, kept)] == ["在不在"]
        for account in ("zhang", "zhang2"):
            attendant = attendant_of(session, account)
            assert attendant
            assert attendant.name == "王芳"
