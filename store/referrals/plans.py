"""The plans of all households in a member's scope (一户一策): which are late, what comes next, one to look at.

A plan has come to its end when somebody of the household works, which the cases say, or when staff closed it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, and_, case, exists, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session, selectinload

from bot.readers.place import township_name
from bot.records import RecordKind, Status
from store.database import reading
from store.referrals.caseload import in_scope
from store.referrals.households import Step, step_of
from store.referrals.views import home_of, masked
from store.refusals import Unknown
from store.staff import Member
from store.tables import HouseholdPlan, Person, PlanStep, Referral, Registration

PAGE = 50
NEVER = date(9999, 12, 31)


class Which(StrEnum):
    """What a list of plans can be narrowed to."""

    OPEN = "open"
    LATE = "late"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """A household's plan on a day. `phone` is masked; `referral` is the household's latest case that comes first.

    `works`: somebody of it has found work. `closed_why` is why staff closed it, "" when they did not.
    """

    id: int
    person: int
    referral: int
    name: str
    for_whom: str
    phone: str
    township: str
    place: str
    station: str
    opened_at: datetime
    works: bool
    closed_at: datetime | None
    closed_why: str
    steps: tuple[Step, ...]

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.works or self.closed_at is not None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The step that is due first; none when all are done or the plan has ended."""
        return None if self.ended else next((step for step in self.steps if step.done_at is None), None)

    @property
    def late(self) -> bool:
        """Whether a step should have been done."""
        return self.next is not None and self.next.overdue


@dataclass(frozen=True, slots=True)
class Page:
    """Some plans, what is due first at the top, and where the next page begins ("" at the end)."""

    plans: tuple[Plan, ...]
    after: str = ""


def plans(
    engine: Engine, member: Member, which: Which, on: date, after: str = "", size: int = PAGE, township: str = ""
) -> Page:
    """One page of the plans that the member may see on this day, of one township if it is given."""
    due = func.coalesce(_next_due(), literal(NEVER))
    query = select(HouseholdPlan, due).where(_visible(member, township), _like(which, on))
    if begin := _unmark(after):
        query = query.where(tuple_(due, HouseholdPlan.id) > tuple_(literal(begin[0]), literal(begin[1])))
    query = query.options(selectinload(HouseholdPlan.steps)).order_by(due, HouseholdPlan.id).limit(size + 1)
    with reading(engine) as session:
        rows = session.execute(query).all()
        shown = tuple(_plan(session, member, row[0], on) for row in rows[:size])
    last = rows[size - 1] if len(rows) > size else None
    return Page(shown, f"{last[1]}_{last[0].id}" if last else "")


def one(engine: Engine, member: Member, number: int, on: date) -> Plan:
    """The plan with this id. Raises Unknown."""
    with reading(engine) as session:
        row = session.scalar(select(HouseholdPlan).where(HouseholdPlan.id == number, _visible(member)))
        if row is None:
            raise Unknown
        return _plan(session, member, row, on)


def of_person(session: Session, member: Member, number: int) -> int:
    """The id of the plan of a person's own household, if the member may see it; else 0."""
    query = select(HouseholdPlan.id).where(HouseholdPlan.person_id == number, _visible(member))
    return session.scalar(query.order_by(HouseholdPlan.for_whom).limit(1)) or 0


def count_late(engine: Engine, member: Member, on: date) -> int:
    """How many plans have a step that should have been done."""
    with reading(engine) as session:
        query = select(func.count()).select_from(HouseholdPlan).where(_visible(member), _like(Which.LATE, on))
        return session.scalar(query) or 0


def _case(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """There is such a referral of the plan's household; the board counts households by the same key."""
    mine = (Registration.person_id == HouseholdPlan.person_id, Registration.for_whom == HouseholdPlan.for_whom)
    found = select(Referral.id).join(Referral.registration).where(*mine, *which)
    return found.correlate(HouseholdPlan).exists()


def _visible(member: Member, township: str = "") -> ColumnElement[bool]:
    there = Registration.township == township if township else true()
    return _case(Referral.zero_employment.is_(True), in_scope(member), there)


def _works() -> ColumnElement[bool]:
    return _case(Registration.kind == RecordKind.JOB, Referral.status == Status.PLACED)


def _undone() -> ColumnElement[bool]:
    return and_(PlanStep.plan_id == HouseholdPlan.id, PlanStep.done_at.is_(None))


def _next_due() -> ColumnElement[date]:
    return select(func.min(PlanStep.due_on)).where(_undone()).scalar_subquery()


def _like(which: Which, on: date) -> ColumnElement[bool]:
    ended = or_(HouseholdPlan.closed_at.is_not(None), _works())
    if which is Which.ENDED:
        return ended
    return ~ended if which is Which.OPEN else and_(~ended, exists().where(_undone(), PlanStep.due_on < on))


def _plan(session: Session, member: Member, row: HouseholdPlan, on: date) -> Plan:
    first = case((Referral.zero_employment, 0), else_=1)
    query = select(Referral).join(Referral.registration).where(in_scope(member))
    query = query.where(Registration.person_id == row.person_id, Registration.for_whom == row.for_whom)
    referral = session.scalars(query.order_by(first, Referral.id.desc()).limit(1)).one()
    works = session.scalar(select(_works()).where(HouseholdPlan.id == row.id).select_from(HouseholdPlan))
    said: Registration | Person = referral.registration
    return Plan(
        id=row.id,
        person=row.person_id,
        referral=referral.id,
        name=said.name,
        for_whom=row.for_whom,
        phone=masked(said.phone),
        township=township_name(said.township),
        place=home_of(said),
        station=referral.station.name if referral.station else "",
        opened_at=row.opened_at,
        works=bool(works),
        closed_at=row.closed_at,
        closed_why=row.closed_why,
        steps=tuple(step_of(each, on) for each in row.steps),
    )


def _unmark(mark: str) -> tuple[date, int] | None:
    due, _, number = mark.partition("_")
    try:
        return date.fromisoformat(due), int(number)
    except ValueError:
        return None
