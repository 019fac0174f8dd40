"""Everything that is recorded of a person, on one line of time: the newest first, page by page.

Cases, and what belongs to them, as far as the member may see them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from store.database import reading
from store.people.scope import one
from store.referrals.caseload import in_scope
from store.staff import Member
from store.tables import (
    Audit,
    ConsentGiven,
    HouseholdPlan,
    Merge,
    Message,
    PlanStep,
    Push,
    PushPerson,
    Recording,
    Referral,
    ReferralEvent,
    Registration,
    Staff,
)

PAGE = 40
SEEN = "phone-seen"


class Source(IntEnum):
    """Where an entry comes from. Of what happened at one moment the higher stands above."""

    CASE = 1
    LETTER = 2
    RECORDING = 3
    PUSH = 4
    STEP = 5
    AGREED = 6
    WITHDREW = 7
    MERGED = 8
    STAFF = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened. `row` is as it stands in its table, `who` the colleague's name, `referral` the case or 0."""

    at: datetime
    source: Source
    id: int
    row: Any = field(compare=False)
    who: str = field(compare=False, default="")
    referral: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Before which entry a page begins."""

    at: datetime
    source: int
    id: int

    def dump(self) -> str:
        """As text for an address."""
        return f"{self.at.isoformat()}_{self.source}_{self.id}"

    @classmethod
    def load(cls, text: str) -> "Mark | None":
        """Read what `dump` wrote; None for anything else."""
        try:
            at, source, number = text.split("_")
            moment = datetime.fromisoformat(at)
            return cls(moment, int(source), int(number)) if moment.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the mark of the next page ("" at the end)."""

    entries: tuple[Entry, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    session: Session
    person: int
    cases: Sequence[int]
    mark: Mark | None
    size: int

    def until(self, source: Source, at: InstrumentedAttribute[Any], number: InstrumentedAttribute[int]) -> Any:
        """What lies before the mark."""
        mark = self.mark
        if mark is None:
            return at.is_not(None)
        same = at == mark.at
        if source > mark.source:
            return at < mark.at
        return or_(at < mark.at, same if source < mark.source else and_(same, number < mark.id))

    def rows(self, source: Source, query: Any, table: Any, at: InstrumentedAttribute[Any]) -> Sequence[Any]:
        """The first of a source that lie before the mark."""
        wanted = query.where(self.until(source, at, table.id)).order_by(at.desc(), table.id.desc())
        return self.session.scalars(wanted.limit(self.size)).all()


def timeline(engine: Engine, member: Member, number: int, after: str = "", size: int = PAGE) -> Page:
    """One page of what is recorded of the person with this id. Raises Unknown."""
    with reading(engine) as session:
        person = one(session, member, number)
        theirs = select(Referral.id).join(Referral.registration).where(Registration.person_id == person.id)
        cases = session.scalars(theirs.where(in_scope(member))).all()
        look = _Look(session, person.id, cases, Mark.load(after), size + 1)
        found = sorted(
            (entry for source in SOURCES for entry in source(look)),
            key=lambda entry: (entry.at, entry.source, entry.id),
            reverse=True,
        )
    entries = tuple(found[:size])
    last = entries[-1] if len(found) > size else None
    return Page(entries, Mark(last.at, last.source, last.id).dump() if last else "")


def _cases(look: _Look) -> Iterable[Entry]:
    query = select(ReferralEvent).where(ReferralEvent.referral_id.in_(look.cases))
    query = query.options(
        joinedload(ReferralEvent.staff), joinedload(ReferralEvent.referral).joinedload(Referral.registration)
    )
    for row in look.rows(Source.CASE, query, ReferralEvent, ReferralEvent.at):
        yield Entry(row.at, Source.CASE, row.id, row, row.staff.name if row.staff else "", row.referral_id)


def _letters(look: _Look) -> Iterable[Entry]:
    visible = or_(Message.referral_id.is_(None), Message.referral_id.in_(look.cases))
    query = select(Message).where(Message.person_id == look.person, visible)
    for row in look.rows(Source.LETTER, query, Message, Message.created_at):
        yield Entry(row.created_at, Source.LETTER, row.id, row, referral=row.referral_id or 0)


def _recordings(look: _Look) -> Iterable[Entry]:
    query = select(Recording).where(Recording.person_id == look.person)
    for row in look.rows(Source.RECORDING, query, Recording, Recording.at):
        yield Entry(row.at, Source.RECORDING, row.id, row)


def _pushes(look: _Look) -> Iterable[Entry]:
    query = select(PushPerson).where(PushPerson.person_id == look.person)
    query = query.options(joinedload(PushPerson.push).joinedload(Push.staff))
    for row in look.rows(Source.PUSH, query, PushPerson, PushPerson.at):
        yield Entry(row.at, Source.PUSH, row.id, row, row.push.staff.name)


def _steps(look: _Look) -> Iterable[Entry]:
    query = select(PlanStep).join(PlanStep.plan).where(HouseholdPlan.person_id == look.person)
    query = query.options(joinedload(PlanStep.done_by))
    for row in look.rows(Source.STEP, query, PlanStep, PlanStep.done_at):
        yield Entry(row.done_at, Source.STEP, row.id, row, row.done_by.name if row.done_by else "")


def _agreed(look: _Look) -> Iterable[Entry]:
    query = select(ConsentGiven).where(ConsentGiven.person_id == look.person).options(joinedload(ConsentGiven.staff))
    for row in look.rows(Source.AGREED, query, ConsentGiven, ConsentGiven.at):
        yield Entry(row.at, Source.AGREED, row.id, row, row.staff.name if row.staff else "")


def _withdrew(look: _Look) -> Iterable[Entry]:
    query = select(ConsentGiven).where(ConsentGiven.person_id == look.person, ConsentGiven.withdrawn_at.is_not(None))
    for row in look.rows(Source.WITHDREW, query, ConsentGiven, ConsentGiven.withdrawn_at):
        yield Entry(row.withdrawn_at, Source.WITHDREW, row.id, row)


def _merged(look: _Look) -> Iterable[Entry]:
    query = select(Merge).where(Merge.kept_id == look.person).options(joinedload(Merge.staff))
    for row in look.rows(Source.MERGED, query, Merge, Merge.at):
        yield Entry(row.at, Source.MERGED, row.id, row, row.staff.name)


def _staff(look: _Look) -> Iterable[Entry]:
    """Who looked at the full number, and who put something right."""
    subjects = [f"referral-{number}" for number in look.cases]
    which: ColumnElement[bool] = or_(
        Audit.subject == f"person-{look.person}", and_(Audit.subject.in_(subjects), Audit.action == SEEN)
    )
    found = look.rows(Source.STAFF, select(Audit).where(which), Audit, Audit.at)
    wanted = select(Staff.id, Staff.name).where(Staff.id.in_({row.staff_id for row in found}))
    names = {row.id: row.name for row in look.session.execute(wanted)}
    for row in found:
        yield Entry(row.at, Source.STAFF, row.id, row, names.get(row.staff_id, "") if row.staff_id else "")


SOURCES: tuple[Callable[[_Look], Iterable[Entry]], ...] = (
    _cases,
    _letters,
    _recordings,
    _pushes,
    _steps,
    _agreed,
    _withdrew,
    _merged,
    _staff,
)
