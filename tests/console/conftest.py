from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.policy import PolicyBook
from bot.policy.book import KNOWLEDGE
from bot.policy.book import load as load_book
from store.asked.knowledge import PolicyFile
from store.media.archive import Archive
from store.tables import Role
from tests.console.office import Office, sqlite_office
from web.console import access, console_blueprint
from web.console.ground import Ground
from web.front import front_blueprint

POLICY = KNOWLEDGE / "policy_faq.md"
Enter = Callable[[str], FlaskClient]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def archive_of(office: Office) -> Archive:
    """The files of an office, beside its database."""
    return Archive(Path(office.engine.url.database or "").parent / "recordings")


@cache
def _real_book() -> PolicyBook:
    return load_book(POLICY)


def ground_of(
    office: Office,
    archive: Archive,
    book: Path = POLICY,
    *,
    production: bool = False,
    second_for: frozenset[Role] = frozenset(),
) -> Ground:
    """What the console of an office stands on."""
    return Ground(
        office.engine,
        archive,
        PolicyFile(book),
        _real_book if book == POLICY else cache(lambda: load_book(book)),
        office.kick,
        office.now,
        production=production,
        second_for=second_for,
    )


def build(office: Office, production: bool = False) -> Flask:
    app = Flask("web")
    app.secret_key = "for-tests-only-0123456789abcdef"
    app.register_blueprint(console_blueprint(ground_of(office, archive_of(office), production=production)))
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
        with app.test_request_context("/console/"):
            access.sign_in(office.member(login))
            from flask import session

            kept = dict(session)
        client = app.test_client()
        with client.session_transaction("/console/") as session_:
            session_.update(kept)
        return client

    return entered
