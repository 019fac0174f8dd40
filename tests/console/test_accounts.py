import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from store import staff
from store.database import reading
from store.tables import Audit, Role
from tests.console.browser import TOKEN, read, send
from tests.console.conftest import Enter, archive_of, enter_app, ground_of
from tests.console.office import PASSWORD, YIJIN, Office
from web.console import console_blueprint

LIST, LOGIN, HOME, SECOND = "/console/accounts", "/console/login", "/console/", "/console/second"
GIVEN = re.compile(r'secret">([a-z]{4}-[a-z]{4}-[a-z]{4}-\d{4})<')
SECRET = re.compile(r'secret">([A-Z2-7]{32})<')
CODE = re.compile(r"<li>(\d{4}-\d{4})</li>")
OWN = "zi-ji-de-mi-ma-7"


def number(office: Office, login: str) -> int:
    return office.member(login).id


def audited(office: Office) -> list[str]:
    with reading(office.engine) as session:
        return [row.action for row in session.query(Audit).order_by(Audit.id)]


def log_in(app: Flask, login: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    send(client, LOGIN, login=login, password=password)
    return client


def test_an_account_is_added_and_its_password_is_good_for_one_login(app: Flask, enter: Enter, office: Office) -> None:
    form = {"login": "sun", "name": "孙丽", "role": "station", "station": str(YIJIN)}
    page = send(enter("county"), LIST, f"{LIST}/new", **form).text
    found = GIVEN.search(page)
    assert found
    assert found[1] not in read(enter("county"), LIST), "it is shown once"
    assert office.member("sun").station_id == YIJIN
    client = log_in(app, "sun", found[1])
    assert client.get(HOME).location == "/console/password"
    assert "只能用这一次" in read(client, "/console/password")
    change = {"old": found[1], "again": found[1], "new": found[1]}
    assert "还是原来" in send(client, "/console/password", **change).text
    assert "密码改好了" in send(client, "/console/password", old=found[1], new=OWN, again=OWN).text
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": "wang"}, "已经有人用了"),
        ({"login": "a b"}, "只用字母和数字"),
        ({"station": ""}, "要选是哪个驿站"),
        ({"station": "99"}, "没有这个驿站"),
        ({"name": ""}, "没写内容"),
        ({"role": "king"}, "没写内容"),
    ],
)
def test_accounts_that_make_no_sense_are_refused(
    enter: Enter, office: Office, wrong: dict[str, str], said: str
) -> None:
    form = {"login": "sun", "name": "孙丽", "role": "station", "station": str(YIJIN)}
    assert said in send(enter("county"), LIST, f"{LIST}/new", **form | wrong).text
    assert "sun" not in {each.login for each in staff.all_staff(office.engine)}


def test_a_password_is_given_anew_and_the_old_sessions_end(app: Flask, enter: Enter, office: Office) -> None:
    wang, page = enter("wang"), f"{LIST}/{number(office, 'wang')}"
    found = GIVEN.search(send(enter("county"), page, f"{page}/password").text)
    assert found
    assert wang.get(HOME).status_code == 302
    assert log_in(app, "wang").get(HOME).status_code == 302, "the old password is over"
    assert log_in(app, "wang", found[1]).get(HOME).location == "/console/password"
    assert "password-reset" in audited(office)


def test_an_account_moves_closes_and_opens(app: Flask, enter: Enter, office: Office) -> None:
    office.claimed("wang")
    wang, page = enter("wang"), f"{LIST}/{number(office, 'wang')}"
    county = enter("county")
    assert "手上还有1件" in read(county, page)
    form = {"name": "王芳", "role": "township", "station": str(YIJIN)}
    send(county, page, f"{page}/change", **form)
    moved = office.member("wang")
    assert (moved.role, moved.station_id) == (Role.TOWNSHIP, YIJIN)
    assert wang.get(HOME).status_code == 302
    send(county, page, f"{page}/change", **form, closed="1")
    assert log_in(app, "wang").get(HOME).status_code == 302
    send(county, page, f"{page}/change", **form | {"role": "auditor"})
    assert office.member("wang").station_id is None
    assert log_in(app, "wang").get(HOME).status_code == 200
    assert [each for each in audited(office) if each.startswith("staff")] == [
        "staff-changed",
        "staff-closed",
        "staff-changed",
        "staff-opened",
        "staff-changed",
    ]


@pytest.mark.parametrize("act", ["change", "password"])
def test_the_county_does_not_lock_itself_out(enter: Enter, office: Office, act: str) -> None:
    page = f"{LIST}/{number(office, 'county')}"
    form = {"name": "县里", "role": "auditor", "closed": "1"}
    assert "自己的账号" in send(enter("county"), LIST, f"{page}/{act}", **form).text
    assert office.member("county").role is Role.COUNTY


# --- the second factor -----------------------------------------------------------------------------------------------


def set_up(client: FlaskClient, office: Office) -> tuple[pyotp.TOTP, list[str]]:
    """A telephone, and the codes on paper."""
    found = SECRET.search(read(client, SECOND))
    assert found
    phone = pyotp.TOTP(found[1])
    page = send(client, SECOND, code=phone.at(office.time)).text
    assert "开好了" in page
    return phone, CODE.findall(page)


def halfway(app: Flask) -> FlaskClient:
    """A browser in which the password was right."""
    client = app.test_client()
    token = TOKEN.search(read(client, LOGIN))
    assert token
    answer = client.post(LOGIN, data={"csrf_token": token[1], "login": "wang", "password": PASSWORD})
    assert answer.location.startswith("/console/login/code")
    assert client.get(HOME).location.startswith("/console/login?"), "half is nothing"
    return client


CODES = "/console/login/code"


def test_with_a_second_factor_the_password_is_half(app: Flask, enter: Enter, office: Office) -> None:
    elsewhere = enter("wang")
    phone, codes = set_up(enter("wang"), office)
    assert elsewhere.get(HOME).status_code == 302
    assert len(set(codes)) == 10
    client = halfway(app)
    office.wait(seconds=60)
    right = phone.at(office.time)
    assert "不对" in send(client, CODES, code=f"{(int(right) + 1) % 10**6:06}").text
    assert "等人办" in send(client, CODES, code=f"{right[:3]} {right[3:]}").text
    assert "不对" in send(halfway(app), CODES, code=right).text, "a code is good once"
    assert "等人办" in send(halfway(app), CODES, code=codes[0]).text
    assert "不对" in send(halfway(app), CODES, code=codes[0]).text


def test_guessing_a_code_is_stopped_and_half_a_login_does_not_last(app: Flask, enter: Enter, office: Office) -> None:
    set_up(enter("wang"), office)
    client = halfway(app)
    for _ in range(staff.TRIES_PER_LOGIN_AND_ADDRESS):
        assert send(client, CODES, code="000000").status_code == 401
    assert send(client, CODES, code="000000").status_code == 429
    office.wait(minutes=16)
    assert client.get(CODES).location.startswith("/console/login")


def test_the_county_takes_a_lost_one_away(app: Flask, enter: Enter, office: Office) -> None:
    set_up(enter("wang"), office)
    page = f"{LIST}/{number(office, 'wang')}"
    assert "下次登录只要密码" in send(enter("county"), page, f"{page}/second").text
    assert log_in(app, "wang").get(HOME).status_code == 200


def test_it_is_given_up_with_the_password_only(enter: Enter, office: Office) -> None:
    client = enter("wang")
    set_up(client, office)
    assert "密码不对" in send(client, SECOND, f"{SECOND}/off", password="x").text
    assert office.member("wang").second
    assert "取消了" in send(client, SECOND, f"{SECOND}/off", password=PASSWORD).text
    assert not office.member("wang").second


def test_a_wrong_first_code_turns_nothing_on(enter: Enter, office: Office) -> None:
    client = enter("wang")
    read(client, SECOND)
    assert "不对" in send(client, SECOND, code="000000").text
    assert not office.member("wang").second


def test_the_county_may_want_it_of_some(office: Office) -> None:
    app = Flask("web")
    app.secret_key = "for-tests-only-0123456789abcdef"
    ground = ground_of(office, archive_of(office), second_for=frozenset({Role.COUNTY}))
    app.register_blueprint(console_blueprint(ground))
    enter = enter_app(app, office)
    county = enter("county")
    assert county.get(HOME).location == SECOND
    assert "县里要求" in read(county, SECOND)
    set_up(county, office)
    assert county.get(HOME).status_code == 200
    assert enter("wang").get(HOME).status_code == 200
