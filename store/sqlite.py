"""SQLite's own ways: what a connection is told first, and how a writer waits for its turn."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import OperationalError

BUSY_MS = 3000  # WeChat gives us five seconds in all
PAUSE = 0.001
"""Seconds between two looks whether the lock is free. SQLite's own handler sleeps up to a hundred milliseconds: who has
waited long looks seldom, so whoever has just come is served before them, and some wait for seconds."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is gone from the file, too
)


def sqlite_engine(url: str, in_memory: bool) -> Engine:
    """An engine for `sqlite:///file`, or for a database in memory that all threads share."""
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_timeout": BUSY_MS / 1000}
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **options)
    event.listen(engine.pool, "connect", _prepare)  # of the pool: an event of the engine's makes each statement dearer
    return engine


def _prepare(connection: Any, _record: object) -> None:
    for pragma in (*PRAGMAS, _patience(BUSY_MS)):
        connection.execute(pragma)


def _patience(ms: int) -> str:
    """Have SQLite's handler wait so long; for what is seldom busy, as when the last log is read after a crash."""
    return f"PRAGMA busy_timeout = {ms}"


def begin_to_write(connection: Connection) -> None:
    """Begin a transaction as soon as nobody else writes. Raises OperationalError after `BUSY_MS`.

    One that reads first and writes later would fail at once when another wrote in between, without waiting for
    anything. So whoever is going to write takes the lock at the start. Who only reads needs no transaction.
    """
    until = time.monotonic() + BUSY_MS / 1000
    cursor = connection.connection.cursor()
    cursor.execute(_patience(0))
    try:
        while not _taken(cursor, until):
            time.sleep(PAUSE)
    finally:
        cursor.execute(_patience(BUSY_MS))
        cursor.close()


def _taken(cursor: Any, until: float) -> bool:
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorname.startswith("SQLITE_BUSY") and time.monotonic() < until:
            return False
        raise OperationalError("BEGIN IMMEDIATE", None, problem) from problem
    return True
