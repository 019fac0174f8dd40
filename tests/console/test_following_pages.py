"""What comes later, who is there, and whether work lasts: through the pages, as staff see them."""

from datetime import timedelta

import pytest

from bot.records import RecordKind, Status
from store.database import reading
from store.referrals.endings import Ending
from store.tables import Referral
from tests.console.browser import act, read, send
from tests.console.conftest import Enter
from tests.console.office import Office


def test_after_a_call_that_reached_nobody(enter: Enter, office: Office) -> None:
    number, wang = office.claimed(), enter("wang")
    told = act(wang, number, "called", call="switched-off")
    assert "今天 11:00自己排回来" in told
    assert "电话打过</dt><dd>1回" in told
    assert "张桂英" not in read(wang, "/console/?pile=mine")
    assert "今天 11:00 再打电话" in read(wang, "/console/?pile=later")
    assert "接着办" in act(wang, number, "wake")
    assert "张桂英" in read(wang, "/console/?pile=mine")
    act(wang, number, "called", call="no-answer")
    office.wait(hours=26)
    assert "该再打电话了" in read(wang, "/console/?pile=mine")


def test_the_last_call_says_what_comes_of_it(enter: Enter, office: Office) -> None:
    number, wang = office.claimed(), enter("wang")
    for _ in range(4):
        act(wang, number, "called", call="no-answer")
    assert "先记成“联系不上”" in act(wang, number, "called", call="no-answer")
    assert "打了几次没人接；打了5回都没打通" in read(wang, f"/console/referrals/{number}")
    assert "重新打开了" in act(wang, number, "again")
    assert office.status(number) is Status.CLAIMED


@pytest.mark.parametrize("fields", [{"day": "2026-03-05"}, {"other": "2026-03-05", "day": ""}])
def test_a_day_is_agreed(enter: Enter, office: Office, fields: dict[str, str]) -> None:
    number, wang = office.claimed(), enter("wang")
    assert "3月5日 8:30自己排回来" in act(wang, number, "later", note="收完油菜再说", **fields)
    assert "3月5日 8:30 收完油菜再说" in read(wang, "/console/?pile=later")
    office.wait(days=3)
    assert "该联系了：收完油菜再说" in read(wang, "/console/?pile=mine")


def test_no_day_or_one_without_sense_is_refused(enter: Enter, office: Office) -> None:
    number, wang = office.claimed(), enter("wang")
    for day in ("", "soon", "2026-03-02"):
        assert "请改一改再点" in act(wang, number, "later", day=day)


@pytest.mark.parametrize(
    ("kind", "offered", "other"),
    [(RecordKind.JOB, "工钱低", "价钱没谈拢"), (RecordKind.PRODUCE, "价钱没谈拢", "工钱低")],
)
def test_reasons_are_those_of_the_kind(
    enter: Enter, office: Office, kind: RecordKind, offered: str, other: str
) -> None:
    number, wang = office.claimed(kind=kind), enter("wang")
    page = read(wang, f"/console/referrals/{number}")
    assert offered in page
    assert other not in page
    reason = "PAY" if kind is RecordKind.JOB else "PRICE"
    assert "办完了" in act(wang, number, "finish", outcome="declined", reason=reason)
    with reading(office.engine) as session:
        assert session.get_one(Referral, number).reason == reason
    again = office.claimed(kind=kind)
    assert "请改一改再点" in act(wang, again, "finish", outcome="declined", reason="nonsense")


def test_who_is_away_gives_back_and_a_lead_gives_out(enter: Enter, office: Office) -> None:
    number, lead = office.claimed("wang"), enter("hengbu")
    wang, li = office.member("wang").id, office.member("li").id
    told = send(lead, "/console/away", "/console/away/leave", who=str(wang), until="2026-03-06").text
    assert "手上没办完的 1 件放回去了" in told
    assert "3月6日前不在" in told
    assert "原来办的人不在" in read(lead, "/console/")
    page = read(lead, f"/console/referrals/{number}")
    assert "王芳（横埠驿站）" not in page, "nobody can be given anything who is away"
    assert "交给李建国了" in act(lead, number, "assign", to=str(li))
    assert "张桂英" in read(enter("li"), "/console/?pile=mine")
    assert "回来上班了" in send(enter("wang"), "/console/away", "/console/away/back", who=str(wang)).text
    assert "交给同事办" not in read(enter("wang"), f"/console/referrals/{number}")


def test_a_check_from_the_badge_to_a_new_request(enter: Enter, office: Office) -> None:
    number, wang = office.claimed(), enter("wang")
    office.desk.finish(
        office.member("wang"), number, Status.PLACED, "", Ending(employer="横埠服装厂", started="2026-02-02")
    )
    assert (wang.get("/console/count").json or {})["checks"] == 1
    page = read(wang, "/console/checks")
    assert "横埠服装厂" in page
    assert "满1个月" in page
    assert "过两天再打" in act(wang, number, "check", check="1", answer="missed")
    assert "没有该回访的" in read(wang, "/console/checks")
    office.wait(days=2)
    wang = enter("wang")
    assert "请改一改再点" in act(wang, number, "check", check="1", answer="stopped")
    assert "没干了：厂里没活了" in act(wang, number, "check", check="1", answer="stopped", reason="NO_ORDERS")
    assert "撤回来了" in act(wang, number, "check/retract", check="1")
    act(wang, number, "check", check="1", answer="stopped", reason="NO_ORDERS")
    assert "又登记了找活" in act(wang, number, "check/again", check="1")
    assert "张桂英" in read(wang, "/console/")
    assert office.kicked, "staff are told of it like of any other"


def test_a_filter_stays_in_the_address_and_in_scope(enter: Enter, office: Office) -> None:
    for _ in range(31):
        office.ask(kind=RecordKind.PRODUCE)
    office.ask(name="何家有")
    wang = enter("wang")
    page = read(wang, "/console/?kind=produce&place=340722106213")
    assert "何家有" not in page
    assert 'value="produce" selected' in page
    assert "kind=produce&amp;place=340722106213&amp;after=" in page
    assert read(wang, "/console/?kind=nonsense&place=340722110&whose=x&status=y").count("何家有") == 1, "as without"
    office.wait(seconds=timedelta(minutes=1).total_seconds())
    assert "没找到" in read(wang, "/console/?whose=mine")
