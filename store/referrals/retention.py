"""Whether those who were placed still have work (稳定就业): asked by telephone after one, three and six months.

Checks are made when a referral ends as placed, and go with it when that is taken back. Once somebody has stopped, the
later checks are not asked any more.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, Engine, Select, delete, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from bot.records import RecordKind, Status
from bot.when import today
from store.database import reading
from store.referrals.action import Action, acting
from store.referrals.caseload import in_scope, lines
from store.referrals.cases import open_case
from store.referrals.history import UNDO_WITHIN
from store.referrals.views import Line, line_of
from store.refusals import TooLate, Unfit
from store.staff import Member
from store.tables import Answer, Check, Placement, Referral, Registration

MONTHS = (1, 3, 6)
TRIES = 3
"""After so many calls that reached nobody a check is over, and counts as not in work."""

NEXT_TRY = timedelta(days=2)
GRACE = timedelta(days=15)
"""So long after a check is due the one before still tells; then it must have been made."""

LIMIT = 200
EARLIEST = timedelta(days=366)
LONGEST_EMPLOYER = 100


class Stopped(Enum):
    """Why somebody has no work any more; the names are stored."""

    PAY = "工钱低"
    TIRED = "太累、身体吃不消"
    HOME = "家里有事"
    NO_ORDERS = "厂里没活了"
    LET_GO = "厂里不要了"
    SEASON = "农忙、季节活做完了"
    OTHER = "别的原因"


# --- with the referral ---------------------------------------------------------------------------------------


def placed(session: Session, referral: Referral, employer: str, started_on: date) -> None:
    """Plan the checks of somebody who found work."""
    placement = Placement(referral_id=referral.id, employer=employer, started_on=started_on)
    placement.checks = [
        Check(months=months, due_on=_months_on(started_on, months), next_on=_months_on(started_on, months))
        for months in MONTHS
    ]
    session.add(placement)


def taken_back(session: Session, referral: Referral) -> None:
    """The referral has not ended with work after all: nobody is asked."""
    theirs = select(Placement.id).where(Placement.referral_id == referral.id)
    session.execute(delete(Check).where(Check.placement_id.in_(theirs)))
    session.execute(delete(Placement).where(Placement.referral_id == referral.id))


def started(text: str, on: date) -> date:
    """The day that staff gave for the beginning, or today. Raises Unfit for one far away."""
    try:
        day = date.fromisoformat(text) if text else on
    except ValueError:
        raise Unfit from None
    if not -EARLIEST <= day - on <= EARLIEST / 4:
        raise Unfit
    return day


def _months_on(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- what is due ---------------------------------------------------------------------------------------------


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
        _retractable(check, member, now),
    )


def _retractable(check: Check, member: Member, now: datetime) -> bool:
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


# --- what staff do -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Retention:
    """What staff do with checks. Raises a `store.refusals.Refusal` when it may not be."""

    engine: Engine

    def answer(
        self, member: Member, number: int, check_id: int, answer: Answer, now: datetime, reason: Stopped | None = None
    ) -> bool:
        """Note what a call found; False when nobody was reached and it is to be tried again.

        `number` is the referral's. `reason` is why they stopped.
        """
        with acting(self.engine, member, number, now) as action:
            check = _check(action, check_id)
            if check.answer is not None or (reason is not None) is not (answer is Answer.STOPPED):
                raise Unfit
            if answer is Answer.MISSED and check.tries + 1 < TRIES:
                check.tries, check.next_on = check.tries + 1, today(now) + NEXT_TRY
                action.step("retained", f"{check.months}个月：没联系上")
                return False
            check.answer, check.answered_at, check.staff_id = answer, now, member.id
            check.reason = reason.name if reason else ""
            why = f"，{reason.value}" if reason else ""
            action.step("retained", f"{check.months}个月：{ANSWERS[answer]}{why}")
            return True

    def retract(self, member: Member, number: int, check_id: int, now: datetime) -> None:
        """Take back one's own answer, as long as it is fresh."""
        with acting(self.engine, member, number, now) as action:
            check = _check(action, check_id)
            if not _retractable(check, member, now):
                raise TooLate
            check.answer, check.answered_at, check.staff_id, check.reason = None, None, None, ""
            action.step("retained", f"{check.months}个月：点错了，撤回来")

    def again(self, member: Member, number: int, check_id: int, now: datetime) -> tuple[int, list[int]]:
        """Open a new request for work for somebody who stopped, once; its referral, and the outbox rows of it."""
        with acting(self.engine, member, number, now) as action:
            check, said = _check(action, check_id), action.referral.registration
            if check.answer is not Answer.STOPPED or said.person.forgotten_at:
                raise Unfit
            if check.again_id is None:
                row = _wish_again(said, now)
                action.session.add(row)
                action.session.flush()
                told = open_case(action.session, row, now)
                check.again_id = row.id
                action.step("retained", "没干了，又登记了找活")
                return row.referral.id, [told]
            found = select(Referral.id).where(Referral.registration_id == check.again_id)
            return action.session.scalars(found).one(), []


ANSWERS = {
    Answer.STAYS: "还在干",
    Answer.MOVED: "换了地方干",
    Answer.STOPPED: "没干了",
    Answer.MISSED: "没联系上",
}


def _check(action: Action, check_id: int) -> Check:
    check = action.session.get(Check, check_id)
    if check is None or check.placement.referral_id != action.referral.id:
        raise Unfit
    return check


_SAME = ("person_id", "name", "phone", "township", "village", "place", "for_whom", "age", "wage", "skill")


def _wish_again(said: Registration, now: datetime) -> Registration:
    same = {name: getattr(said, name) for name in _SAME}
    row = Registration(**same, kind=RecordKind.JOB, created_at=now, updated_at=now)
    row.note = f"回访时说没干了：{said.choice_title or '原来的活'}，要再找"
    return row
