"""Every answer of the whole application is hardened, whichever door it comes from, errors too."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.conversation import Conversation
from config.settings import Settings
from tests.config.test_settings import GOOD
from tests.databases import migrate
from web import create_app
from wiring import Services


class Idle(Services):
    """A whole installation in production that nobody talks to: what understands is not loaded."""

    @property
    def conversation(self) -> Conversation:
        return self.later_conversation


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    environment = {**GOOD, "YIZHAN_ENV": "production", "PROXY_HOPS": "1"}
    services = Idle(Settings.from_environment(environment, tmp_path_factory.mktemp("hardened")))
    services.settings.data_dir.mkdir()
    migrate(services.engine)
    app = create_app(services)
    yield app
    services.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


THROUGH_A_PROXY = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
ANSWERS = {
    "/": 200,
    "/healthz": 200,
    "/metrics": 403,
    "/wechat": 403,
    "/board": 200,
    "/board/nowhere": 404,
    "/nowhere": 404,
    "/simulator/": 404,
    "/console": 308,
    "/console/": 302,
    "/console/login": 200,
    "/console/nowhere": 404,
    "/console/static/console.js": 200,
    "/bootstrap/static/css/bootstrap.min.css": 200,
}


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_hardened(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=THROUGH_A_PROXY) as answer:
        found = answer.headers
    assert answer.status_code == ANSWERS[path]
    assert "default-src 'none'" in found["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in found["Content-Security-Policy"]
    assert "unsafe" not in found["Content-Security-Policy"]
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["X-Frame-Options"] == "DENY"
    assert "max-age=" in found["Strict-Transport-Security"]
    assert ("no-store" in found["Cache-Control"]) is ("static" not in path)
    assert "evil.example" not in found.get("Location", "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH"])
def test_other_methods_are_refused_and_hardened(client: FlaskClient, method: str) -> None:
    answer = client.open("/console/people/1", method=method)
    assert answer.status_code == 405
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_what_goes_wrong_is_said_plainly_and_hardened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ValueError("张桂英 13800001234")

    monkeypatch.setitem(app.view_functions, "console.login", fails)
    answer = app.test_client().get("/console/login")
    assert answer.status_code == 500
    assert "出了点毛病" in answer.text
    assert "张桂英" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
