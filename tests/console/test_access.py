import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text, update

from bot.effects import Register
from bot.records import Fields, RecordKind
from store import staff
from store.database import writing
from store.records import SqlRecords
from store.tables import Audit, Staff
from tests.console.browser import TOKEN, read, send
from tests.console.conftest import Enter, build
from tests.console.office import HENGBU, PASSWORD, PLACES, Office
from web.console import ROUTES
from web.console.access import HAVE, Permission

CONSOLE = Path(__file__).parents[2] / "web" / "console"
HOME = "/console/"


def unguarded(app: Flask) -> Iterator[str]:
    """The console's routes without `@allowed`; Flask's own serving of static files needs none."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if (
            rule.endpoint.startswith("console.")
            and rule.endpoint != "console.static"
            and not hasattr(view, "permission")
        ):
            yield rule.rule


def test_every_route_has_a_permission(app: Flask) -> None:
    assert list(unguarded(app)) == [], "decorate it with @allowed(Permission.…), see web/console/access.py"


def test_the_test_above_can_fail(app: Flask) -> None:
    app.add_url_rule("/console/open", endpoint="console.open", view_func=lambda: "")
    assert list(unguarded(app)) == ["/console/open"]


def test_every_permission_says_who_has_it() -> None:
    assert set(HAVE) == set(Permission) - {Permission.ANYBODY}


def paths(method: str) -> list[str]:
    return ["/console" + path.replace("<int:number>", "1") for path, _, methods in ROUTES if method in methods.split()]


OPEN = "/console/login"


@pytest.mark.parametrize("path", [path for path in paths("GET") if path != OPEN])
def test_strangers_are_sent_to_the_login(app: Flask, office: Office, path: str) -> None:
    office.ask()
    answer = app.test_client().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/console/login")
    assert "张桂英" not in answer.text


@pytest.mark.parametrize("path", [path for path in paths("POST") if path != OPEN])
def test_strangers_cannot_act(app: Flask, office: Office, path: str) -> None:
    office.ask()
    client = app.test_client()
    token = TOKEN.search(read(client, OPEN))
    assert token
    assert client.post(path, data={"csrf_token": token[1]}).location.startswith("/console/login")


@pytest.mark.parametrize("path", paths("POST"))
def test_no_form_is_taken_without_its_token(enter: Enter, office: Office, path: str) -> None:
    office.ask()
    answer = enter("wang").post(path, data={"login": "wang", "password": PASSWORD})
    assert answer.status_code == 400
    assert "再点一次" in answer.text


@pytest.mark.parametrize("path", [path for path in paths("POST") if "/referrals/" in path])
def test_an_auditor_cannot_act(enter: Enter, office: Office, path: str) -> None:
    office.ask()
    answer = send(enter("auditor"), "/console/password", path)
    assert answer.status_code == 403
    assert "13800001234" not in answer.text


def test_an_auditor_sees_no_buttons(enter: Enter, office: Office) -> None:
    page = read(enter("auditor"), f"/console/referrals/{office.ask()}")
    assert "张桂英" in page
    assert set(re.findall(r'action="([^"]+)"', page)) == {"/console/logout"}


def test_login_and_logout(app: Flask, office: Office) -> None:
    client = app.test_client()
    assert "账号或密码不对" in send(client, OPEN, login="wang", password="wrong-one").text
    assert "等人办" in send(client, OPEN, login="wang", password=PASSWORD).text
    assert "已经退出" in send(client, HOME, "/console/logout").text
    assert client.get(HOME).status_code == 302


def test_a_stolen_cookie_does_not_outlive_the_logout_of_its_owner(app: Flask, enter: Enter) -> None:
    owner, other, thief = enter("wang"), enter("li"), app.test_client()
    owner.get(HOME)
    cookie = owner.get_cookie("console", path="/console")
    assert cookie
    thief.set_cookie("console", cookie.value, path="/console")
    assert thief.get(HOME).status_code == 200
    send(owner, HOME, "/console/logout")
    assert thief.get(HOME).status_code == 302
    assert other.get(HOME).status_code == 200
    assert enter("wang").get(HOME).status_code == 200


def test_a_link_in_what_somebody_wrote_is_only_text(enter: Enter, office: Office) -> None:
    note = "看 http://evil.example/x <a href='http://evil.example'>点我</a>"
    fields = Fields(name="张桂英", village=PLACES[HENGBU], product="鸡蛋", note=note)
    SqlRecords(office.engine).commit("one", "k", office.time, [Register(RecordKind.PRODUCE, fields)])
    page = read(enter("wang"), "/console/referrals/1")
    assert "http://evil.example/x &lt;a href" in page
    assert not re.search(r'(?:href|src|action)=["\']?(?:https?:)?//evil', page)


def test_guessing_is_stopped_even_with_the_right_password(app: Flask, office: Office) -> None:
    client = app.test_client()
    for _ in range(staff.TRIES_PER_LOGIN_AND_ADDRESS):
        assert send(client, OPEN, login="wang", password="wrong-one").status_code == 401
    answer = send(client, OPEN, login="wang", password=PASSWORD)
    assert answer.status_code == 429
    assert "15 分钟" in answer.text
    office.wait(minutes=16)
    assert send(client, OPEN, login="wang", password=PASSWORD).status_code == 200


def test_strangers_at_many_addresses_do_not_lock_out_who_was_here_before(app: Flask, office: Office) -> None:
    known, new = app.test_client(), app.test_client()
    send(known, OPEN, login="wang", password=PASSWORD)
    send(known, HOME, "/console/logout")
    with writing(office.engine) as session:
        for number in range(staff.TRIES_PER_LOGIN):
            subject = staff.failure_of("wang", f"192.0.2.{number}")
            session.add(Audit(at=office.time, action=staff.FAILED, subject=subject))
    assert send(new, OPEN, login="wang", password=PASSWORD).status_code == 429
    assert "等人办" in send(known, OPEN, login="wang", password=PASSWORD).text
    cookie = known.get_cookie("known", path="/console")
    assert cookie
    assert cookie.http_only
    for login in ("li", "wang"):  # it is of one login, and lets nobody guess on
        new.set_cookie("known", cookie.value, path="/console")
        tries = [send(new, OPEN, login=login, password="wrong-one").status_code for _ in range(6)]
        assert tries == [401] * 5 + [429]
    new.set_cookie("known", cookie.value + "x", path="/console")
    assert send(new, OPEN, login="wang", password=PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/console/referrals/1", "/console/referrals/1"),
        ("https://evil.example/", HOME),
        ("//evil.example/console/", HOME),
        ("/console/\\evil.example", HOME),
        ("/console//evil.example", HOME),
        ("/console/\r\nX-Evil: 1", HOME),
        ("/console/../../evil", HOME),
        ("", HOME),
    ],
)
def test_the_login_leads_nowhere_outside(app: Flask, office: Office, target: str, lands: str) -> None:
    office.ask()
    client = app.test_client()
    token = TOKEN.search(read(client, OPEN))
    assert token
    form = {"csrf_token": token[1], "login": "wang", "password": PASSWORD}
    assert client.post(OPEN, query_string={"next": target}, data=form).location == lands


def test_a_login_keeps_nothing_of_the_session_before(app: Flask, office: Office) -> None:
    client = app.test_client()
    with client.session_transaction("/console/") as session:
        session["planted"] = "x"
    send(client, OPEN, login="wang", password=PASSWORD)
    with client.session_transaction("/console/") as session:
        assert "planted" not in session


def test_a_session_ends_after_a_working_day(enter: Enter, office: Office) -> None:
    client = enter("wang")
    for _ in range(13):
        assert client.get(HOME).status_code == 200
        office.wait(minutes=55)
    office.wait(minutes=10)
    assert client.get(HOME).status_code == 302


def test_a_session_ends_after_an_idle_hour_however_often_the_page_looks(enter: Enter, office: Office) -> None:
    client = enter("wang")
    for _ in range(5):
        office.wait(minutes=13)
        answer = client.get("/console/count", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert client.get(HOME).status_code == 302


def test_whoever_came_by_https_stays_with_it(office: Office) -> None:
    client = build(office, production=True).test_client()
    assert "max-age=" in client.get(OPEN, base_url="https://yizhan.example").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get(OPEN).headers


def test_a_login_that_is_not_there_takes_as_much_work(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of a busy machine says little; that a hash is looked at every time says it."""
    looked: list[str] = []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, kept: str, typed: str) -> bool:
        looked.append(kept)
        return verify(hasher, kept, typed)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    answers = [send(app.test_client(), OPEN, login=login, password="wrong-one") for login in ("wang", "nobody")]
    assert len(looked) == 2
    assert len({(answer.status_code, answer.text.count("账号或密码不对")) for answer in answers}) == 1
    assert all(each.startswith("$argon2id$") for each in looked)


def test_a_closed_account_is_out_at_once(enter: Enter, office: Office) -> None:
    client = enter("wang")
    with writing(office.engine) as session:
        session.execute(update(Staff).values(active=False))
    assert client.get(HOME).status_code == 302
    assert client.get("/console/count", headers={"Accept": "application/json"}).status_code == 401


def test_a_new_password_ends_the_other_sessions(enter: Enter) -> None:
    here, there = enter("wang"), enter("wang")
    page, new = "/console/password", "xin-mi-ma-2026"
    assert "不一样" in send(here, page, old=PASSWORD, new=new, again="x").text
    assert "太短" in send(here, page, old=PASSWORD, new="x", again="x").text
    assert "现在的密码不对" in send(here, page, old="x", new=new, again=new).text
    assert "密码改好了" in send(here, page, old=PASSWORD, new=new, again=new).text
    assert here.get(HOME).status_code == 200
    assert there.get(HOME).status_code == 302


@pytest.mark.parametrize("production", [True, False])
def test_the_cookie_is_for_us_alone(office: Office, production: bool) -> None:
    cookie = build(office, production).test_client().get(OPEN).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/console"} <= set(cookie.split("; "))
    assert ("Secure" in cookie) is production


def test_in_production_a_form_comes_from_our_own_pages(office: Office) -> None:
    client = build(office, production=True).test_client()
    base = "https://yizhan.example"
    token = TOKEN.search(client.get(OPEN, base_url=base).text)
    assert token
    form = {"csrf_token": token[1], "login": "wang", "password": PASSWORD}
    for referrer, status in (("https://evil.example/", 400), (f"{base}{OPEN}", 302)):
        answer = client.post(OPEN, base_url=base, data=form, headers={"Referer": referrer})
        assert answer.status_code == status


@pytest.mark.parametrize("path", [OPEN, "/console/referrals/99", "/console/static/console.js"])
def test_every_answer_is_hardened(enter: Enter, path: str) -> None:
    with enter("wang").get(path) as answer:
        headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert ("no-store" in headers["Cache-Control"]) is not path.endswith(".js")


@pytest.mark.parametrize("table", ["staff", "referrals"])
def test_without_a_store_it_says_so(enter: Enter, office: Office, table: str) -> None:
    client = enter("wang")
    with writing(office.engine) as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO gone"))
    answer = client.get(HOME)
    assert answer.status_code == 503
    assert "过一分钟" in answer.text


def test_pages_hold_no_inline_script_or_style_and_nothing_from_elsewhere() -> None:
    for template in CONSOLE.glob("templates/**/*.html"):
        page = template.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?:|\|\s*safe", page), template.name


def test_every_form_has_its_token() -> None:
    for template in CONSOLE.glob("templates/**/*.html"):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', template.read_text("utf-8"), re.DOTALL):
            assert "csrf_token()" in form, template.name
