"""The people a member of staff may see: searched, filtered, page by page; the last who came first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, exists, func, or_, select, true
from sqlalchemy.orm import Session

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.records import Status
from store.database import reading
from store.people import phones
from store.people.addresses import has_account, without_account
from store.people.scope import theirs
from store.referrals.views import home_of, masked
from store.staff import Member
from store.tables import HouseholdPlan, Person, Referral, Registration

OPEN = tuple(status for status in Status if status.open)
PAGE = 30


class Which(StrEnum):
    """What a list of people can be narrowed to."""

    ALL = "all"
    OPEN = "open"
    ZERO = "zero"
    FOLLOWS = "follows"
    COUNTER = "counter"
    LEFT = "left"
    UNAGREED = "unagreed"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a list. `phone` is masked; `open` is how many of their requests are not ended.

    `follows`: they can be written to in WeChat; `account`: they were ever there. `left`: their data are erased.
    `in_writing`: they want no calls.
    """

    id: int
    name: str
    phone: str
    place: str
    open: int
    zero: bool
    account: bool
    follows: bool
    left: bool
    agreed: bool
    in_writing: bool = False


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some people, and the id after which the next page begins (0: there is none)."""

    people: tuple[Somebody, ...]
    after: int = 0


def people(
    engine: Engine, member: Member, text: str = "", which: Which = Which.ALL, after: int = 0, size: int = PAGE
) -> Crowd:
    """One page of those who are found. `after` is the `Crowd.after` of the page before, 0 for the first."""
    query = select(Person).where(theirs(member), Person.merged_into_id.is_(None), _like(which), about(text))
    if after:
        query = query.where(Person.id < after)
    with reading(engine) as session:
        found = session.scalars(query.order_by(Person.id.desc()).limit(size + 1)).all()
        shown = found[:size]
        return Crowd(tuple(lines(session, shown)), shown[-1].id if len(found) > size else 0)


def lines(session: Session, rows: Sequence[Person]) -> list[Somebody]:
    """These people as they stand in a list, in the same order."""
    ids = [person.id for person in rows]
    counting = (
        select(Registration.person_id, func.count().label("number"))
        .join(Referral)
        .where(Registration.person_id.in_(ids), Referral.status.in_(OPEN))
        .group_by(Registration.person_id)
    )
    open_ones = {row.person_id: row.number for row in session.execute(counting)}
    zero = set(session.scalars(select(HouseholdPlan.person_id).where(HouseholdPlan.person_id.in_(ids))))
    return [_somebody(person, open_ones.get(person.id, 0), person.id in zero) for person in rows]


def _somebody(person: Person, open_ones: int, zero: bool) -> Somebody:
    return Somebody(
        id=person.id,
        name=person.name,
        phone=masked(person.phone),
        place=home_of(person),
        open=open_ones,
        zero=zero,
        account=has_account(person.channel_id),
        follows=person.here,
        left=person.forgotten_at is not None,
        agreed=person.consented_at is not None,
        in_writing=person.in_writing,
    )


def _like(which: Which) -> ColumnElement[bool]:
    asked = exists().where(Registration.person_id == Person.id, Referral.registration_id == Registration.id)
    return {
        Which.ALL: Person.forgotten_at.is_(None),
        Which.OPEN: asked.where(Referral.status.in_(OPEN)),
        Which.ZERO: exists().where(HouseholdPlan.person_id == Person.id),
        Which.FOLLOWS: Person.follows & Person.forgotten_at.is_(None),
        Which.COUNTER: without_account() & Person.forgotten_at.is_(None),
        Which.LEFT: Person.forgotten_at.is_not(None),
        Which.UNAGREED: Person.consented_at.is_(None) & Person.forgotten_at.is_(None),
    }[which]


def about(text: str) -> ColumnElement[bool]:
    """Whose name, home or what staff noted has `text`, or whose phone it is or ends."""
    if not text:
        return true()
    villages = [code for code, village in VILLAGES.items() if text in village.name]
    townships = [code for code, name in TOWNSHIPS.items() if text in name]
    matches = [
        Person.name.contains(text, autoescape=True),
        Person.place.contains(text, autoescape=True),
        Person.village.in_(villages),
        Person.township.in_(townships),
    ]
    if phones.searchable(text):
        matches.append(phones.ends_in(Person, text))
    return or_(*matches)
