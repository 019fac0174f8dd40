"""One person who was recorded twice becomes one, and, for some days, two again (decision 35).

Nothing is deleted: what hung on the other hangs on the one that is kept, the values that were not chosen stand in the
row of the other, and a merge remembers by ids what moved.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Index, Table, UniqueConstraint, and_, exists, select, update
from sqlalchemy.orm import Session

from store.base import Base
from store.database import writing
from store.people.addresses import MERGED, has_account
from store.people.scope import one
from store.refusals import TooLate, Unfit, Unknown
from store.staff import Member
from store.tables import Address, Audit, HouseholdPlan, Merge, Person, PlanStep
from store.talks.passing import end_one_of

UNDO_WITHIN = timedelta(days=7)
AT_A_TIME = 500
CHOICES = {"name": ("name",), "phone": ("phone",), "home": ("township", "village", "place")}
"""What staff choose between, and its columns."""
_WITH_IT = {
    "station": ("station_id",),
    "consent": ("consented_at", "consent_wording"),
    "remark": ("remark",),
    "in writing": ("in_writing",),
}
"""What goes over where the one that is kept has nothing."""
_NEWS = {"news": ("follows", "subscribed")}
_STEPS = "steps"


def hanging() -> list[Table]:
    """Every table whose rows belong to a person by `person_id`, but for that of their accounts."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if "person_id" in table.c and table.name not in (Address.__tablename__, "told_apart")
    ]


def merge(engine: Engine, member: Member, kept: int, gone: int, take: Collection[str], now: datetime) -> int:
    """Make `gone` and `kept` (ids) one person, with those values of `gone` that `take` names; the merge's id.

    Raises Unfit, Unknown, ReadOnly.
    """
    if kept == gone or not set(take) <= set(CHOICES):
        raise Unfit
    with writing(engine) as session:
        both = {number: one(session, member, number, to_change=True) for number in sorted((kept, gone))}
        row = Merge(kept_id=kept, gone_id=gone, staff_id=member.id, at=now, moved={}, swapped=[])
        row.swapped = list(_exchanged(both[kept], both[gone], take))
        _bring_accounts(session, both[kept], both[gone])
        session.flush()
        end_one_of(session, kept, gone, now)
        row.moved = {table.name: ids for table in hanging() if (ids := _move(session, table, gone, kept))}
        if steps := _bring_steps(session, both[kept].id, both[gone].id):
            row.moved |= {_STEPS: steps}
        both[gone].merged_into_id = kept
        both[kept].updated_at = both[gone].updated_at = now
        session.add(row)
        session.flush()
        _audit(session, member, row, "person-merged", now)
        return row.id


def undo(engine: Engine, member: Member, number: int, now: datetime) -> int:
    """Make the two of a merge two again, if it was lately; the id of the one that was kept.

    Raises TooLate, Unknown, ReadOnly.
    """
    with writing(engine) as session:
        row = session.get(Merge, number)
        if row is None:
            raise Unknown
        kept, gone = one(session, member, row.kept_id, to_change=True), session.get_one(Person, row.gone_id)
        if row.undone_at or gone.merged_into_id != kept.id or now - row.at > UNDO_WITHIN:
            raise TooLate
        for table in hanging():
            _move_back(session, table, row.moved.get(table.name, ()), kept.id, gone.id)
        for step, plan, other in row.moved.get(_STEPS, ()):
            session.execute(update(PlanStep).where(PlanStep.id == step, PlanStep.plan_id == other).values(plan_id=plan))
        _return_accounts(session, kept, gone)
        gone.merged_into_id = None
        for what in row.swapped:
            _exchange(kept, gone, {**CHOICES, **_WITH_IT, **_NEWS}[what])
        row.undone_at = kept.updated_at = gone.updated_at = now
        _audit(session, member, row, "person-unmerged", now)
        return kept.id


def _audit(session: Session, member: Member, row: Merge, action: str, now: datetime) -> None:
    for person in (row.kept_id, row.gone_id):
        session.add(Audit(at=now, staff_id=member.id, action=action, subject=f"person-{person}"))


# --- values ---------------------------------------------------------------------------------------------------


def _exchanged(kept: Person, gone: Person, take: Collection[str]) -> Iterator[str]:
    """Exchange what was chosen, and what only the other has; which that was."""
    for what, columns in (CHOICES | _WITH_IT).items():
        mine, others = (any(getattr(row, column) for column in columns) for row in (kept, gone))
        if others and (what in take or not mine):
            _exchange(kept, gone, columns)
            yield what
    only_there = has_account(gone.channel_id) and not has_account(kept.channel_id)
    if only_there or (has_account(gone.channel_id) and not gone.subscribed):  # who said no once has said no
        _exchange(kept, gone, _NEWS["news"])
        yield "news"


def _exchange(kept: Person, gone: Person, columns: Sequence[str]) -> None:
    for column in columns:
        mine, others = getattr(kept, column), getattr(gone, column)
        setattr(kept, column, others)
        setattr(gone, column, mine)


# --- accounts -------------------------------------------------------------------------------------------------


def _bring_accounts(session: Session, kept: Person, gone: Person) -> None:
    """Both write to one person from now on; who is kept goes on with an account that can be written to."""
    session.execute(update(Address).where(Address.person_id == gone.id).values(person_id=kept.id))
    for person in (kept, gone):
        _stand(session, person, kept)
    other, gone.channel_id = gone.channel_id, f"{MERGED}{gone.id}"
    session.flush()
    if not has_account(kept.channel_id) and has_account(other):
        kept.channel_id = other


def _stand(session: Session, person: Person, kept: Person) -> None:
    if session.get(Address, person.channel_id) is None:
        session.add(Address(channel_id=person.channel_id, person_id=kept.id, came_with_id=person.id))


def _return_accounts(session: Session, kept: Person, gone: Person) -> None:
    back = session.scalars(select(Address).where(Address.came_with_id.in_(_family(session, gone.id)))).all()
    for address in back:
        address.person_id = gone.id
    session.flush()
    stay = session.scalars(select(Address).where(Address.person_id == kept.id)).all()
    if kept.channel_id not in {address.channel_id for address in stay}:
        kept.channel_id = _best(stay, kept.id)
        session.flush()
    gone.channel_id = _best(back, gone.id)
    for addresses in (stay, back):
        if len(addresses) == 1:
            session.delete(addresses[0])


def _family(session: Session, number: int) -> list[int]:
    """The person and all who were merged into them."""
    doubles = session.scalars(select(Person.id).where(Person.merged_into_id == number)).all()
    return [number, *(each for double in doubles for each in _family(session, double))]


def _best(addresses: Sequence[Address], number: int) -> str:
    """Of several the one that can be written to, rather the one they came with."""
    ranked = sorted(addresses, key=lambda each: (not has_account(each.channel_id), each.came_with_id != number))
    return ranked[0].channel_id


# --- what hangs on them ---------------------------------------------------------------------------------------


def _move(session: Session, table: Table, gone: int, kept: int) -> list[int]:
    """Move the rows of `gone` to `kept`, but for those of which `kept` has the same already; their ids."""
    same = [_twice(table, kept, names, empty) for names, empty in unique_with(table)]
    ids = list(session.scalars(select(table.c.id).where(table.c.person_id == gone, *(~each for each in same))))
    _set(session, table, ids, table.c.person_id == gone, kept)
    return ids


def _twice(table: Table, kept: int, names: Sequence[str], empty: str) -> ColumnElement[bool]:
    """That `kept` has a row with the same in these columns, both with nothing in column `empty` (if it is given)."""
    mine = table.alias()
    same = [mine.c[name] == table.c[name] for name in names]
    same += [each.c[empty].is_(None) for each in (mine, table) if empty]
    return exists().where(mine.c.person_id == kept, *same)


def unique_with(table: Table) -> Iterator[tuple[list[str], str]]:
    """The columns that must not be the same twice for one person, and the one that has to be empty for that or ""."""
    for rule in (*table.constraints, *(index for index in table.indexes if index.unique)):
        names = [column.name for column in rule.columns] if isinstance(rule, UniqueConstraint | Index) else []
        if "person_id" in names:
            only = rule.dialect_options["sqlite"].get("where") if isinstance(rule, Index) else None
            empty = "" if only is None else str(only).removesuffix(" IS NULL")
            yield [name for name in names if name != "person_id"], empty


def _move_back(session: Session, table: Table, ids: Sequence[int], kept: int, gone: int) -> None:
    """What was erased or moved on meanwhile is left alone, and so is what has come to stand there twice."""
    there = set(session.scalars(select(table.c.id).where(table.c.person_id == kept, table.c.id.in_(ids[:AT_A_TIME]))))
    for at in range(AT_A_TIME, len(ids), AT_A_TIME):
        some = ids[at : at + AT_A_TIME]
        there |= set(session.scalars(select(table.c.id).where(table.c.person_id == kept, table.c.id.in_(some))))
    _set(session, table, [each for each in ids if each in there], table.c.person_id == kept, gone)


def _set(session: Session, table: Table, ids: Sequence[int], which: Any, person: int) -> None:
    for at in range(0, len(ids), AT_A_TIME):
        some = table.c.id.in_(ids[at : at + AT_A_TIME])
        session.execute(update(table).where(and_(which, some)).values(person_id=person))


def _bring_steps(session: Session, kept: int, gone: int) -> list[list[int]]:
    """Both had a plan: the kept one gets the steps that it lacks, and those that were done there: (step, from, to)."""
    moved = []
    of = HouseholdPlan.person_id
    for left in session.scalars(select(HouseholdPlan).where(of == gone)).all():
        same_whom = HouseholdPlan.for_whom == left.for_whom
        mine = session.scalars(select(HouseholdPlan).where(of == kept, same_whom)).one()
        known = {step.what: step for step in mine.steps}
        for step in list(left.steps):
            same = known.get(step.what)
            if same and (same.done_at or not step.done_at):
                continue
            moved.append([step.id, left.id, mine.id])
            step.plan_id = mine.id
            if same:  # done there, still open here
                moved.append([same.id, mine.id, left.id])
                same.plan_id = left.id
    session.flush()
    session.expire_all()
    return moved
