"""The tables into a sheet that can be imported again, and the empty sheet that one begins with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, select

from store.base import Base
from store.database import reading, writing
from store.referrals.views import masked
from store.sheets.cells import harmless
from store.sheets.columns import AT_ONCE, Column, Kind
from store.sheets.grid import EXAMPLE
from store.sheets.kinds import KINDS
from store.sheets.written import Cell, cell
from store.tables import Audit, Person

FILLED_IN = 500
"""Rows below the header that have drop-downs."""
_NEEDED = PatternFill("solid", fgColor="FFF2CC")


def export_sheet(engine: Engine, name: str, path: Path, at: datetime, *, reveal: bool = False) -> int:
    """Write all rows of kind `name` to `path`; how many. Phones of people are masked unless `reveal`. Audited."""
    kind = KINDS[name]
    table: Any = kind.table
    with writing(engine) as session:
        session.add(Audit(at=at, action=f"{name}.export", subject="revealed" if reveal else "all"))
    query = select(table).order_by(table.id).execution_options(yield_per=AT_ONCE)
    if table is Person:
        query = query.where(Person.forgotten_at.is_(None), Person.merged_into_id.is_(None), Person.name != "")
    with reading(engine) as session:
        written = sheet_of(kind, ((row, "") for row in session.scalars(query)), reveal=reveal)
    path.write_bytes(written.content)
    return written.rows


class Written(NamedTuple):
    """A workbook, and how many rows it holds."""

    content: bytes
    rows: int


def sheet_of(kind: Kind, lines: Iterable[tuple[Base, str]], *, reveal: bool = False, states: bool = False) -> Written:
    """The workbook of these rows, written as they come.

    With each its state in words, which with `states` stands in a last column that the import passes over.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind.name)
    _lay_out(sheet, len(kind.columns) + states)
    sheet.append(_head(sheet, kind, ("状态",) if states else ()))
    rows = 0
    for row, state in lines:
        cells: list[Cell] = [_cell(row, column, reveal=reveal) for column in kind.columns]
        sheet.append([*cells, state] if states else cells)
        rows += 1
    return Written(_saved(book), rows)


def template(kind: Kind) -> bytes:
    """A workbook with the headers, a row that shows how it is filled in, and drop-downs where little can be chosen."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = kind.name
    _lay_out(sheet, len(kind.columns))
    sheet.append(_head(sheet, kind, ()))
    example = [column.example for column in kind.columns]
    sheet.append(example)
    sheet.cell(2, len(example) + 1, EXAMPLE).font = Font(italic=True, color="808080")
    for cells in sheet.iter_rows(min_row=2, max_row=2, max_col=len(example)):
        for each in cells:
            each.font = Font(italic=True, color="808080")
    for index, column in enumerate(kind.columns, start=1):
        if column.choices:
            _drop_down(sheet, get_column_letter(index), column.choices)
    return _saved(book)


def _lay_out(sheet: Worksheet, columns: int) -> None:
    for index in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 14
    sheet.freeze_panes = "A2"


def _head(sheet: Worksheet, kind: Kind, besides: Sequence[str]) -> Iterator[Any]:
    for column in kind.columns:
        head = _bold(sheet, column.label)
        if column.needed:
            head.fill = _NEEDED
        words = "。".join(part for part in ("一定要填" if column.needed else "", column.hint) if part)
        if words:
            head.comment = Comment(words, "驿站通")
        yield head
    for label in besides:
        yield _bold(sheet, label)


def _bold(sheet: Worksheet, label: str) -> Any:
    head = WriteOnlyCell(sheet, label)
    head.font = Font(bold=True)
    return head


def _drop_down(sheet: Worksheet, letter: str, choices: Sequence[str]) -> None:
    """Excel takes 255 characters in all for a list that stands in its cell."""
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    listed.error, listed.errorTitle = "请从下拉的几样里选一个", "选一个"
    listed.showErrorMessage = True
    listed.add(f"{letter}2:{letter}{FILLED_IN}")
    sheet.add_data_validation(listed)


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(row: Base, column: Column, *, reveal: bool) -> str | float | date | None:
    if isinstance(row, Person) and column.key == "phone" and not reveal:
        return masked(row.phone)
    value = cell(row, column)
    return harmless(value) if isinstance(value, str) else value
