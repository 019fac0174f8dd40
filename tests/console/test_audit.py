import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from store import audit
from store.audit import Asked
from store.database import reading, writing
from store.tables import Audit
from tests.console.browser import read, search, send
from tests.console.conftest import Enter
from tests.console.office import HENGBU, PASSWORD, YIJIN, Office
from web.console import ROUTES

PATH = "/console/audit"


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_audit_is_only_added_to(engine: Engine, statement: str) -> None:
    office = Office(engine)
    office.desk.reveal_phone(office.member("wang"), office.claimed("wang"))
    with pytest.raises(SQLAlchemyError, match="only added to"), writing(engine) as session:
        session.execute(text(statement))
    assert office.count(Audit) == 2


def test_what_is_older_than_a_year_may_be_deleted_by_a_retention_period(engine: Engine) -> None:
    office = Office(engine)
    with writing(engine) as session:
        for days in (364, 366):
            at = datetime.now(UTC) - timedelta(days=days)  # the database has its own clock
            session.add(Audit(at=at, action="login", subject=f"{days}"))
    with writing(engine) as session:
        session.execute(text("DELETE FROM audit WHERE subject = '366'"))
    assert office.count(Audit) == 1


def looked(office: Office, login: str = "wang", times: int = 1, referral: int = 0) -> int:
    referral = referral or office.ask()
    for _ in range(times):
        office.desk.reveal_phone(office.member(login), referral)
    return referral


def found(office: Office, **asked: object) -> list[tuple[str, str]]:
    rows, _ = audit.search(office.engine, Asked(**asked))  # type: ignore[arg-type]
    return [(row.who, row.action) for row in rows]


def test_it_is_searched_by_who_what_when_whom_and_station(office: Office) -> None:
    looked(office)
    office.ask(name="李大山", phone="13800007777", station=YIJIN)
    office.wait(days=2)
    office.desk.claim(office.member("zhao"), 2)
    looked(office, "zhao", referral=2)
    wang, zhao = ("王芳", "phone-seen"), ("赵平", "phone-seen")
    everything = [zhao, ("赵平", "claimed"), wang]
    assert found(office) == everything
    assert found(office, who=office.member("wang").id) == [wang]
    assert found(office, station=YIJIN) == everything[:2]
    assert found(office, station=HENGBU) == [wang]
    assert found(office, actions=("phone-seen",)) == [zhao, wang]
    assert found(office, about="大山") == everything[:2]
    assert found(office, about="1234", actions=audit.LOOKS) == [wang], "who looked at this number"
    assert found(office, about="referral-1") == [wang]
    assert found(office, about="没有的人") == []
    assert found(office, since=office.time - timedelta(hours=1)) == everything[:2]
    assert found(office, until=office.time - timedelta(hours=1)) == [wang]


def test_pages_go_on_where_they_ended(office: Office) -> None:
    looked(office, times=7)
    first, after = audit.search(office.engine, Asked(), size=4)
    looked(office)  # what is written meanwhile moves nothing
    rest, end = audit.search(office.engine, Asked(), before=after, size=4)
    ids = [row.id for row in first + rest]
    assert (len(ids), end) == (7, 0)
    assert ids == sorted(ids, reverse=True)


def test_who_looks_more_than_usual_is_named(office: Office) -> None:
    for _ in range(5):
        looked(office, "wang", times=10)
        looked(office, "li", times=3)
        office.wait(days=1)
    office.wait(days=8)
    looked(office, "wang", times=25)
    looked(office, "li", times=25)
    looked(office, "zhao", times=20, referral=office.ask(station=YIJIN))
    [unusual] = audit.unusual(office.engine, office.time)
    assert (unusual.who, unusual.times, unusual.usual) == ("李建国", 25, 3)
    office.wait(days=8)
    assert audit.unusual(office.engine, office.time) == []


def test_who_tries_the_doors_of_others_is_named(enter: Enter, office: Office) -> None:
    theirs = office.ask(station=YIJIN)
    wang, county = enter("wang"), enter("county")
    for number in (*range(900, 905), *[theirs] * 6):
        assert wang.get(f"/console/referrals/{number}").status_code == 404
        county.get(f"/console/people/{number + 100}")  # sees all there is: it is only not there
    assert found(office, actions=("beyond",), about=f"referral-{theirs}") == [("王芳", "beyond")] * 6
    page = read(enter("auditor"), PATH)
    assert re.search(r"王芳（横埠驿站）：3月2日11次", page)
    assert "想打开不归自己管的" in page
    office.wait(days=8)
    assert "常去开别人那里的" not in read(enter("auditor"), PATH)


def test_the_page_shows_names_and_never_a_number(enter: Enter, office: Office) -> None:
    looked(office, times=25)
    page = read(enter("auditor"), PATH)
    assert "看号码比平时多得多" in page
    assert "看了完整号码" in page
    assert "13800001234" not in page
    page = search(enter("auditor"), PATH, "1234", what="looks").text
    assert page.count("看了完整号码") == 25
    assert "再看前面的" not in page
    odd = {"who": "x", "since": "x", "before": "x", "station": "99999999999"}
    assert "没找到" in search(enter("auditor"), PATH, "x", **odd).text


def test_a_referral_leads_to_who_looked_at_it(enter: Enter, office: Office) -> None:
    page = f"/console/referrals/{looked(office)}"
    link = re.search(r'href="(/console/audit[^"]+)"', read(enter("auditor"), page))
    assert link
    assert "/console/audit" not in read(enter("wang"), page)
    assert "看了完整号码" in read(enter("auditor"), link[1])


def test_the_sheet_is_written_down_too(enter: Enter, office: Office) -> None:
    looked(office)
    answer = enter("auditor").get(f"{PATH}.xlsx?what=looks")
    page = load_workbook(BytesIO(answer.data)).active
    assert page is not None
    rows = list(page.iter_rows(min_row=4, max_col=5, values_only=True))
    assert rows[0] == ("2026-03-02 09:00:00", "王芳", "横埠驿站", "看了完整号码", "乡亲的事 1")
    assert found(office)[0] == ("监督员", "audit-exported")


# --- taking lists along ----------------------------------------------------------------------------------------------

SUMS = {"/figures.xlsx", "/targets.xlsx", "/monthly.xlsx"}
OFFERS = {"/catalogue/<kind>/export.xlsx", "/catalogue/<kind>/template.xlsx"}
"""These hold sums, or what is on offer, and no people."""


def test_lists_are_taken_along_after_a_password_only() -> None:
    lists = {
        path: view
        for path, view, methods in ROUTES
        if "GET" in methods and (path.endswith((".xlsx", "/results")) or "export" in path)
    }
    stale = {path for path, view in lists.items() if not getattr(view, "fresh", False)}
    assert stale == SUMS | OFFERS


def test_the_password_is_asked_for_again(app: Flask, enter: Enter, office: Office) -> None:
    client = enter("auditor")
    assert client.get(f"{PATH}.xlsx").status_code == 200
    office.wait(minutes=16)
    answer = client.get(f"{PATH}.xlsx?what=looks")
    assert answer.location == "/console/confirm?next=/console/audit.xlsx?what%3Dlooks"
    assert "不对" in send(client, "/console/confirm", password="x").text
    answer = send(client, answer.location, password=PASSWORD)
    assert "正在下载" in answer.text
    assert 'name="password"' not in answer.text, "the browser stays here: what was right is not asked for again"
    begun = client.get(answer.headers["Refresh"].partition("url=")[2])
    assert begun.headers["Content-Type"].startswith("application/vnd.openxml")
    with reading(office.engine) as session:
        assert "login-failed" in set(session.scalars(select(Audit.action)))
