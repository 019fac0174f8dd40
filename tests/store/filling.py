"""Rows for every table as it stands in a database, at whatever revision: for backups and migrations."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, Enum, MetaData, Table, insert, select
from sqlalchemy.types import Boolean, Date, DateTime, Float, Integer, LargeBinary, Numeric

from store.base import Base
from store.database import changing

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LAST_REVISION = "alembic_version"


def tables(engine: Engine) -> list[Table]:
    """Every table there, those that others refer to first."""
    found = MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != LAST_REVISION]


def fill(engine: Engine, rows: int = 2) -> list[str]:
    """Put so many rows into each empty table; the names of the tables."""
    with changing(engine) as connection:
        filled = [table for table in tables(engine) if connection.execute(select(table).limit(1)).first() is None]
        for table in filled:
            _fill(connection, table, rows)
    return [table.name for table in filled]


def _fill(connection: Connection, table: Table, rows: int) -> None:
    for number in range(1, rows + 1):
        row = {column.name: _value(table.name, column, number) for column in table.columns if not _generated(column)}
        connection.execute(insert(table).values(**row))


def _generated(column: Column[Any]) -> bool:
    return column.name == "id" and bool(column.primary_key)


def _value(table: str, column: Column[Any], number: int) -> Any:
    """Something that fits: of a column of words one of its words, of a reference the row with this number."""
    if column.foreign_keys:
        return number
    today = Base.metadata.tables[table].columns.get(column.name) if table in Base.metadata.tables else None
    ours = column.type if today is None else today.type
    if isinstance(ours, Enum):
        return ours.enums[number % len(ours.enums)]
    for kind, value in _VALUES:
        if isinstance(column.type, kind):
            return value
    if isinstance(ours, JSON) or isinstance(column.type, JSON):
        return []
    return f"驿{number}"[: getattr(column.type, "length", None) or 9]


_VALUES: tuple[tuple[Any, Any], ...] = (
    (Boolean, True),
    (Integer, 1),
    (Float, 30.5),
    (Numeric, 30.5),
    (DateTime, AT),
    (Date, date(2026, 3, 2)),
    (LargeBinary, b"PK"),
)


def today(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of today's tables, which need not be looked up: for tests that ask often."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables(engine)
        }
