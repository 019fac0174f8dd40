"""Whether the process is up, and whether it can do its work."""

from flask import Flask

from web.health import health_blueprint


def broken() -> None:
    raise ConnectionError("redis://:password@host refused")


def test_up_and_ready() -> None:
    app = Flask(__name__)
    app.register_blueprint(health_blueprint({"redis": lambda: True, "sql": lambda: None}))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "checks": {"redis": "ok", "sql": "ok"}}


def test_not_ready_says_which_part_and_no_more() -> None:
    app = Flask(__name__)
    app.register_blueprint(health_blueprint({"redis": broken, "sql": lambda: None}))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "checks": {"redis": "ConnectionError", "sql": "ok"}}
    assert "password" not in answer.text
