from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store.archive import Archive
from tests.console.office import Office, sqlite_office
from web.console import access, console_blueprint
from web.front import front_blueprint

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def archive_of(office: Office) -> Archive:
    """The files of an office, beside its database."""
    return Archive(Path(office.engine.url.database or "").parent / "recordings")


def build(office: Office, production: bool = False) -> Flask:
    app = Flask("web")
    app.secret_key = "for-tests-only-0123456789abcdef"
    archive = archive_of(office)
    app.register_blueprint(
        console_blueprint(office.engine, archive, production=production, kick=office.kick, now=office.now)
    )
    app.register_blueprint(front_blueprint(office.engine, production=production))
    return app


@pytest.fixture
def app(office: Office) -> Flask:
    return build(office)


@pytest.fixture
def enter(app: Flask, office: Office) -> Enter:
    """A browser in which this member is logged in."""
    return enter_app(app, office)


def enter_app(app: Flask, office: Office) -> Enter:
    """The same for an app of one's own."""

    def entered(login: str) -> FlaskClient:
        with app.test_request_context():
            access.sign_in(office.member(login))
            from flask import session

            kept = dict(session)
        client = app.test_client()
        with client.session_transaction() as session_:
            session_.update(kept)
        return client

    return entered
