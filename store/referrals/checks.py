"""Which of those who were placed are to be asked whether they still have work, and who counts as having it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from bot.records import Status
from bot.when import today
from store.database import reading
from store.referrals.caseload import in_scope, lines
from store.referrals.history import UNDO_WITHIN
from store.referrals.views import Line, line_of
from store.staff import Member
from store.tables import Answer, Check, Placement, Referral

GRACE = timedelta(days=15)
"""So long after a check is due the one before still tells; then it must have been made."""

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A check with the referral it belongs to. `retractable`: the member may take back the answer."""

    id: int
    line: Line
    months: int
    due_on: date
    employer: str
    started_on: date
    tries: int
    answer: Answer | None
    reason: str
    again: int | None
    retractable: bool = False


def due(engine: Engine, member: Member, now: datetime) -> list[Due]:
    """The checks in this member's scope that are to be made now, the longest due first."""
    query = _checks(member).where(*_open(today(now))).order_by(Check.next_on, Check.id).limit(LIMIT)
    with reading(engine) as session:
        return [_due(session, check, member, now) for check in session.scalars(query)]


def of_referral(engine: Engine, member: Member, referral_id: int, now: datetime) -> list[Due]:
    """All checks of one referral, in order."""
    query = _checks(member).where(Placement.referral_id == referral_id).order_by(Check.due_on)
    with reading(engine) as session:
        return [_due(session, check, member, now) for check in session.scalars(query)]


def count(session: Session, which: ColumnElement[bool], on: date) -> int:
    """How many checks of these referrals are to be made on this day."""
    query = select(func.count(Check.id)).join(Check.placement).join(Placement.referral)
    return session.scalar(query.where(which, *_open(on))) or 0


def count_for(engine: Engine, member: Member, now: datetime) -> int:
    """How many are to be made now in this member's scope."""
    with reading(engine) as session:
        return count(session, in_scope(member), today(now))


def _checks(member: Member) -> Select[Check]:
    query = select(Check).join(Check.placement).join(Placement.referral)
    return query.where(in_scope(member)).options(joinedload(Check.placement))


def _open(on: date) -> tuple[ColumnElement[bool], ...]:
    other = aliased(Check)
    stopped = select(other.placement_id).where(other.answer == Answer.STOPPED)
    return (
        Check.answer.is_(None),
        Check.next_on <= on,
        Referral.status == Status.PLACED,
        Check.placement_id.not_in(stopped),
    )


def _due(session: Session, check: Check, member: Member, now: datetime) -> Due:
    row = session.scalars(lines().where(Referral.id == check.placement.referral_id)).one()
    again = select(Referral.id).where(Referral.registration_id == check.again_id)
    return Due(
        check.id,
        line_of(row),
        check.months,
        check.due_on,
        check.placement.employer,
        check.placement.started_on,
        check.tries,
        check.answer,
        check.reason,
        session.scalar(again) if check.again_id else None,
        retractable(check, member, now),
    )


def retractable(check: Check, member: Member, now: datetime) -> bool:
    """Whether this member gave the answer, a moment ago, and nothing came of it."""
    fresh = check.answered_at is not None and now - check.answered_at <= UNDO_WITHIN
    return fresh and check.staff_id == member.id and check.again_id is None


def met(checks: Sequence[Check], on: date) -> bool | None:
    """Whether somebody counts as in work: by the last check that was made, or should have been by now; None: too early.

    Who could not be asked counts as not in work, so that asking fewer never raises the figure.
    """
    if any(check.answer is Answer.STOPPED for check in checks):
        return False
    told = [check for check in checks if check.answer or check.due_on + GRACE <= on]
    last = max(told, key=lambda check: check.due_on, default=None)
    return None if last is None else bool(last.answer and last.answer.works)
