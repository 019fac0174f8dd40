"""By which WeChat account a person is reached: a person is not an account (decision 35).

`people.channel_id` is the account they used last; the others of somebody who has several stand in `addresses`.
"""

from collections.abc import Sequence

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, delete, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from store.tables import Address, Person

ROSTER, COUNTER, MERGED, FORGOTTEN = "roster-", "counter-", "merged-", "forgotten-"
NO_ACCOUNT = (ROSTER, COUNTER, MERGED, FORGOTTEN)
"""How the channel id of somebody begins who has no WeChat account here."""


def has_account(channel_id: str) -> bool:
    """Whether WeChat knows somebody by it."""
    return not channel_id.startswith(NO_ACCOUNT)


def without_account() -> ColumnElement[bool]:
    """Who has no WeChat account here and was not erased."""
    return or_(*(Person.channel_id.startswith(start) for start in (ROSTER, COUNTER)))


_USED_LAST = aliased(Person)  # once: its columns take longer to make than a query takes to run


def owner(channel_id: str | BindParameter[str]) -> ColumnElement[bool]:
    """That a person is the one who writes from this account, be it the one they used last or another."""
    # Not by `or`: PostgreSQL would read the whole table.
    here = select(_USED_LAST.id).where(_USED_LAST.channel_id == channel_id)
    return Person.id.in_(union_all(here, select(Address.person_id).where(Address.channel_id == channel_id)))


ACCOUNT: BindParameter[str] = bindparam("account", type_=String())
"""The account, in a query that is put together once: it is given when the query is run."""


def all_of(session: Session, person: Person) -> Sequence[str]:
    """Every account of a person, the one in use first."""
    others = session.scalars(select(Address.channel_id).where(Address.person_id == person.id)).all()
    return [person.channel_id, *(each for each in others if each != person.channel_id and has_account(each))]


def leave(session: Session, person: Person, channel_id: str) -> bool:
    """They left with this account; False if it was their only one. Of several the others stay theirs."""
    others = [each for each in all_of(session, person) if each != channel_id]
    if not others or not has_account(others[0]):
        return False
    session.execute(delete(Address).where(Address.channel_id == channel_id))
    person.channel_id = others[0]
    return True


def came_with(session: Session, number: int) -> str:
    """The account in which the talk of the person with this id goes on, also after they were merged with another."""
    known = session.scalar(select(Address.channel_id).where(Address.came_with_id == number))
    return known or session.get_one(Person, number).channel_id


def who_came_with(session: Session, channel_id: str) -> int | None:
    """The other way round: the person whose talk goes on in this account; None for one that we do not know."""
    known = session.scalar(select(Address.came_with_id).where(Address.channel_id == channel_id))
    return known or session.scalar(select(Person.id).where(Person.channel_id == channel_id))
