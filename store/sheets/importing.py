"""A sheet into the tables: read whole, planned whole, then written whole, in one transaction.

What a plan shows is what its import does: both are made by the same function, and an import whose plan differs from
the one that was looked at is not carried out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from store.base import Base
from store.catalogue.scope import Scope
from store.database import alone, writing
from store.offers.trades import trade_of
from store.sheets.columns import Kind
from store.sheets.grid import LONGEST, File, Formula, Grid, Row, Unreadable, read_grid
from store.sheets.kinds import KINDS
from store.sheets.reading import Values, as_columns, read_row
from store.sheets.written import texts
from store.tables import Audit, Job, Person
from store.tables.offers import doubts_in, offer_text

NOT_YOURS = "这一条不归您管，请删掉这一行"


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way, for the clerk: where (row 0: nowhere), what is written there, and why."""

    why: str
    row: int = 0
    column: str = ""
    header: str = ""
    said: str = ""

    def __str__(self) -> str:
        if not self.row:
            return self.why
        where = f" {self.column}列“{self.header}”" if self.column else ""
        return f"第{self.row}行{where}：{self.why}。"


@dataclass(frozen=True, slots=True)
class Change:
    """What a column holds, and what it would hold."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number, how the entry is called, which it is (None: a new one), what would change."""

    number: int
    title: str
    known: int | None
    changes: tuple[Change, ...]
    fields: Values


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With any problem it does nothing. `held`: jobs that the county must look at first."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: int = 0

    @property
    def added(self) -> list[Line]:
        """The new ones."""
        return [line for line in self.lines if line.known is None]

    @property
    def changed(self) -> list[Line]:
        """Those that would be brought up to date."""
        return [line for line in self.lines if line.known is not None and line.changes]

    @property
    def same(self) -> int:
        """How many stand there just so already."""
        return len(self.lines) - len(self.added) - len(self.changed)

    @property
    def mark(self) -> str:
        """The same for two plans that do the same."""
        words = repr([(line.number, line.known, line.changes) for line in self.lines])
        return blake2b(words.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import: how many rows are new, changed, the same as before; or what stands in the way."""

    added: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    problems: tuple[Problem, ...] = ()


def import_sheet(engine: Engine, name: str, path: Path, at: datetime) -> Outcome:
    """Take the sheet at `path` into the table of kind `name`, as whoever runs the machine. See `take`."""
    with writing(engine) as session:
        plan = take(session, name, File(path.name, path.read_bytes()), at)
    if plan.problems:
        return Outcome(problems=plan.problems)
    return Outcome(len(plan.added), len(plan.changed), plan.same, plan.held)


def take(session: Session, name: str, file: File, at: datetime, scope: Scope | None = None, mark: str = "") -> Plan:
    """Plan a sheet and, unless there is a problem, write it. With a `mark` only a plan with that mark is written."""
    kind = KINDS[name]
    alone(session, f"import-{name}")
    plan = planned(session, name, file, scope)
    if plan.problems or (mark and plan.mark != mark):
        return plan
    rows = [_write(session, kind, line, at, scope) for line in plan.lines if line.known is None or line.changes]
    session.flush()
    who = scope.member.id if scope else None
    session.add(Audit(at=at, staff_id=who, action=f"{name}.import", subject=f"rows-{len(rows)}"))
    return plan


def planned(session: Session, name: str, file: File, scope: Scope | None = None, longest: int = LONGEST) -> Plan:
    """What the import of a sheet would do; writes nothing. `scope`: for whom, None for whoever runs the machine."""
    kind = KINDS[name]
    try:
        grid = read_grid(file, kind.headers, longest)
    except Unreadable as problem:
        return Plan(problems=(Problem(str(problem)),))
    read, problems = _read(kind, grid)
    if problems:
        return Plan(problems=tuple(problems))
    known = _known(session, kind)
    lines = []
    for number, fields in read:
        row = known.get(_same(kind, fields))
        lines.append(_line(kind, number, fields, row))
        if scope and not _theirs(kind, fields, row, scope):
            problems.append(Problem(NOT_YOURS, number))
    held = sum(_held(known.get(_same(kind, line.fields)), line.fields) for line in lines) if kind.table is Job else 0
    return Plan(tuple(lines), tuple(problems), held)


# --- reading -------------------------------------------------------------------------------------------------


def _read(kind: Kind, grid: Grid) -> tuple[list[tuple[int, Values]], list[Problem]]:
    missing = [column.label for column in kind.columns if column.needed and column.key not in grid.columns]
    if missing:
        return [], [Problem(f"表头少了这一列：{header}") for header in missing]
    if not grid.rows:
        return [], [Problem("表头下面没有内容。")]
    rows: list[tuple[int, Values]] = []
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], int] = {}
    for row in grid.rows:
        values, wrongs = read_row(kind, {key: row.cells.get(key) for key in grid.columns})
        problems += _named(kind, grid, row, wrongs)
        fields = as_columns(values)
        same = _same(kind, fields)
        if same in seen and not wrongs:
            problems.append(Problem(f"跟第{seen[same]}行是同一个，请删掉一行", row.number))
        seen.setdefault(same, row.number)
        rows.append((row.number, fields))
    return rows, problems


def _named(kind: Kind, grid: Grid, row: Row, wrongs: dict[str, str]) -> Iterator[Problem]:
    for key, why in wrongs.items():
        said = row.cells.get(key)
        shown = "" if said is None or isinstance(said, Formula) else str(said)[:40]
        yield Problem(why, row.number, grid.columns.get(key, ""), kind.column(key).label, shown)


# --- planning ------------------------------------------------------------------------------------------------


def _same(kind: Kind, fields: Values) -> tuple[Any, ...]:
    return tuple(fields.get(key, "") for key in kind.same)


def _known(session: Session, kind: Kind) -> dict[tuple[Any, ...], Base]:
    """What is there, by what a row is known again by; of several the open one, the oldest. Never example data."""
    table: Any = kind.table
    query = select(table)
    if hasattr(table, "example"):
        query = query.where(~table.example)
    rows = sorted(session.scalars(query), key=lambda row: (not getattr(row, "open", True), row.id))
    found: dict[tuple[Any, ...], Base] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, key) for key in kind.same), row)
    return found


def _line(kind: Kind, number: int, fields: Values, known: Any) -> Line:
    after = texts(kind, kind.table(**fields))
    title = " ".join(after[key] for key in kind.same if after[key])
    if known is None:
        return Line(number, title, None, (), fields)
    before = texts(kind, known)
    if not fields.get("trade", "-"):  # left empty it follows from the title, which is done already
        fields = {key: value for key, value in fields.items() if key != "trade"}
    given = [column for column in kind.columns if column.key in fields]
    changes = (Change(each.label, before[each.key], after[each.key]) for each in given)
    return Line(number, title, known.id, tuple(each for each in changes if each.before != each.after), fields)


def _theirs(kind: Kind, fields: Values, known: Base | None, scope: Scope) -> bool:
    """An entry must be theirs before and after."""
    if known is None:
        return scope.holds(kind.table(**fields, **scope.owned(kind.table)))
    return scope.holds(known) and scope.holds(known, fields)


def _held(known: Any, fields: Values) -> bool:
    """Whether the county must look first: now, and after the import."""
    parts = (fields.get(key, getattr(known, key, "")) for key in ("title", "employer", "place", "pay", "detail"))
    doubts = [list(each) for each in doubts_in(offer_text(*parts))]
    return bool(doubts) and (known is None or known.held or doubts != (known.doubts or []))


# --- writing -------------------------------------------------------------------------------------------------


def _write(session: Session, kind: Kind, line: Line, at: datetime, scope: Scope | None) -> Base:
    if line.known is not None:
        row = session.get_one(kind.table, line.known)
        if isinstance(row, Person) and row.merged_into_id:
            return row  # staff know them by other values
        for key, value in line.fields.items():
            setattr(row, key, value)
        return row
    owned = scope.owned(kind.table) if scope else {}
    row = kind.table(**{**line.fields, **owned, **besides(kind, line.fields, at)})
    session.add(row)
    return row


def besides(kind: Kind, fields: Values, at: datetime) -> Values:
    """What a new row needs and no sheet or form holds."""
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
