"""The piles on the desk: which referrals lie on each, in which order, how many they are.

The order is found by reading an index, so a page costs the same whether fifty or fifty thousand wait
(`tests/store/test_many.py` looks at the plans of both kinds of database). What a page goes on after is a place in that
order, so nothing is shown twice or left out because something arrived.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from bot.records import Status
from store.base import Moment
from store.database import reading
from store.referrals.caseload import PAGE, in_scope, lines
from store.referrals.views import Line, Page, line_of
from store.staff import Member
from store.tables import Message, Rank, Referral, ReferralEvent


class Pile(StrEnum):
    """Nobody has it yet, I have it, it rests, not ended, ended. What rests lies on none but the third and fourth."""

    NEW = "new"
    MINE = "mine"
    LATER = "later"
    OPEN = "open"
    DONE = "done"


def queue(engine: Engine, member: Member, pile: Pile, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """One page of a pile: what is open with the urgent first, then the longest wait; what has ended with the latest.

    `after` is the `Page.after` of the page before; one that makes no sense begins anew.
    """
    latest_first = pile is Pile.DONE
    order = (Referral.updated_at, Referral.id) if latest_first else (Referral.rank, Referral.created_at, Referral.id)
    query = select(*order).where(in_scope(member), _on(pile, member, now))
    mark = _unmark(after, len(order))
    if mark is not None:
        query = query.where(tuple_(*order) < mark if latest_first else tuple_(*order) > mark)
    query = query.order_by(*(column.desc() if latest_first else column for column in order))
    with reading(engine) as session:
        found = session.execute(query.limit(size + 1)).all()
        page = _read(session, [row[-1] for row in found[:size]])
    return Page(page, _mark(found[size - 1]) if len(found) > size else "")


def _read(session: Session, numbers: Sequence[int]) -> tuple[Line, ...]:
    """These referrals as lines, in this order."""
    rows = {row.id: row for row in session.scalars(lines().where(Referral.id.in_(numbers)))}
    unreached, freed = _unreached(session, numbers), _freed(session, numbers)
    return tuple(
        replace(line_of(rows[number]), unreached=number in unreached, freed=number in freed) for number in numbers
    )


def counts(engine: Engine, member: Member, now: datetime) -> dict[Pile, int]:
    """How many are on each pile that is not ended."""
    with reading(engine) as session:
        return {pile: _count(session, member, pile, now) for pile in (Pile.NEW, Pile.MINE, Pile.LATER, Pile.OPEN)}


def awake(now: datetime) -> ColumnElement[bool]:
    """What does not rest at this moment."""
    return or_(Referral.rests_until.is_(None), Referral.rests_until <= now)


def _on(pile: Pile, member: Member, now: datetime) -> ColumnElement[bool]:
    if pile is Pile.NEW:
        return and_(Referral.status == Status.NEW, awake(now))
    if pile is Pile.MINE:
        return and_(Referral.rank < Rank.ENDED, Referral.assignee_id == member.id, awake(now))
    if pile is Pile.LATER:
        return and_(Referral.rank < Rank.ENDED, Referral.rests_until > now)
    return Referral.rank < Rank.ENDED if pile is Pile.OPEN else Referral.rank == Rank.ENDED


def _count(session: Session, member: Member, pile: Pile, now: datetime) -> int:
    query = select(func.count()).select_from(Referral).where(in_scope(member), _on(pile, member, now))
    return session.scalar(query) or 0


def _unreached(session: Session, referrals: Sequence[int]) -> set[int]:
    """Those whose last message could not be sent to the person."""
    last = select(func.max(Message.id)).where(Message.referral_id.in_(referrals)).group_by(Message.referral_id)
    undelivered = Message.delivered_at.is_(None) & (Message.error != "")
    query = select(Message.referral_id).where(Message.id.in_(last), undelivered)
    return {referral for referral in session.scalars(query) if referral is not None}


def _freed(session: Session, referrals: Sequence[int]) -> set[int]:
    """Those that came back because whoever had them is away, and to which nothing has happened since."""
    last = select(func.max(ReferralEvent.id)).where(ReferralEvent.referral_id.in_(referrals))
    last = last.group_by(ReferralEvent.referral_id)
    query = select(ReferralEvent.referral_id).where(ReferralEvent.id.in_(last), ReferralEvent.what == "freed")
    return set(session.scalars(query))


def _mark(key: Iterable[object]) -> str:
    return "_".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in key)


def _unmark(mark: str, parts: int) -> ColumnElement[Any] | None:
    """The place in the order that `_mark` wrote down: a rank (only of what is open), a moment, a referral's id."""
    try:
        *rank, at, referral_id = mark.split("_")
        moment, numbers = datetime.fromisoformat(at), [int(each) for each in (*rank, referral_id)]
    except ValueError:
        return None
    if moment.tzinfo is None or len(numbers) + 1 != parts or not all(0 <= each < 2**31 for each in numbers):
        return None
    return tuple_(*numbers[:-1], literal(moment, Moment()), numbers[-1])
