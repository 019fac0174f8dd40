"""Tables as the sheet that an office expects: a merged title, totals, definitions, the date and who prepared it."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from store.sheets.cells import harmless
from web.console.figures_tables import Cell, Table

WIDTH = 6  # columns that titles and definitions stretch over at least
HEADINGS = 3  # the line in which they stand
_LINE = Side(style="thin")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)


def sheet(title: str, tables: Sequence[Table], on: date, prepared_by: str) -> bytes:
    """The workbook: one sheet a table, which prints across A4, its headings again on every page."""
    book = Workbook()
    for number, table in enumerate(tables):
        page = book.active if number == 0 else book.create_sheet()
        page.title = table.title[:31]
        _fill(page, title, table, on, prepared_by)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, title: str, table: Table, on: date, prepared_by: str) -> None:
    unit = f"（单位：{table.unit}）" if table.unit else ""
    wide = max(WIDTH, len(table.headings))
    _stretched(page, 1, title, Font(bold=True, size=16), 28, wide)
    _stretched(page, 2, table.title + unit, Font(bold=True, size=13), 22, wide)
    for line, cells in enumerate(_lines(table), start=HEADINGS):
        for column, value in enumerate(cells, start=1):
            cell = page.cell(line, column)
            put(page, line, column, value)
            cell.border = _FRAME
            cell.font = Font(bold=line == HEADINGS or cells[0] == "合计")
    last = HEADINGS + len(table.rows) + table.summed
    _stretched(page, last + 1, f"算法：{table.defined}", Font(size=10), 62, wide)
    signed = f"制表：{prepared_by}　　日期：{on.year}年{on.month}月{on.day}日　　审核："
    _stretched(page, last + 2, signed, Font(size=11), 20, wide)
    page.column_dimensions["A"].width = 34
    for column in range(2, wide + 1):
        page.column_dimensions[get_column_letter(column)].width = 12
    page.freeze_panes = f"A{HEADINGS + 1}"
    _on_paper(page, f"A1:{get_column_letter(wide)}{last + 2}")


def _on_paper(page: Worksheet, area: str) -> None:
    page.print_area = area
    page.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(table: Table) -> Iterator[Sequence[Cell]]:
    yield table.headings
    yield from table.rows
    if table.summed:
        yield ("合计", *table.total)


def _stretched(page: Worksheet, line: int, text: str, font: Font, height: int, wide: int) -> None:
    page.merge_cells(start_row=line, start_column=1, end_row=line, end_column=wide)
    put(page, line, 1, text)
    cell = page.cell(line, 1)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if line < 3 else "left", vertical="center", wrap_text=True)
    page.row_dimensions[line].height = height


def put(page: Worksheet, line: int, column: int, value: Cell) -> None:
    """Write a value; a text is a text, whatever it begins with, and never a formula, also when it is saved as CSV."""
    cell = page.cell(line, column, harmless(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
