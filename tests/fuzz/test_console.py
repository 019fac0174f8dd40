"""Every page and every form of the console, filled in at random by everybody: never a 500, and no is no."""

import re
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from bot.effects import Missed, QuestionEnding
from bot.records import RecordKind
from store.audit import BEYOND
from store.records import SqlRecords
from store.staff import FAILED
from tests.console.browser import TOKEN, read
from tests.console.conftest import enter_app
from tests.console.library import Library
from tests.console.office import HENGBU, MEMBERS, YIJIN, Office, sqlite_office
from tests.fuzz.strategies import PATIENCE, tries, values
from tests.store.filling import today
from web.console import ROUTES

CONSOLE = Path(__file__).parents[2] / "web" / "console"
ROUTE = [(method, path) for path, _, methods in ROUTES for method in methods.split()]
NUMBERS = ("1", "2", "3", "0", "99", str(2**31), str(2**63), "9" * 30)
ALWAYS_NOTED = {FAILED, BEYOND}  # who guesses passwords, and who asks for what is not theirs, is written down


def fields() -> list[str]:
    """Every name that a form or an address of the console may carry."""
    named: set[str] = set()
    for path in CONSOLE.rglob("*.html"):
        named |= set(re.findall(r'name="([a-z_-]+)"', path.read_text("utf-8")))
    for path in CONSOLE.glob("*.py"):
        named |= set(re.findall(r'(?:form|args)(?:\.get|\.getlist)?[(\[]"([a-z_]+)"', path.read_text("utf-8")))
    return sorted(named - {"csrf_token"})


class House:
    """An office with work in every state, and a browser for each of its members."""

    def __init__(self, office: Office, home: Path) -> None:
        self.office = office
        library = Library(office, home)
        self.app = library.app()
        self.app.testing = True  # what goes wrong comes out
        self._enter = enter_app(self.app, office)
        for kind in RecordKind:
            office.ask(kind=kind, station=HENGBU)
        for member in ("wang", "zhao"):
            office.ask(station=YIJIN)
            office.claimed(member) if member == "wang" else None
        missed = Missed("养老金怎么领", guesses=("bt-jiaotong",), ending=QuestionEnding.MISSED)
        SqlRecords(office.engine).commit("asker", "q1", office.time, (missed,))

    @cached_property
    def clients(self) -> dict[str, tuple[FlaskClient, str]]:
        """By login, "" for a stranger: the browser, and the token of its forms."""
        found = {"": self.app.test_client()} | {login: self._enter(login) for login in MEMBERS}
        return {login: (client, self._token(client, login)) for login, client in found.items()}

    def _token(self, client: FlaskClient, login: str) -> str:
        token = TOKEN.search(read(client, "/console/password" if login else "/console/login"))
        assert token
        return token[1]

    def send(self, login: str, method: str, path: str, form: list[tuple[str, str]]) -> TestResponse:
        client, token = self.clients[login]
        body = "&".join(f"{name}={quoted(value)}" for name, value in form)
        began = time.thread_time()
        if method == "GET":
            answer = client.get(f"/console{path}?{body}")
        else:
            kind = "application/x-www-form-urlencoded"
            answer = client.post(f"/console{path}", data=f"csrf_token={token}&{body}", content_type=kind)
        assert time.thread_time() - began < PATIENCE
        return answer

    def kept(self) -> dict[str, Any]:
        """All there is, but what is written down of every refusal."""
        found = today(self.office.engine)
        return found | {"audit": [row for row in found["audit"] if ALWAYS_NOTED.isdisjoint(row)]}


def quoted(value: str) -> str:
    return quote_from_bytes(value.encode("utf-8", "surrogatepass"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("office")
    with sqlite_office(home) as office:
        yield House(office, home)


def filled(path: str, number: str, word: str) -> str:
    return re.sub(r"<(?!int)[^>]+>", word, re.sub(r"<int:[^>]+>", number, path))


odd_values = st.one_of(values, st.sampled_from(["\ud800", "1", "2", "2026-12-31", "340722106", "note", "1-2"]))
forms = st.lists(st.tuples(st.sampled_from(fields()), odd_values), max_size=12)


@tries(100)
@given(
    st.sampled_from(ROUTE),
    st.sampled_from(["", *MEMBERS]),
    st.sampled_from(NUMBERS),
    st.sampled_from(["bt-jiaotong", "no-such", "工资", "..", "%00", "x" * 300]),
    forms,
)
def test_everything(
    house: House, route: tuple[str, str], login: str, number: str, word: str, form: list[tuple[str, str]]
) -> None:
    method, path = route
    before = house.kept()
    answer = house.send(login, method, filled(path, number, quoted(word)), form)
    assert answer.status_code < 500, (answer.status_code, answer.text[:500])
    refused = answer.status_code in (400, 401, 403, 404) or (login == "" and method == "POST")
    if refused or method == "GET":
        assert house.kept() == before or path.endswith("/file")


@pytest.mark.parametrize(("method", "path"), ROUTE)
def test_each_form_once_with_nothing_and_with_too_much(house: House, method: str, path: str) -> None:
    """So that no route depends on chance."""
    for value, number in (("", "9" * 30), ("9" * 30, "1"), ("长" * 3000 + "\ud800\x00", "1")):
        form = [(name, value) for name in fields()]
        answer = house.send("county", method, filled(path, number, "no-such"), form)
        assert answer.status_code < 500, (value[:10], answer.text[:500])
    if path == "/logout":
        del house.clients
