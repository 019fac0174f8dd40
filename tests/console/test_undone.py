"""没办成的事: who sees what, why it was not done, and that a button has it done."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from store.database import reading, writing
from store.sending import outbox, undone
from store.tables import Audit, Outbox
from tests.console.conftest import Enter
from tests.console.office import HENGBU, YIJIN, Office
from web.console.undone import KINDS, UNKNOWN, reason
from workers.deliver import HANDLERS


def fail(office: Office, row: int, error: str = "HTTP 502 from WeChat", permanent: bool = True) -> None:
    with writing(office.engine) as session:
        outbox.mark_failed(session, row, error, permanent)


def row_of(office: Office, referral: int) -> int:
    return next(row.id for row in office.outbox("referral") if row.payload["referral"] == referral)


def token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.mark.parametrize(("login", "sees"), [("wang", 1), ("zhao", 0), ("county", 2), ("auditor", 2), ("lost", 0)])
def test_everybody_sees_what_failed_in_their_own_cases(office: Office, enter: Enter, login: str, sees: int) -> None:
    fail(office, row_of(office, office.ask("李秀英", HENGBU)))
    fail(office, row_of(office, office.ask("王桂花", None)))
    office.ask("张三妹", YIJIN)
    client = enter(login)
    page = client.get("/console/undone").text
    assert page.count("<h2>") == sees
    assert ("李秀英" in page) == (sees > 0)
    assert "张三妹" not in page
    assert client.get("/console/count").get_json()["undone"] == sees
    assert ("再试一次</button>" in page) == (sees > 0 and login != "auditor")


def test_the_button_has_it_tried_again_as_if_it_were_new(office: Office, enter: Enter) -> None:
    row = row_of(office, office.ask())
    fail(office, row)
    client = enter("wang")
    form = {"csrf_token": token(client.get("/console/undone").text)}
    assert "马上再试一次" in client.post(f"/console/undone/{row}/again", data=form, follow_redirects=True).text
    with reading(office.engine) as session:
        assert outbox.due(session, office.now()) == [(row, 0)]
        assert session.query(Audit).filter_by(action="tried-again", subject=f"outbox-{row}").count() == 1
    assert undone.undone(office.engine, office.member("wang"), office.now()) == []


def test_what_needs_nothing_more_is_put_away(office: Office, enter: Enter) -> None:
    row = row_of(office, office.ask())
    fail(office, row)
    client = enter("wang")
    form = {"csrf_token": token(client.get("/console/undone").text)}
    assert (
        "没有。该发的都发出去了" in client.post(f"/console/undone/{row}/let-be", data=form, follow_redirects=True).text
    )
    with reading(office.engine) as session:
        assert outbox.due(session, office.now() + timedelta(days=1)) == []


@pytest.mark.parametrize(("login", "status"), [("zhao", 404), ("auditor", 403), ("lost", 404)])
def test_nobody_else_may(office: Office, enter: Enter, login: str, status: int) -> None:
    row = row_of(office, office.ask(station=HENGBU))
    fail(office, row)
    client = enter(login)
    form = {"csrf_token": token(client.get("/console/password").text)}
    for way in ("again", "let-be"):
        assert client.post(f"/console/undone/{row}/{way}", data=form).status_code == status
    assert len(undone.undone(office.engine, office.member("wang"), office.now())) == 1


def test_what_fails_again_and_again_is_shown_while_it_is_still_tried(office: Office) -> None:
    row = row_of(office, office.ask())
    fail(office, row, permanent=False)
    wang = office.member("wang")
    assert undone.undone(office.engine, wang, office.now()) == []
    with writing(office.engine) as session:
        session.execute(update(Outbox).values(failures=undone.TROUBLED))
    (found,) = undone.undone(office.engine, wang, office.now())
    assert found.next_try_at is not None
    office.wait(days=31)
    assert undone.count(office.engine, wang, office.now()) == 0


def test_every_kind_and_every_reason_has_plain_words() -> None:
    assert set(KINDS) == set(HANDLERS)
    assert "密钥" in reason("WeChat does not take our access token (code 40001)")
    assert "电话" in reason("the person blocked the account (code 43019)")
    assert "断了" in reason(outbox.CUT_OFF)
    assert reason("ZeroDivisionError") == reason("WeChat refused (code 99999)") == UNKNOWN
