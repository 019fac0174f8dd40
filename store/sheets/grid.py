"""A sheet as rows of cells: from .xlsx or .csv, with its header found wherever it stands."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from store.sheets.harmless import is_harmless

HEADER_WITHIN = 10
"""Rows in which the header is looked for: titles and remarks may stand above it."""
LONGEST = 5000
WIDEST = 200

Cells = list[list[Any]]


class Unreadable(Exception):
    """The file is no sheet, or has no header that we know; the words are for the clerk."""


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


def read_grid(path: Path, headers: Mapping[str, str]) -> Grid:
    """Read a file. `headers`: every header we know, without spaces, and whose column it is. Raises Unreadable."""
    cells = _csv(path) if path.suffix.lower() == ".csv" else _xlsx(path)
    if len(cells) > LONGEST:
        raise Unreadable(f"一张表最多 {LONGEST} 行，请分开导。")
    first, found = _header(cells, headers)
    rows = [
        Row(number, {key: line[index] for key, index in found.items() if index < len(line)})
        for number, line in enumerate(cells[first:], start=first + 1)
        if any(cell not in (None, "") for cell in line)
    ]
    return Grid({key: get_column_letter(index + 1) for key, index in found.items()}, rows)


# --- files ---------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Cells:
    """Excel writes Chinese CSV in GB18030 as often as in UTF-8."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(line) for line in csv.reader(io.StringIO(data.decode(encoding), newline=""))]
        except UnicodeDecodeError:
            continue
    raise Unreadable("这个文件打不开：文字编码认不出来，请用 Excel 另存为 .xlsx 再试。")


def _xlsx(path: Path) -> Cells:
    try:
        if not is_harmless(path):
            raise Unreadable("这个文件太大，或者合并的格子太多。请只留要导的那张表，另存一份再试。")
        values = load_workbook(path, data_only=True).worksheets[0]
        formulas = load_workbook(path).worksheets[0]
    except Unreadable:
        raise
    except Exception:  # openpyxl fails in as many ways as a file can be damaged
        raise Unreadable("这个文件打不开。要 .xlsx 或 .csv，老的 .xls 请先另存为 .xlsx。") from None
    if values.max_row > LONGEST:
        raise Unreadable(f"一张表最多 {LONGEST} 行，请分开导。")
    if values.max_column > WIDEST:
        raise Unreadable(f"一张表最多 {WIDEST} 列。表的右边远处也许有多余的字，删掉再试。")
    cells = [list(line) for line in values.iter_rows(values_only=True)]
    for line in formulas.iter_rows():
        for cell in line:
            if cell.data_type == "f" and cells[cell.row - 1][cell.column - 1] is None:
                cells[cell.row - 1][cell.column - 1] = Formula(cell.value)
    return _unmerged(values, cells)


def _unmerged(sheet: Worksheet, cells: Cells) -> Cells:
    """A merged cell's value stands in all of its cells: a header over two columns, a township beside ten jobs."""
    for merged in sheet.merged_cells.ranges:
        value = cells[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, merged.max_row):
            cells[row][merged.min_col - 1 : merged.max_col] = [value] * (merged.max_col - merged.min_col + 1)
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
