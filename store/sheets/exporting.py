"""The tables into a sheet that can be imported again."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlalchemy import Engine, select

from bot.readers.place import township_name
from bot.records import JobKind
from store.database import reading, writing
from store.referrals.views import masked
from store.sheets.cells import KIND_NAMES
from store.sheets.kinds import KINDS
from store.tables import Audit, Person

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_sheet(engine: Engine, name: str, path: Path, at: datetime, *, reveal: bool = False) -> int:
    """Write all rows of kind `name` to `path`; how many. Phones of people are masked unless `reveal`. Audited."""
    kind = KINDS[name]
    table: Any = kind.table
    with writing(engine) as session:
        session.add(Audit(at=at, action=f"{name}.export", subject="revealed" if reveal else "all"))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = kind.name
    sheet.append([column.headers[0] for column in kind.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    query = select(table).order_by(table.id)
    if table is Person:
        query = query.where(Person.forgotten_at.is_(None), Person.merged_into_id.is_(None), Person.name != "")
    with reading(engine) as session:
        rows = session.scalars(query).all()
        for row in rows:
            sheet.append([_cell(row, column.key, reveal=reveal) for column in kind.columns])
    book.save(path)
    return len(rows)


def _cell(row: Any, key: str, *, reveal: bool) -> str | float | date | None:
    value = getattr(row, key)
    if key == "township":
        return township_name(value)
    if isinstance(row, Person) and key == "phone" and not reveal:
        return masked(str(value))
    if isinstance(value, JobKind):
        return KIND_NAMES[value]
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, int):
        return value or None
    return value if value is None or isinstance(value, float | date) else harmless(str(value))


def harmless(text: str) -> str:
    """Text that Excel does not take for a formula: what a person wrote must not run on a clerk's computer."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
