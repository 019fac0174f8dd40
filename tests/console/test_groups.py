from pathlib import Path

import pytest
from sqlalchemy import select

from bot.ports import ChannelError
from store.database import reading
from store.referrals.groups import ROBOTS, Groups
from store.refusals import ReadOnly, Unfit
from store.sending import outbox
from store.sending.unheard import unheard
from store.tables import Audit, Station, TownshipGroup
from tests.console.browser import read, send
from tests.console.conftest import Enter
from tests.console.office import HENGBU, Office

PAGE = "/console/groups"
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=not-a-real-one"


def station(office: Office) -> Station:
    with reading(office.engine) as session:
        return session.get_one(Station, HENGBU)


def test_hours_that_are_understood_are_kept(enter: Enter, office: Office) -> None:
    county = enter("county")
    hours = "周一到周六 8:00—12:00，14:00—17:00"
    assert "都按这个算" in send(county, PAGE, f"{PAGE}/hours", station=str(HENGBU), hours=hours).text
    assert station(office).hours == hours
    assert "请照这样写" in send(county, PAGE, f"{PAGE}/hours", station=str(HENGBU), hours="看情况").text
    assert station(office).hours == hours
    with reading(office.engine) as session:
        assert list(session.scalars(select(Audit.action).where(Audit.subject == f"station-{HENGBU}"))) == ["hours-set"]


def test_a_robots_address_is_never_shown_again(enter: Enter, office: Office) -> None:
    county = enter("county")
    send(county, PAGE, f"{PAGE}/robot", station=str(HENGBU), url=ROBOT)
    page = send(county, PAGE, f"{PAGE}/robot", township="340722106", url=ROBOT).text
    assert station(office).robot_url == ROBOT
    with reading(office.engine) as session:
        assert session.get_one(TownshipGroup, "340722106").robot_url == ROBOT
    assert page.count("企业微信群机器人：有") == 2
    assert "not-a-real-one" not in page
    send(county, PAGE, f"{PAGE}/robot", township="340722106", url="")
    assert office.count(TownshipGroup) == 0


@pytest.mark.parametrize(
    "url",
    ["qyapi.weixin.qq.com", "ftp://example.com/x", "https://", "javascript:alert(1)", f"{ROBOTS}\r\nX: 1"],
)
def test_what_is_no_address_is_refused(enter: Enter, office: Office, url: str) -> None:
    assert "没记上" in send(enter("county"), PAGE, f"{PAGE}/robot", station=str(HENGBU), url=url).text
    assert station(office).robot_url == ""


INSIDE = ("http://127.0.0.1/x", "https://10.0.0.1/", f"{ROBOTS[:-1]}@10.0.0.1/", f"{ROBOTS[:-1]}.evil.example/")


def test_in_production_a_robot_stands_at_wecom_and_never_inside(office: Office) -> None:
    county = office.member("county")
    Groups(office.engine, county, office.time, secure=False).set_station_robot(HENGBU, "http://127.0.0.1/x")
    for inside in INSIDE:
        with pytest.raises(Unfit):
            Groups(office.engine, county, office.time).set_station_robot(HENGBU, inside)


@pytest.mark.parametrize("login", ["wang", "hengbu", "auditor"])
def test_only_the_county_sets_up(enter: Enter, office: Office, login: str) -> None:
    assert "不能办" in read(enter(login), PAGE, status=403)
    with pytest.raises(ReadOnly):
        Groups(office.engine, office.member(login), office.time).set_hours(HENGBU, "")
    assert PAGE not in read(enter(login), "/console/")


def test_the_doctor_says_what_the_groups_did_not_hear(office: Office, tmp_path: Path) -> None:
    office.ask()
    [row] = office.outbox("referral")
    assert unheard(office.engine, office.time) == (0, "")
    from store.database import writing

    with writing(office.engine) as session:
        outbox.mark_failed(session, row.id, str(ChannelError("the robot refused", permanent=True, code=93000)), True)
    count, why = unheard(office.engine, office.time)
    assert (count, "93000" in why) == (1, True)
    with writing(office.engine) as session:
        outbox.mark_delivered(session, row.id, office.time)
    assert unheard(office.engine, office.time) == (0, "")
