"""A sheet into the tables: read whole, then written whole, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session

from bot.records import Place
from store.base import Base
from store.database import writing
from store.offers.vacancies import trade_of
from store.people import phones
from store.sheets.cells import Odd
from store.sheets.grid import Grid, Row, Unreadable, read_grid
from store.sheets.kinds import KINDS, Column, Kind
from store.tables import Audit, Job, Person

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import: how many rows are new and how many were brought up to date; or what stands in the way.

    `held`: how many of these jobs the guard keeps back until the county has looked.
    """

    added: int = 0
    changed: int = 0
    held: int = 0
    problems: tuple[str, ...] = ()


def import_sheet(engine: Engine, name: str, path: Path, at: datetime) -> Outcome:
    """Take the sheet at `path` into the table of kind `name`. With any problem nothing is taken."""
    kind = KINDS[name]
    try:
        grid = read_grid(path, kind.headers)
    except Unreadable as problem:
        return Outcome(problems=(str(problem),))
    rows, problems = _read(kind, grid)
    if problems:
        return Outcome(problems=tuple(problems))
    with writing(engine) as session:
        written = [_write(session, kind, values, at) for values in rows]
        held = sum(isinstance(row, Job) and row.held for row, _ in written)
        session.add(Audit(at=at, action=f"{name}.import", subject=f"rows-{len(rows)}"))
    added = sum(new for _, new in written)
    return Outcome(added, len(rows) - added, held)


# --- reading -------------------------------------------------------------------------------------------------


def _read(kind: Kind, grid: Grid) -> tuple[list[Values], list[str]]:
    missing = [column.headers[0] for column in kind.columns if column.needed and column.key not in grid.columns]
    if missing:
        return [], [f"表头少了这一列：{header}" for header in missing]
    if not grid.rows:
        return [], ["表头下面没有内容。"]
    rows: list[Values] = []
    problems: list[str] = []
    seen: dict[tuple[Any, ...], int] = {}
    for row in grid.rows:
        values = _row(kind, grid, row, problems)
        same = tuple(values.get(key) for key in kind.same)
        if same in seen:
            problems.append(f"第{row.number}行：跟第{seen[same]}行是同一个，请删掉一行。")
        seen.setdefault(same, row.number)
        problems += _contradictions(row, values)
        rows.append(values)
    return rows, problems


def _row(kind: Kind, grid: Grid, row: Row, problems: list[str]) -> Values:
    values: Values = {}
    for column in kind.columns:
        if column.key not in grid.columns:
            continue
        try:
            values[column.key] = _cell(column, row.cells)
        except Odd as odd:
            problems.append(f"第{row.number}行 {grid.columns[column.key]}列“{column.headers[0]}”：{odd}。")
    return values


def _cell(column: Column, cells: Mapping[str, Any]) -> Any:
    value = column.read(cells.get(column.key))
    if column.needed and value in (None, ""):
        raise Odd("这一格不能空")
    if isinstance(value, str) and len(value) > column.longest:
        raise Odd(f"太长了，最多{column.longest}个字")
    return value


def _contradictions(row: Row, values: Values) -> list[str]:
    """What no cell alone can tell."""
    low, high = values.get("wage_from") or 0, values.get("wage_to") or 0
    starts, closes = values.get("starts_on"), values.get("closes_on")
    found = []
    if ("latitude" in values or "longitude" in values) and (values.get("latitude") is None) != (
        values.get("longitude") is None
    ):
        found.append(f"第{row.number}行：纬度和经度要一起填，或者都空着。")
    if low and high and low > high:
        found.append(f"第{row.number}行：月工资从{low}到{high}，写反了。")
    if starts and closes and closes > starts:
        found.append(f"第{row.number}行：报名截止比开课还晚。")
    return found


# --- writing -------------------------------------------------------------------------------------------------


def _write(session: Session, kind: Kind, values: Values, at: datetime) -> tuple[Base, bool]:
    """Write one row; the row, and whether it is new. Example data is never overwritten."""
    table: Any = kind.table
    query = select(table).where(*(_same(table, key, values.get(key, "")) for key in kind.same))
    if hasattr(table, "example"):
        query = query.where(~table.example)
    known = session.scalars(query.order_by(table.id).limit(1)).first()
    if isinstance(known, Person) and known.merged_into_id:
        return known, False  # staff know them by other values
    fields = _as_columns(values)
    row: Base = known or table(**fields, **_besides(kind, fields, at))
    for key, value in fields.items():
        setattr(row, key, value)
    session.add(row)
    session.flush()
    return row, known is None


def _same(table: Any, key: str, value: Any) -> ColumnElement[bool]:
    if key == "phone":
        return phones.same(table, value)
    known: ColumnElement[bool] = getattr(table, key) == value
    return known


def _as_columns(values: Values) -> Values:
    fields = {key: value for key, value in values.items() if not (key == "place" and isinstance(value, Place | None))}
    if isinstance(home := values.get("place"), Place):
        fields |= {"township": home.township or home.village[:9], "village": home.village, "place": home.text}
    return fields


def _besides(kind: Kind, fields: Values, at: datetime) -> Values:
    """What a new row needs and no sheet holds."""
    if kind is KINDS["jobs"]:
        return {} if fields.get("trade") else {"trade": trade_of(fields["title"])}
    if kind is KINDS["stations"]:
        return {"scene": f"station-{fields['township']}-{_digest(fields['name'])}"}
    if kind is KINDS["people"]:  # nobody on WeChat yet: not to be written to
        ident = _digest(f"{fields['name']} {fields['phone']}")
        return {
            "channel_id": f"roster-{ident}",
            "follows": False,
            "subscribed": False,
            "created_at": at,
            "updated_at": at,
        }
    return {}


def _digest(words: str) -> str:
    return blake2b(words.encode(), digest_size=6).hexdigest()
