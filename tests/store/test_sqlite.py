"""How writers of one SQLite file wait for each other, also those of other processes."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.ports import StoreDown
from store import sqlite
from store.database import changing, guarded, make_engine, reading, writing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def ours(file: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{file}")
    with writing(engine) as session:
        session.connection().exec_driver_sql("CREATE TABLE t (x)")
    yield engine
    engine.dispose()


@contextmanager
def held(file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else writes."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def write(engine: Engine) -> None:
    with guarded(), writing(engine) as session:
        session.connection().exec_driver_sql("INSERT INTO t VALUES (1)")


def test_who_waited_long_is_served_soon_after_the_lock_is_free(file: Path, ours: Engine) -> None:
    """SQLite's own handler would look after 128 ms, and then not before 178."""
    late = []
    for _ in range(3):
        with held(file) as other:
            waiting = threading.Thread(target=write, args=(ours,))
            waiting.start()
            time.sleep(0.135)
            freed = time.perf_counter()
            other.execute("COMMIT")
            waiting.join()
            late.append(time.perf_counter() - freed)
    assert min(late) < 0.03  # by far the most of it is the disk


def test_who_waits_in_vain_is_told_and_may_try_again(file: Path, ours: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 30)
    with held(file):
        with pytest.raises(StoreDown) as failure:
            write(ours)
        assert isinstance(failure.value.__cause__, OperationalError)
    write(ours)
    with ours.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 1


def test_what_is_not_a_writers_lock_is_waited_for_by_sqlite(ours: Engine) -> None:
    for _ in range(2):
        write(ours)
        with ours.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == sqlite.BUSY_MS
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        ours.dispose(close=False)  # as a forked child does


def test_what_a_reader_changes_is_not_kept_and_what_others_write_is_seen(ours: Engine) -> None:
    with reading(ours) as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
        write(ours)
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 1
        connection.exec_driver_sql("DELETE FROM t")
    with reading(ours) as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM t").scalar() == 1


def test_what_fails_is_taken_back_and_leaves_the_lock(ours: Engine) -> None:
    def fails() -> None:
        with changing(ours) as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    write(ours)
    with ours.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 1


def test_what_has_nothing_to_do_with_waiting_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database" * 100)
    broken = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    began = time.monotonic()
    with pytest.raises(StoreDown):
        write(broken)
    assert time.monotonic() - began < sqlite.BUSY_MS / 1000
    broken.dispose()
