"""A sheet as rows of cells: from .xlsx or .csv, with its header found wherever it stands."""

import csv
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from store.sheets.merged import merges_too_much

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_WITHIN = 10
"""Rows in which the header is looked for: titles and remarks may stand above it."""
LONGEST = 5000
WIDEST = 200
LARGEST = 24 << 20
"""Bytes of a workbook when unpacked: some fifty times that is what it takes in memory."""
MOST_PARTS = 500

EXAMPLE = "示例，导入时跳过这一行"
"""Stands in a row that only shows how a sheet is filled in."""

Cells = list[list[Any]]


class Unreadable(Exception):
    """The file is no sheet, or has no header that we know; the words are for the clerk."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came, under the name it had; `longest`: how many rows of it are taken."""

    name: str
    content: bytes
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its number in the sheet, and its cells by column (see `Grid.columns`)."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """`columns`: which of our columns stands where ("C"); `rows` are those in which anything is written."""

    columns: Mapping[str, str]
    rows: Sequence[Row]


class Formula(str):
    """A formula whose result is not in the file."""


NO_SHEET = "这个文件打不开。要 .xlsx 或 .csv，老的 .xls 请先另存为 .xlsx。"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


def read_grid(file: File, headers: Mapping[str, str]) -> Grid:
    """Read a file. `headers`: every header we know, without spaces, and whose column it is. Raises Unreadable."""
    from openpyxl.utils import get_column_letter

    cells = _xlsx(file.content, file.longest) if file.content[:2] == b"PK" else _csv(file)
    if len(cells) > file.longest:
        raise Unreadable(f"一张表最多 {file.longest} 行，请分开导。")
    first, found = _header(cells, headers)
    rows = [
        Row(number, {key: line[index] for key, index in found.items() if index < len(line)})
        for number, line in enumerate(cells[first:], start=first + 1)
        if any(cell not in (None, "") for cell in line) and EXAMPLE not in line
    ]
    return Grid({key: get_column_letter(index + 1) for key, index in found.items()}, rows)


# --- files ---------------------------------------------------------------------------------------------------


def _csv(file: File) -> Cells:
    """Excel writes Chinese CSV in GB18030 as often as in UTF-8."""
    content = file.content
    if content.startswith(_OLD_OR_LOCKED):
        raise Unreadable("这是老的 .xls，或者加了密码。请在 Excel 里去掉密码，另存为 .xlsx 再试。")
    if b"\0" in content or not content.strip() or not file.name.lower().endswith((".csv", ".txt")):
        raise Unreadable(NO_SHEET)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(line) for line in csv.reader(io.StringIO(content.decode(encoding), newline=""))]
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise Unreadable("这个文件打不开：文字编码认不出来，请用 Excel 另存为 .xlsx 再试。")


def _xlsx(content: bytes, longest: int) -> Cells:
    from openpyxl import load_workbook

    _check_parts(content)
    try:
        values = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        formulas = load_workbook(io.BytesIO(content)).worksheets[0]
    except Exception:  # openpyxl raises whatever a broken file makes it stumble over
        raise Unreadable(NO_SHEET) from None
    rows, columns = _extent(formulas)
    if rows > longest:
        raise Unreadable(f"一张表最多 {longest} 行，请分开导。")
    if columns > WIDEST:
        raise Unreadable(f"一张表最多 {WIDEST} 列，请把右边多出来的删掉。")
    if not rows:
        return []
    cells = [list(line) for line in values.iter_rows(max_row=rows, max_col=columns, values_only=True)]
    for line in formulas.iter_rows(max_row=rows, max_col=columns):
        for cell in line:
            if cell.data_type == "f" and cells[cell.row - 1][cell.column - 1] is None:
                cells[cell.row - 1][cell.column - 1] = Formula(cell.value)
    return _unmerged(values, cells)


def _check_parts(content: bytes) -> None:
    """A workbook is a zip of XML: one that unpacks to a flood, declares entities or brings macros is not opened."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            if len(parts.infolist()) > MOST_PARTS or sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise Unreadable("这个文件里头太大了，打不开。请把要导的几列复制到一张新表里再试。")
            for part in parts.infolist():
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise Unreadable("这个文件带宏，不收。请在 Excel 里另存为 .xlsx 再试。")
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_text(_unpacked(parts, part.filename))
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        raise Unreadable(NO_SHEET) from None


def _check_text(text: bytes) -> None:
    if b"<!DOCTYPE" in text:
        raise Unreadable(NO_SHEET)
    if merges_too_much(text):
        raise Unreadable("这张表合并的格子太多，打不开。请取消合并再试。")


def _unpacked(parts: ZipFile, name: str) -> bytes:
    """No more of it than it may be, whatever its header says."""
    with parts.open(name) as part:
        content = part.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(NO_SHEET)
    return content


def _extent(sheet: "Worksheet") -> tuple[int, int]:
    """The last row and column in which anything is written: sheets are often formatted far beyond."""
    written = [key for key, cell in sheet._cells.items() if cell.value is not None]
    return max((row for row, _ in written), default=0), max((column for _, column in written), default=0)


def _unmerged(sheet: "Worksheet", cells: Cells) -> Cells:
    """A merged cell's value stands in all of its cells: a header over two columns, a township beside ten jobs."""
    height, width = len(cells), len(cells[0])
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > height or merged.min_col > width:
            continue
        value = cells[merged.min_row - 1][merged.min_col - 1]
        last = min(merged.max_col, width)
        for row in range(merged.min_row - 1, min(merged.max_row, height)):
            cells[row][merged.min_col - 1 : last] = [value] * (last - merged.min_col + 1)
    return cells


# --- header --------------------------------------------------------------------------------------------------


def _header(cells: Cells, headers: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Index of the first row below the header, and the index of each column; a header may take two rows."""
    best: tuple[int, dict[str, int]] = (0, {})
    for index in range(min(len(cells), HEADER_WITHIN)):
        below = cells[index + 1] if index + 1 < len(cells) else []
        pairs = [(cell, below[column] if column < len(below) else None) for column, cell in enumerate(cells[index])]
        single = _columns([_bare(cell) for cell, _ in pairs], headers)
        double = _columns([_bare(a) if a == b or not b else _bare(a) + _bare(b) for a, b in pairs], headers)
        for taken, found in ((1, single), (2, double)):
            if len(found) > len(best[1]):
                best = (index + taken, found)
    if not best[1]:
        raise Unreadable("没找到表头。第一行请写上列名，比如：" + "、".join(list(headers)[:4]) + "。")
    return best


def _columns(texts: Sequence[str], headers: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, text in enumerate(texts):
        if text in headers:
            found.setdefault(headers[text], index)
    return found


def _bare(cell: object) -> str:
    """A header without spaces, stars and what stands in brackets: 岗位名称（必填）* → 岗位名称."""
    text = "".join(str(cell or "").split()).replace("*", "")
    return text.replace("（", "(").split("(")[0].strip(":：")
