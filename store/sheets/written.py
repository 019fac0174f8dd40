"""From a value of a table to what stands for it in a sheet, a form or a page; `cells` reads it back."""

from datetime import date
from typing import Any

from bot.readers.place import township_name
from bot.records import JobKind
from store.base import Base
from store.sheets.cells import KIND_NAMES, village_name
from store.sheets.columns import Column, Kind

Cell = str | float | date | None


def cell(row: Base, column: Column) -> Cell:
    """The value of a column as a sheet holds it; None for what was not said."""
    value: Any = getattr(row, column.key)
    if column.key == "township":
        return township_name(value)
    if column.key == "village":
        return village_name(value)
    if isinstance(value, JobKind):
        return KIND_NAMES[value]
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, int):
        return value if value or column.needed else None
    return value if value is None or isinstance(value, float | date) else str(value)


def text(row: Base, column: Column) -> str:
    """The same as words, as a form or a page shows it; "" for what was not said."""
    value = cell(row, column)
    return "" if value is None else str(value)


def texts(kind: Kind, row: Base) -> dict[str, str]:
    """All of a row, by column."""
    return {column.key: text(row, column) for column in kind.columns}
