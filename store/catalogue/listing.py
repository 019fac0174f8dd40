"""What staff see of a list: a page of it, filtered, each entry with how it stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, String, and_, false, func, inspect, not_, or_, select, true
from sqlalchemy.orm import Session

from bot.readers.divisions import TOWNSHIPS
from store.catalogue.entries import kind_of
from store.catalogue.scope import Scope
from store.catalogue.states import SOON, State, state_of
from store.database import reading
from store.offers import seats
from store.offers.filled import filled
from store.offers.seats import Count
from store.sheets.columns import AT_ONCE, Kind
from store.sheets.written import texts
from store.staff import Member
from store.tables import Course, Job

PAGE = 50


class Show(StrEnum):
    """Which entries: on offer, whose last day is near or past, off, or all."""

    NOW = "now"
    ENDING = "ending"
    OFF = "off"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in a list. `mine`: only what they may change. `before`: the page after that id."""

    text: str = ""
    show: Show = Show.NOW
    township: str = ""
    mine: bool = False
    before: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in its list. `seats` tells who has a place of a course and who waits, None where there are none."""

    id: int
    texts: dict[str, str]
    state: State
    mine: bool
    example: bool
    last: date | None
    seats: Count | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`before` asks for the next page; 0 on the last one."""

    lines: tuple[Line, ...]
    before: int = 0


def page(engine: Engine, member: Member, name: str, asked: Asked, on: date) -> Page:
    """One page of a list, the newest first. Raises Unknown."""
    kind = kind_of(name)
    table: Any = kind.table
    with reading(engine) as session:
        scope = Scope.of(session, member)
        query = select(table).where(_wanted(kind, asked, on), scope.where(table) if asked.mine else true())
        if asked.before:
            query = query.where(table.id < asked.before)
        rows = session.scalars(query.order_by(table.id.desc()).limit(PAGE + 1)).all()
        lines = _lines(session, kind, rows[:PAGE], scope, on)
        return Page(tuple(lines), rows[PAGE - 1].id if len(rows) > PAGE else 0)


def rows_of(session: Session, kind: Kind, asked: Asked, scope: Scope, on: date) -> Iterator[Any]:
    """All rows that were asked for, the oldest first and as they are read; examples are no entries."""
    table: Any = kind.table
    mine = scope.where(table) if asked.mine else true()
    real = ~table.example
    query = select(table).where(_wanted(kind, asked, on), mine, real).order_by(table.id)
    return iter(session.scalars(query.execution_options(yield_per=AT_ONCE)))


def count_ending(engine: Engine, member: Member, on: date) -> int:
    """How many jobs of this member's end soon, or have ended without being closed."""
    with reading(engine) as session:
        mine = Scope.of(session, member).where(Job)
        return session.scalar(select(func.count(Job.id)).where(mine, _shown(Job, Show.ENDING, on))) or 0


def _wanted(kind: Kind, asked: Asked, on: date) -> ColumnElement[bool]:
    table: Any = kind.table
    where = [_shown(table, asked.show, on)]
    if asked.text:
        columns = (
            each for each in inspect(table).columns if isinstance(each.type, String) and each.key in _words(kind)
        )
        named = [code for code, name in TOWNSHIPS.items() if asked.text in name]
        where.append(or_(table.township.in_(named), *(each.contains(asked.text, autoescape=True) for each in columns)))
    if asked.township:
        where.append(table.township == asked.township)
    return and_(*where)


def _words(kind: Kind) -> set[str]:
    """The columns in which there are words to find."""
    return {column.key for column in kind.columns} - {"township", "kind"}


def _shown(table: Any, show: Show, on: date) -> ColumnElement[bool]:
    if show is Show.ALL:
        return true()
    if show is Show.ENDING:
        return and_(table.open, table.closes_on <= on + SOON) if table is Job else false()
    over = []
    if hasattr(table, "closes_on"):
        over.append(and_(table.closes_on.is_not(None), table.closes_on < on))
    if hasattr(table, "starts_on"):
        over.append(table.starts_on < on)
    current = and_(table.open, not_(or_(false(), *over)))
    return current if show is Show.NOW else not_(current)


def _lines(session: Session, kind: Kind, rows: Any, scope: Scope, on: date) -> list[Line]:
    counts = defaultdict(seats.Count, seats.counts(session)) if kind.table is Course else None
    full = full_jobs(session) if kind.table is Job else set()
    return [
        Line(
            id=row.id,
            texts=texts(kind, row),
            state=state_of(row, on, full=row.id in full),
            mine=scope.holds(row),
            example=row.example,
            last=getattr(row, "closes_on", None),
            seats=counts[f"{seats.COURSE}{row.id}"] if counts is not None else None,
        )
        for row in rows
    ]


def full_jobs(session: Session) -> set[int]:
    """The ids of jobs that have found all whom they wanted."""
    return set(session.scalars(select(Job.id).where(filled())))
