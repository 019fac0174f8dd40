"""What came of a push, as the sheet that an office keeps."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlalchemy import Row

from bot.readers.divisions import TOWNSHIPS
from store.referrals.views import masked
from store.sheets.cells import harmless
from store.tables import Got, Person, Push, PushPerson
from web.console.push_words import GOT, WHYS
from web.console.words import CHINA

HEADINGS = ("序号", "姓名", "电话", "乡镇", "结果", "原因", "时间")
WIDTHS = (6, 12, 16, 14, 30, 40, 18)


def sheet(push: Push, rows: Iterable[Row[PushPerson, Person]]) -> bytes:
    """One line a person. Telephone numbers are masked."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has a page
    page.title = "群发结果"
    page.append([harmless(f"群发结果：{push.title}")])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    page.append(HEADINGS)
    for cell in (page.cell(1, 1), *page[2]):
        cell.font = Font(bold=True)
    for number, (row, person) in enumerate(rows, start=1):
        at = row.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if row.got is not Got.WAITING else ""
        why = WHYS.get(row.why, row.why)
        where = TOWNSHIPS.get(person.township, "")
        page.append([number, harmless(person.name), masked(person.phone), where, GOT[row.got], why, at])
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    out = BytesIO()
    book.save(out)
    return out.getvalue()
