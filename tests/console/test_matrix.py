"""Every route, for every role, on what is theirs and on what is another station's: made from the table of routes.

A route that is added is in it by itself. What is checked holds for all: strangers and roles without the permission are
turned away, and of another station nothing is told and nothing is changed.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from bot.effects import Keep
from bot.message import Kind
from bot.records import JobKind, RecordKind
from store.base import Base
from store.database import reading, writing
from store.records import SqlRecords
from store.tables import Audit, Job, Staff
from tests.console.conftest import build, enter_app
from tests.console.office import HENGBU, YIJIN, Office, sqlite_office
from web.console import ROUTES
from web.console.access import HAVE, Permission

OWN, OTHER = 1, 2
"""Of everything that has a number, the first belongs to 横埠驿站, the second to 义津驿站."""
NAMES = {OWN: "周自家", OTHER: "吴外站"}
PHONES = {OWN: "13800004301", OTHER: "13800004302"}
EXAMPLES = {"measure": "placed", "topic": "notice_overview", "page": "people"}
AT_HENGBU = ("wang", "hengbu", "lost")
"""They see nothing of 义津; `lost` sees nothing at all."""
EVERYWHERE = ("county", "auditor")
LEFT_TO_THEMSELVES = ("/login", "/login/code", "/logout")


def filled(path: str, number: int) -> str:
    """An address of this route, about the thing with this number."""
    path = re.sub(r"<int:\w+>", str(number), path)
    return "/console" + re.sub(r"<(?:\w+:)?(\w+)>", lambda blank: EXAMPLES.get(blank[1], "x"), path)


def routes() -> Iterator[tuple[str, Permission, str]]:
    for path, view, methods in ROUTES:
        for method in methods.split():
            if path not in LEFT_TO_THEMSELVES:
                yield path, view.permission, method  # type: ignore[attr-defined]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        for number, station in ((OWN, HENGBU), (OTHER, YIJIN)):
            person = f"person{number}"
            office.ask(NAMES[number], station, RecordKind.VACANCY, PHONES[number], person)
            SqlRecords(office.engine).commit(person, f"voice{number}", office.time, [Keep(Kind.VOICE, "media", "")])
        with writing(office.engine) as session:
            for number, town in ((OWN, "340722106"), (OTHER, "340722110")):
                session.add(Job(title=f"招工{number}", kind=JobKind.WORKSHOP, township=town, held=True))
        yield office


@pytest.fixture
def app(office: Office) -> Flask:
    app = build(office)
    app.config["WTF_CSRF_METHODS"] = []  # that forms need their token is another test
    return app


def everything(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """All rows but the audit's, and but what the console notes of its own members."""
    with reading(office.engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name not in (Audit.__tablename__, Staff.__tablename__)
        }


@pytest.mark.parametrize("login", [*AT_HENGBU, *EVERYWHERE])
def test_roles_without_the_permission_are_turned_away(app: Flask, office: Office, login: str) -> None:
    role, client = office.member(login).role, enter_app(app, office)(login)
    for path, permission, method in routes():
        if permission is Permission.ANYBODY or role in HAVE[permission]:
            continue
        before = everything(office)
        answer = client.open(filled(path, OWN), method=method)
        assert answer.status_code == 403, (method, path)
        assert everything(office) == before, (method, path)


@pytest.mark.parametrize("login", AT_HENGBU)
def test_of_another_station_nothing_is_told_and_nothing_changed(app: Flask, office: Office, login: str) -> None:
    enter, before = enter_app(app, office), everything(office)
    for path, _, method in routes():
        client = enter(login)  # a password page may have ended the session
        with client.open(filled(path, OTHER), method=method, data=GUESSES) as answer:
            told = answer.get_data(as_text=False).decode("utf-8", "replace")
        assert answer.status_code < 500, (method, path)
        assert NAMES[OTHER] not in told, (method, path)
        assert PHONES[OTHER] not in told, (method, path)
        assert GUESSES["text"] not in unquote(answer.location or ""), (method, path)
        if "<int:" in path:
            assert everything(office) == before, (method, path)
        before = everything(office)


GUESSES = {
    "call": "connected",
    "outcome": "answered",
    "station": str(HENGBU),
    **dict.fromkeys(("text", "note", "q", "name", "phone", "employer", "buyer", "remark"), "我来看看"),
    "what": "上门",
    "due": "2027-01-01",
    "over": "1",
}
"""What might be sent with a form."""


@pytest.mark.parametrize("login", EVERYWHERE)
def test_who_answers_for_all_sees_all(app: Flask, office: Office, login: str) -> None:
    client = enter_app(app, office)(login)
    for number in (OWN, OTHER):
        assert NAMES[number] in client.get(f"/console/referrals/{number}").text


@pytest.mark.parametrize("login", ["wang", "hengbu"])
def test_what_is_theirs_opens(app: Flask, office: Office, login: str) -> None:
    """Else the matrix would be full of refusals that say nothing."""
    role, enter = office.member(login).role, enter_app(app, office)
    for path, permission, method in routes():
        if method == "GET" and "referrals/<" in path and role in HAVE[permission]:
            assert enter(login).get(filled(path, OWN)).status_code == 200, path
    assert NAMES[OWN] in enter(login).get("/console/referrals/1").text
