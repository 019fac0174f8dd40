"""Entries of a list: put in, changed, closed, opened again, given more time. Each act is one transaction, and audited.

Who changes an entry says how it stood when they began (`mark`). When it stands differently by then, nothing is
written, and they are told what stands there now.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.when import today
from store.base import Base
from store.catalogue.scope import Scope
from store.database import alone, reading, writing
from store.offers import seats
from store.refusals import Refusal, Unfit, Unknown
from store.sheets.columns import Kind
from store.sheets.importing import besides
from store.sheets.kinds import KINDS
from store.sheets.reading import Values, Wrongs, as_columns, read_row
from store.sheets.written import texts
from store.staff import Member
from store.tables import Audit, Referral, Staff, Station

LISTED = ("jobs", "courses", "workshops", "stations")
"""The kinds whose entries are looked at and changed one by one."""

LONGER = timedelta(days=30)
"""What one click adds to a job's time."""


class NotYours(Refusal):
    """The entry is somebody else's to change."""


class StillBusy(Refusal):
    """A station with open requests, of which there are `count`, cannot be closed."""

    def __init__(self, count: int = 0) -> None:
        super().__init__(count)
        self.count = count


class Wrong(Exception):
    """What was typed cannot be taken; `wrongs` says why, by column. Nothing was written."""

    def __init__(self, wrongs: Wrongs) -> None:
        super().__init__(wrongs)
        self.wrongs = wrongs


class Changed(Exception):
    """Somebody changed the entry meanwhile; `now` is how it stands.

    `last` is who of the staff was the last to change it in a form, and when: a sheet names no entry.
    """

    def __init__(self, last: tuple[str, datetime] | None, now: Mapping[str, str], mark: str) -> None:
        super().__init__(mark)
        self.last = last
        self.now = now
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a form shows it: its words by column, how it stands, whether this member may change it."""

    id: int
    texts: Mapping[str, str]
    row: Any
    mark: str
    mine: bool


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises Unknown."""
    if name not in LISTED:
        raise Unknown
    return KINDS[name]


def entry(engine: Engine, member: Member, name: str, number: int) -> Entry:
    """One entry; everybody may look. Raises Unknown."""
    kind = kind_of(name)
    with reading(engine) as session:
        row = session.get(kind.table, number)
        if row is None:
            raise Unknown
        words = texts(kind, row)
        return Entry(number, words, row, mark_of(row, words), Scope.of(session, member).holds(row))


def mark_of(row: Base, words: Mapping[str, str]) -> str:
    """Stands for how an entry is now: the same words, still open or not, give the same mark."""
    state = repr((sorted(words.items()), getattr(row, "open", True)))
    return blake2b(state.encode(), digest_size=8).hexdigest()


def add(engine: Engine, member: Member, name: str, typed: Mapping[str, str], at: datetime) -> int:
    """Put in a new entry; its id. Raises Wrong, NotYours, Unknown."""
    kind = kind_of(name)
    with writing(engine) as session:
        number: int = put_in(session, kind, read_form(kind, typed), Scope.of(session, member), at).id
        return number


def put_in(session: Session, kind: Kind, fields: Values, scope: Scope, at: datetime) -> Any:
    """A new entry of this member's. Raises Wrong, NotYours."""
    alone(session, kind.name)
    needs_new(session, kind, fields)
    row = kind.table(**{**fields, **scope.owned(kind.table), **besides(kind, fields, at)})
    if not scope.holds(row):
        raise NotYours
    session.add(row)
    session.flush()
    _audit(session, scope.member, kind, row, "added", at)
    return row


def change(
    engine: Engine, member: Member, name: str, number: int, typed: Mapping[str, str], mark: str, at: datetime
) -> None:
    """Write what was typed over it. Raises Wrong, Changed, NotYours, Unknown."""
    kind = kind_of(name)
    fields = read_form(kind, typed)
    with _theirs(engine, member, kind, number) as (session, row, scope):
        _needs_unchanged(session, kind, row, mark)
        if not scope.holds(row, fields):
            raise Wrong({"township": "改成这个乡镇，就不归您管了。请找县里改"})
        if fields.get("trade") == "":
            fields |= besides(kind, fields, at)
        for key, value in fields.items():
            setattr(row, key, value)
        row.example = False
        _audit(session, member, kind, row, "changed", at)


def read_form(kind: Kind, typed: Mapping[str, str], needed: tuple[str, ...] = ()) -> Values:
    """What a form holds, by the columns of the table; `needed` may not be empty besides. Raises Wrong."""
    asked = [column for column in kind.columns if column.in_form]
    values, wrongs = read_row(kind, {column.key: typed.get(column.key, "") for column in asked})
    wrongs |= {key: "这一格不能空" for key in needed if values.get(key) in ("", None) and key not in wrongs}
    if wrongs:
        raise Wrong(wrongs)
    return as_columns(values)


def close(engine: Engine, member: Member, name: str, number: int, at: datetime) -> None:
    """Take it off the offer; it stays in the list. Raises NotYours, StillBusy, Unknown."""
    _switch(engine, member, name, number, "closed", at, open_=False)


def reopen(engine: Engine, member: Member, name: str, number: int, at: datetime) -> None:
    """Offer it again. Raises NotYours, Unknown."""
    _switch(engine, member, name, number, "reopened", at, open_=True)


def _switch(engine: Engine, member: Member, name: str, number: int, what: str, at: datetime, *, open_: bool) -> None:
    kind = kind_of(name)
    with _theirs(engine, member, kind, number) as (session, row, _):
        if row.open == open_:
            return  # tapped twice
        if isinstance(row, Station) and not open_:
            _needs_idle(session, row)
        row.open = open_
        _audit(session, member, kind, row, what, at)


def extend(engine: Engine, member: Member, number: int, at: datetime) -> date:
    """Give a job another month; its new last day. Raises NotYours, Unfit, Unknown."""
    kind = KINDS["jobs"]
    with _theirs(engine, member, kind, number) as (session, row, _):
        if not row.open or row.closes_on is None:
            raise Unfit
        row.closes_on = max(row.closes_on, today(at)) + LONGER
        _audit(session, member, kind, row, "extended", at)
        last: date = row.closes_on
        return last


@contextmanager
def _theirs(engine: Engine, member: Member, kind: Kind, number: int) -> Iterator[tuple[Session, Any, Scope]]:
    """A transaction on an entry of this member's, locked until its end."""
    table: Any = kind.table
    with writing(engine) as session:
        row = session.scalar(select(table).where(table.id == number).with_for_update())
        if row is None:
            raise Unknown
        scope = Scope.of(session, member)
        if not scope.holds(row):
            raise NotYours
        yield session, row, scope


def needs_new(session: Session, kind: Kind, fields: Values) -> None:
    """The same again would be shown twice, and no sheet could tell the two apart. Raises Wrong."""
    table: Any = kind.table
    same = [getattr(table, key) == fields.get(key, "") for key in kind.same]
    known = session.scalar(select(table.id).where(*same, table.open, ~table.example).limit(1))
    if known is not None:
        raise Wrong({kind.same[0]: "这一条已经有了，在列表里找一找，改那一条就行"})


def _needs_unchanged(session: Session, kind: Kind, row: Any, mark: str) -> None:
    words = texts(kind, row)
    now = mark_of(row, words)
    if now != mark:
        raise Changed(_last_writer(session, kind, row), words, now)


def _last_writer(session: Session, kind: Kind, row: Any) -> tuple[str, datetime] | None:
    acts = select(Staff.name, Audit.at).join(Audit, Audit.staff_id == Staff.id)
    acts = acts.where(Audit.subject == f"{kind.subject}-{row.id}").order_by(Audit.id.desc())
    found = session.execute(acts.limit(1)).first()
    return (found.name, found.at) if found else None


def _needs_idle(session: Session, station: Station) -> None:
    waiting = select(func.count(Referral.id)).where(Referral.station_id == station.id, Referral.status.in_(seats.OPEN))
    if count := session.scalar(waiting) or 0:
        raise StillBusy(count)


def _audit(session: Session, member: Member, kind: Kind, row: Any, what: str, at: datetime) -> None:
    subject = f"{kind.subject}-{row.id}"
    session.add(Audit(at=at, staff_id=member.id, action=f"{kind.subject}-{what}", subject=subject))
