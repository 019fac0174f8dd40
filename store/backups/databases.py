"""The database out of and into a file, while it is in use: SQLite by its online backup, PostgreSQL by its own tools."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, MetaData, func, select, text

from store.backups.contents import BackupFailed


def is_sqlite(engine: Engine) -> bool:
    """Whether the database is one file."""
    return engine.dialect.name == "sqlite"


def file_of(engine: Engine) -> Path:
    """The file of an SQLite database."""
    if not engine.url.database:
        raise BackupFailed("数据库只在内存里，没有可备份的。")
    return Path(engine.url.database)


def copy_out(engine: Engine, path: Path) -> None:
    """Write the database as it is at one moment to `path`. Raises BackupFailed."""
    if is_sqlite(engine):
        _copy_sqlite(engine, path)
    else:
        _tool("pg_dump", engine, "--format=custom", f"--schema={schema_of(engine)}", f"--file={path}")


def _copy_sqlite(engine: Engine, path: Path) -> None:
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(path)) as copy:
            connection = source.driver_connection
            assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - an engine of ours
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole in itself
    finally:
        source.close()


def copy_in(engine: Engine, path: Path) -> None:
    """Put what `copy_out` wrote into the empty database of PostgreSQL, all or nothing. Raises BackupFailed."""
    options = ("--single-transaction", "--exit-on-error", f"--schema={schema_of(engine)}")
    _tool("pg_restore", engine, *options, str(path))


def schema_of(engine: Engine) -> str:
    """Where in PostgreSQL our tables are; "" for SQLite."""
    if is_sqlite(engine):
        return ""
    with engine.connect() as connection:
        return str(connection.scalar(select(func.current_schema())))


def _tool(name: str, engine: Engine, *options: str) -> None:
    """Run one of PostgreSQL's tools. The password goes through the environment: arguments are everybody's to read."""
    address = engine.url.set(drivername="postgresql", password=None)
    password = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    command = [name, *options, "--no-owner", "--no-privileges", f"--dbname={address.render_as_string()}"]
    try:
        done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own tool
    except FileNotFoundError:
        raise BackupFailed(
            f"找不到 {name}。请在本机装上 PostgreSQL 的客户端，版本不低于数据库（apt install postgresql-client）。"
        ) from None
    if done.returncode:
        raise BackupFailed(f"{name} 没有做成：{done.stderr.strip()[-500:]}")


def is_empty(engine: Engine) -> bool:
    """Whether nothing is kept there: no table, or none with a row."""
    if is_sqlite(engine) and not file_of(engine).exists():
        return True  # looking would make it
    tables = _tables(engine)
    with engine.connect() as connection:
        names = [table for table in tables.sorted_tables if table.name != "alembic_version"]
        return not any(connection.execute(select(table).limit(1)).first() for table in names)


_TRIGGERS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
    WHERE p.pronamespace = current_schema()::regnamespace AND p.prorettype = 'trigger'::regtype AND d.objid IS NULL
"""
"""The functions of triggers in PostgreSQL, but for those of extensions."""


def drop_everything(engine: Engine) -> None:
    """Remove every table, and what their triggers call."""
    _tables(engine).drop_all(engine)
    if not is_sqlite(engine):
        with engine.begin() as connection:
            for function in connection.scalars(text(_TRIGGERS)).all():
                connection.execute(text(f"DROP FUNCTION {function}"))


def _tables(engine: Engine) -> MetaData:
    found = MetaData()
    found.reflect(engine)
    return found


def check(engine: Engine) -> None:
    """See that an SQLite file is whole. Raises BackupFailed."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    if found != "ok":
        raise BackupFailed("备份里的数据库坏了，不能用，请换一个备份。")
