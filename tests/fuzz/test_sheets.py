"""Sheets as no clerk should write them: problems in words, whole or not at all, never an exception."""

import io
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlalchemy import Engine

from store.database import make_engine
from store.offers.examples import load as load_examples
from store.sheets.importing import Outcome, import_sheet
from store.sheets.kinds import KINDS
from tests.databases import migrate
from tests.fuzz.strategies import tries, values
from tests.store.filling import today

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PATIENCE = 20.0  # seconds; nobody's reply waits for a sheet

cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(9999, 12, 31)), values,
    st.sampled_from(["=1+1", "=A1", "#REF!", "横埠镇", "公益性岗位", "20", "是", "13800001234", "2026年5月1日"]),
)  # fmt: skip


class Sheets:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine: Engine = make_engine("sqlite://")
        migrate(self.engine)
        load_examples(self.engine)

    def take(self, kind: str, content: bytes, ending: str = ".xlsx") -> Outcome:
        """Import it; with problems nothing may have changed."""
        path = self.folder / f"sheet{ending}"
        path.write_bytes(content)
        before, began = today(self.engine), time.thread_time()
        outcome = import_sheet(self.engine, kind, path, AT)
        assert time.thread_time() - began < PATIENCE
        if outcome.problems:
            assert today(self.engine) == before
        return outcome


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheets]:
    made = Sheets(tmp_path_factory.mktemp("sheets"))
    yield made
    made.engine.dispose()


def _writable(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


def book(rows: list[list[Any]]) -> bytes:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append([_writable(each) for each in row])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


WHOLE = book([["岗位名称", "类别"], ["保洁", "公益性岗位"]])  # made once: it holds the time


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, list[list[Any]]]:
    """A kind of sheet, its header in some order, and rows of anything."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    columns = KINDS[kind].columns
    some = draw(st.lists(st.sampled_from(columns), unique=True, max_size=len(columns)))
    needed = [column for column in columns if column.needed and column not in some]
    header = [draw(st.sampled_from(column.headers)) for column in (*needed, *some)]
    return kind, [list(header), *draw(st.lists(st.lists(cells, max_size=len(header) + 2), max_size=4))]


@tries(60)
@given(filled())
def test_sheets_of_anything(sheets: Sheets, sheet: tuple[str, list[list[Any]]]) -> None:
    kind, rows = sheet
    content = book(rows)
    if not sheets.take(kind, content).problems:
        assert sheets.take(kind, content).added == 0  # the same again adds nothing


@tries(40)
@given(filled(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_csv_of_anything(sheets: Sheets, sheet: tuple[str, list[list[Any]]], encoding: str) -> None:
    kind, rows = sheet
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    sheets.take(kind, "\n".join(lines).encode(encoding, "replace"), ".csv")


@tries(40)
@given(st.data())
def test_damaged_files(sheets: Sheets, data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    sheets.take("jobs", bytes(content[:end]), data.draw(st.sampled_from([".xlsx", ".csv"])))


@tries(30)
@given(st.binary(max_size=200), st.sampled_from([".xlsx", ".csv"]))
def test_bytes(sheets: Sheets, content: bytes, ending: str) -> None:
    assert sheets.take("jobs", content, ending).problems


def test_a_sheet_as_wide_as_excel_goes(sheets: Sheets) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["岗位名称", "类别"])
    sheet.cell(row=4000, column=16384, value="x")
    kept = io.BytesIO()
    made.save(kept)
    assert sheets.take("jobs", kept.getvalue()).problems


def test_cells_merged_over_everything(sheets: Sheets) -> None:
    """openpyxl would make an object for each of 17 thousand million cells."""
    content = book([["岗位名称", "类别"]])
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    kept = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as whole, ZipFile(kept, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b"<pageMargins", merged))
    assert "合并的格子太多" in sheets.take("jobs", kept.getvalue()).problems[0].why


def test_a_small_file_that_unpacks_to_a_large_one(sheets: Sheets) -> None:
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    assert len(kept.getvalue()) < 100_000
    assert "太大" in sheets.take("jobs", kept.getvalue()).problems[0].why
