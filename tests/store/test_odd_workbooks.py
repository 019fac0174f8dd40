"""Workbooks nobody would make by hand: each is read or refused in words, and text comes back as it went out."""

from collections.abc import Iterator
from io import BytesIO
from weakref import WeakSet

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from bot.records import JobKind
from store.database import make_engine, reading
from store.sheets import cells
from store.sheets.exporting import sheet_of
from store.sheets.grid import File
from store.sheets.importing import Plan, planned
from store.sheets.kinds import JOBS, KINDS
from store.tables import Job
from tests.databases import migrate

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(max_size=40)
CELL = st.one_of(
    st.none(),
    TEXT.map(cells.printable),
    st.sampled_from(["缝纫工", "车间", "横埠镇", "=A1", "'=1", "#N/A", "2026-13-40", "3千", "是"]),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = make_engine("sqlite://")
    migrate(engine)
    return engine


def look(engine: Engine, content: bytes, name: str = "a.xlsx", kind: str = "jobs") -> Plan:
    with reading(engine) as session:
        return planned(session, kind, File(name, content))


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


WHOLE = workbook([["岗位名称", "类别"], ["缝纫工", "车间"]])


@FEW
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=9), min_size=1, max_size=6), kind=st.sampled_from(list(KINDS)))
def test_whatever_stands_in_the_cells_it_is_taken_or_named(engine: Engine, rows: list[list[object]], kind: str) -> None:
    plan = look(engine, workbook([[column.label for column in KINDS[kind].columns], *rows]), kind=kind)
    assert plan.lines or plan.problems
    assert all(str(problem).endswith("。") for problem in plan.problems)


@FEW
@given(place=st.integers(0, len(WHOLE) - 1), put=st.binary(max_size=8), cut=st.integers(0, 200))
def test_a_torn_file_is_refused_in_words_or_read(engine: Engine, place: int, put: bytes, cut: int) -> None:
    plan = look(engine, WHOLE[:place] + put + WHOLE[place + cut :])
    assert plan.lines or plan.problems


@FEW
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.xlsx", "a.csv", "a.xls"]))
def test_any_bytes_are_refused_in_words(engine: Engine, content: bytes, name: str) -> None:
    assert look(engine, content, name).problems


@FEW
@given(title=TEXT, detail=TEXT)
def test_text_comes_back_as_it_went_out(title: str, detail: str) -> None:
    try:
        job = Job(title=cells.text(title), detail=cells.text(detail), kind=JobKind.AWAY)
    except cells.Odd:
        return  # what Excel writes for a failed formula is refused wherever it is typed
    sheet = load_workbook(BytesIO(sheet_of(JOBS, [(job, "")]).content)).worksheets[0]
    keys = [column.key for column in JOBS.columns]
    back = {key: sheet.cell(2, keys.index(key) + 1).value for key in ("title", "detail")}
    assert {key: cells.text(value) for key, value in back.items()} == {"title": job.title, "detail": job.detail}


def test_a_long_list_is_written_row_by_row() -> None:
    alive: WeakSet[Job] = WeakSet()
    at_once = 0

    def rows() -> Iterator[tuple[Job, str]]:
        nonlocal at_once
        for number in range(500):
            job = Job(title=f"普工{number}", kind=JobKind.AWAY)
            alive.add(job)
            at_once = max(at_once, len(alive))
            yield job, ""

    written = sheet_of(JOBS, rows())
    assert (written.rows, load_workbook(BytesIO(written.content)).worksheets[0].max_row) == (500, 501)
    assert at_once < 10
