"""Real Redis and real SQL for the tests that need them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine, make_url, text

from store import embedded
from store.database import make_engine
from tests.databases import migrate


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis of this test process' own. Paths of sockets must be short, so it is not under tmp_path."""
    with tempfile.TemporaryDirectory(prefix="yz") as home, embedded.running(Path(home)) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server) as redis:
        redis.flushall()
    return redis_server


def _postgres() -> Iterator[Engine]:
    """A schema of this test's own in the database at TEST_DATABASE_URL."""
    server = make_engine(os.environ["TEST_DATABASE_URL"])
    schema = f"t{os.getpid()}_{os.urandom(4).hex()}"
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    address = make_url(os.environ["TEST_DATABASE_URL"])
    inside = address.update_query_dict({"options": f"-csearch_path={schema}"})
    engine = make_engine(inside.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        server.dispose()


def _sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine over an empty database: SQLite always, PostgreSQL when TEST_DATABASE_URL is set."""
    if request.param == "sqlite":
        yield from _sqlite(tmp_path)
    elif os.environ.get("TEST_DATABASE_URL"):
        yield from _postgres()
    else:
        pytest.skip("TEST_DATABASE_URL is not set")


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """An engine over a migrated database, of each kind."""
    migrate(empty_engine)
    return empty_engine
