"""Engines and sessions: for SQLite (see `sqlite`) or PostgreSQL, which nobody else has to tell apart."""

import logging
import os
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    create_engine,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.ports import StoreDown
from store.sqlite import BUSY_MS, begin_to_write, sqlite_engine

if TYPE_CHECKING:
    from alembic.config import Config

UPGRADE_LOCK = 7340722  # any number, the same for all our processes on one PostgreSQL

log = logging.getLogger(__name__)


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory) or `postgresql://…` (also `postgres://…`).

    Nothing is opened before the first use, and a forked child does not use its parent's connections.
    """
    address = make_url(url.replace("postgres://", "postgresql://", 1))
    if address.get_backend_name() == "sqlite":
        engine = sqlite_engine(str(address), in_memory=address.database in (None, "", ":memory:"))
    else:
        engine = _postgresql(address)
    known = weakref.ref(engine)
    os.register_at_fork(after_in_child=lambda: _leave_to_parent(known()))
    return engine


def _leave_to_parent(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)


def _postgresql(address: URL) -> Engine:
    options = f"{address.query.get('options', '')} -c lock_timeout={BUSY_MS} -c timezone=utc"
    return create_engine(
        address.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        pool_pre_ping=True,
        hide_parameters=True,  # an error must not bring a person's name into a log
        pool_timeout=BUSY_MS / 1000,
        connect_args={"connect_timeout": 2, "options": options},
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session to look things up with; nothing it changes is kept."""
    with Session(engine) as session:
        yield session


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """A connection to look things up with, as rows: a fraction of what `reading` costs."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in a transaction of its own: committed at the end, rolled back on an exception."""
    with _to_write(engine) as connection, Session(connection, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """The same without objects."""
    with _to_write(engine) as connection, connection.begin():
        yield connection


@contextmanager
def _to_write(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            begin_to_write(connection)
        yield connection


def run(session: Session, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Run a statement about tables, not objects; what was changed through objects goes before it."""
    session.flush()
    return session.connection().execute(statement, values)


def alone(session: Session, task: str) -> None:
    """Let nobody else do the same task until this transaction ends. SQLite lets one write at a time anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:task))"), {"task": task})


def crossed(problem: SQLAlchemyError) -> bool:
    """Whether two transactions waited for each other and PostgreSQL ended this one: again, it goes through."""
    return isinstance(problem, DBAPIError) and getattr(problem.orig, "sqlstate", "") == "40P01"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn every failure of the database into StoreDown."""
    try:
        yield
    except SQLAlchemyError as problem:
        raise StoreDown(type(problem).__name__) from problem


# Alembic is loaded by whoever changes the tables: who answers WeChat never does.


def migrations(connection: Connection) -> "Config":
    """Alembic's configuration; it lives here, so there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "store:migrations")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to date (or to `revision`), all of it or nothing. Several processes may do so at once."""
    with changing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '10min'"))  # another process may be at it
            connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": UPGRADE_LOCK})
        found = _revisions(connection)
        if found.newer:
            log.warning("the tables are of a newer version of the program")
        elif (found.here, revision) != (found.newest, "head"):  # nearly every start finds them as they have to be
            from alembic import command

            command.upgrade(migrations(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to `revision`, all of it or nothing: for going back past a migration that needs a stop."""
    from alembic import command

    with changing(engine) as connection:
        command.downgrade(migrations(connection), revision)


def is_current(engine: Engine) -> bool:
    """Whether the tables are at the newest migration, or newer: their next version still has what this one needs."""
    with engine.connect() as connection:
        found = _revisions(connection)
        return found.newer or found.here == found.newest


def needs_a_stop(engine: Engine) -> bool:
    """Whether a migration is due beside which processes of the version before must not run."""
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        found = _revisions(connection)
        if found.newer or not found.here:
            return False
        scripts = ScriptDirectory.from_config(migrations(connection))
        due = scripts.iterate_revisions(found.newest, found.here)
        return any(getattr(script.module, "NEEDS_A_STOP", False) for script in due)


class Revisions(NamedTuple):
    """At which migration the tables are ("" before the first), and which is the newest that this program knows."""

    here: str
    newest: str
    newer: bool


def _revisions(connection: Connection) -> Revisions:
    here = ""
    if inspect(connection).has_table("alembic_version"):
        here = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    known = known_migrations()
    return Revisions(here, max(known), bool(here) and here not in known)


@cache
def known_migrations() -> frozenset[str]:
    """The migrations of this program, by the numbers with which the names of their files begin."""
    folder = resources.files("store.migrations") / "versions"
    return frozenset(each.name[:4] for each in folder.iterdir() if each.name[:4].isdecimal())


def revisions(engine: Engine) -> Revisions:
    """The same for people and backups."""
    with engine.connect() as connection:
        return _revisions(connection)
