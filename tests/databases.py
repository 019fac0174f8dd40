"""Migrated databases without migrating each: two dozen migrations take longer than most tests."""

import sqlite3
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from store.database import make_engine, upgrade

_passing = ("SELECT", "SHOW", "SET LOCAL", "PRAGMA")
_done: list[tuple[str, Any]] = []
"""What migrating an empty PostgreSQL database comes to, noted the first time."""


def migrate(engine: Engine) -> None:
    """Bring an empty database to where `store.database.upgrade` brings it."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        _migrated().backup(raw.driver_connection)  # type: ignore[arg-type]
        raw.close()
    elif _done:
        with engine.begin() as connection:
            for statement, parameters in _done:
                connection.exec_driver_sql(statement, parameters)
    else:
        event.listen(engine, "before_cursor_execute", _note)
        upgrade(engine)
        event.remove(engine, "before_cursor_execute", _note)


@cache
def _migrated() -> sqlite3.Connection:
    engine = make_engine("sqlite://")
    upgrade(engine)
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    raw = engine.raw_connection()
    raw.driver_connection.backup(kept)  # type: ignore[union-attr]
    raw.close()
    engine.dispose()
    return kept


def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
    if not statement.lstrip().upper().startswith(_passing):
        _done.append((statement, parameters))
