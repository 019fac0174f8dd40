"""Who may be recorded twice: the same number, or the same name where the same people live. Staff decide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import combinations

from sqlalchemy import ColumnElement, Engine, func, or_, select
from sqlalchemy.orm import Session

from store.database import reading, writing
from store.people import phones
from store.people.addresses import has_account
from store.people.listing import Somebody, lines
from store.people.scope import one, theirs
from store.referrals.views import masked
from store.refusals import Unfit
from store.staff import Member
from store.tables import Audit, Person, ToldApart
from store.tables.phones import END

SHOWN = 50
GROUPS = 300
LARGEST = 12
"""A number or a name that more people share says nothing."""
MANY = 5
"""People with one number: more than a household that shares a telephone."""


class Why(IntEnum):
    """Why two may be one, the surest first."""

    PHONE_AND_NAME = 1
    NAME_AND_NEAR_PHONE = 2
    NAME_AND_HOME = 3
    PHONE = 4


@dataclass(frozen=True, slots=True)
class Double:
    """Two who may be one. `kept` is the one that would stay: who can be written to, then who was here first."""

    kept: Somebody
    other: Somebody
    why: Why


@dataclass(frozen=True, slots=True)
class Shared:
    """A number, masked, its last digits, and how many people are recorded with it."""

    phone: str
    end: str
    people: int


def shared(engine: Engine, member: Member) -> tuple[Shared, ...]:
    """Numbers with which many whom the member sees are recorded, most first: somebody helps them, or made them up."""
    mark = phones.key(Person)
    groups = select(func.min(Person.id), func.count()).where(*_alive(member), mark != "").group_by(mark)
    with reading(engine) as session:
        found = session.execute(groups.having(func.count() >= MANY).order_by(func.count().desc()).limit(SHOWN)).all()
        rows = [(session.get_one(Person, first), many) for first, many in found]
        return tuple(Shared(masked(row.phone), row.phone[-END:], many) for row, many in rows)


def suggestions(engine: Engine, member: Member) -> tuple[Double, ...]:
    """Those among whom the member sees, the surest first."""
    with reading(engine) as session:
        return _doubles(session, _candidates(session, member))


def of_person(engine: Engine, member: Member, number: int) -> tuple[Double, ...]:
    """Those who may be the same as this person. Raises Unknown."""
    with reading(engine) as session:
        person = one(session, member, number)
        same = [Person.name == person.name] if person.name else []
        same += [phones.same(Person, person.phone)] if person.phone else []
        if not same or person.forgotten_at:
            return ()
        found = session.scalars(select(Person).where(*_alive(member), or_(*same)).limit(GROUPS)).all()
        return tuple(each for each in _doubles(session, found) if number in (each.kept.id, each.other.id))


def _alive(member: Member) -> tuple[ColumnElement[bool], ...]:
    return theirs(member), Person.forgotten_at.is_(None), Person.merged_into_id.is_(None)


def _candidates(session: Session, member: Member) -> Sequence[Person]:
    """People who share a number, or a name and a home, or a name alone, with somebody."""
    found: dict[int, Person] = {}
    for column, several in ((Person.name, Person.name != ""), (phones.key(Person), phones.key(Person) != "")):
        often = select(column).where(*_alive(member), several).group_by(column).having(func.count() > 1).limit(GROUPS)
        rows = session.scalars(select(Person).where(*_alive(member), column.in_(often)))
        found |= {row.id: row for row in rows}
    return list(found.values())


def _doubles(session: Session, people: Sequence[Person]) -> tuple[Double, ...]:
    apart = _told_apart(session, [person.id for person in people])
    pairs = {pair: why for pair, why in _pairs(people) if frozenset(pair) not in apart}
    best = sorted(pairs.items(), key=lambda pair: (pair[1], -max(pair[0])))[:SHOWN]
    numbers = {number for pair, _ in best for number in pair}
    shown = {each.id: each for each in lines(session, [person for person in people if person.id in numbers])}
    return tuple(Double(shown[kept], shown[other], why) for (kept, other), why in best)


def _pairs(people: Sequence[Person]) -> Iterator[tuple[tuple[int, int], Why]]:
    groups: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        if person.name:
            groups["name", person.name].append(person)
        if person.phone:
            groups["phone", person.phone].append(person)
    for group in groups.values():
        if len(group) <= LARGEST:
            for first, second in combinations(group, 2):
                if why := judge(first, second):
                    yield order(first, second), why


def judge(first: Person, second: Person) -> Why | None:
    """Why these two may be one; None when nothing says so."""
    named = first.name == second.name != ""
    if first.phone and first.phone == second.phone:
        return Why.PHONE_AND_NAME if named else Why.PHONE
    if not named:
        return None
    if _slip(first.phone, second.phone):
        return Why.NAME_AND_NEAR_PHONE
    return Why.NAME_AND_HOME if first.village and first.village == second.village else None


def _slip(first: str, second: str) -> bool:
    """Whether two numbers differ by one wrong digit, or by two that changed places."""
    if len(first) != len(second) or not first:
        return False
    wrong = [at for at, (one_, other) in enumerate(zip(first, second, strict=True)) if one_ != other]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return first[wrong[0]] == second[wrong[1]] and first[wrong[1]] == second[wrong[0]]
    return len(wrong) == 1


def order(first: Person, second: Person) -> tuple[int, int]:
    """The ids of two: who would be kept, and the other."""
    ranked = sorted((first, second), key=lambda person: (not has_account(person.channel_id), person.id))
    return ranked[0].id, ranked[1].id


# --- two who are not one --------------------------------------------------------------------------------------


def _told_apart(session: Session, people: Sequence[int]) -> set[frozenset[int]]:
    found: set[frozenset[int]] = set()
    for some in _pieces(people):
        rows = session.execute(select(ToldApart.person_id, ToldApart.other_id).where(ToldApart.person_id.in_(some)))
        found |= {frozenset((row.person_id, row.other_id)) for row in rows}
    return found


def _pieces(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[at : at + 500] for at in range(0, len(numbers), 500))


def tell_apart(engine: Engine, member: Member, first: int, second: int, now: datetime) -> None:
    """Staff looked: these are two people. They are not suggested again. Raises Unfit, Unknown, ReadOnly."""
    if first == second:
        raise Unfit
    low, high = sorted((first, second))
    with writing(engine) as session:
        for number in (low, high):
            one(session, member, number, to_change=True)
            session.add(Audit(at=now, staff_id=member.id, action="person-told-apart", subject=f"person-{number}"))
        same = select(ToldApart).where(ToldApart.person_id == low, ToldApart.other_id == high)
        if session.scalar(same) is None:
            session.add(ToldApart(person_id=low, other_id=high, staff_id=member.id, at=now))
