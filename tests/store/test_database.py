import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.ports import StoreDown
from store.base import Base
from store.database import guarded, make_engine, reading, upgrade, writing
from store.tables import Audit

AT = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def audit(at: datetime = AT) -> Audit:
    return Audit(at=at, action="phone-seen", subject="referral-1")


def test_migrations_lead_to_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_upgrade_again_and_from_two_sides_at_once(empty_engine: Engine) -> None:
    threads = [threading.Thread(target=upgrade, args=(empty_engine,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(empty_engine) as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        assert session.query(Audit).count() == 0


def test_moments_come_back_aware_and_naive_ones_are_refused(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(audit())
    with reading(engine) as session:
        at = session.query(Audit).one().at
    assert at == AT
    assert at.utcoffset() == timedelta(0)
    with pytest.raises(StatementError, match="offset"), writing(engine) as session:
        session.add(audit(datetime(2026, 1, 1)))


def test_an_exception_takes_everything_back(engine: Engine) -> None:
    with pytest.raises(SQLAlchemyError), writing(engine) as session:
        session.add_all([audit(), Audit(at=None)])
    with reading(engine) as session:
        assert session.query(Audit).count() == 0


def test_writers_who_read_first_wait_for_each_other(engine: Engine) -> None:
    def add_one() -> None:
        with writing(engine) as session:
            session.query(Audit).count()
            session.add(audit())

    threads = [threading.Thread(target=add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as session:
        assert session.query(Audit).count() == 8


def test_sqlite_survives_power_cuts_and_checks_references(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    engine.dispose()
    assert found == ["wal", 2, 1]


def test_memory_is_one_database_for_all_sessions() -> None:
    engine = make_engine("sqlite://")
    upgrade(engine)
    with writing(engine) as session:
        session.add(audit(datetime.now(UTC)))
    with reading(engine) as session:
        assert session.query(Audit).count() == 1
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_with_psycopg(scheme: str) -> None:
    assert make_engine(f"{scheme}://a:b@localhost/c").url.drivername == "postgresql+psycopg"


def test_a_database_that_is_away_is_store_down(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    with pytest.raises(StoreDown), guarded(), reading(engine) as session:
        session.execute(text("SELECT 1"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_opens_its_own_connections(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        connection.commit()
    pool = engine.pool
    child = os.fork()
    if child == 0:
        os._exit(0 if engine.pool is not pool else 1)
    assert os.waitpid(child, 0)[1] == 0
    engine.dispose()
