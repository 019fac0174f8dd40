"""Whether those who were placed still have work (稳定就业): asked by telephone after one, three and six months.

Checks are made when a referral ends as placed, and go with it when that is taken back. Once somebody has stopped, the
later checks are not asked any more.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.records import RecordKind
from bot.when import today
from store.mapping import place_of
from store.referrals.action import Action, acting
from store.referrals.cases import open_case, station_for
from store.referrals.checks import retractable
from store.refusals import TooLate, Unfit
from store.staff import Member
from store.tables import Answer, Check, Placement, Referral, Registration

MONTHS = (1, 3, 6)
TRIES = 3
"""After so many calls that reached nobody a check is over, and counts as not in work."""

NEXT_TRY = timedelta(days=2)
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
            if not retractable(check, member, now):
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
                station = station_for(action.session, place_of(row), row.person.station_id)
                case = open_case(action.session, row.id, station, now)
                check.again_id = row.id
                action.step("retained", "没干了，又登记了找活")
                return case.referral, [case.outbox]
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
