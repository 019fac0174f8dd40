"""The report for a month (月报): which requests came, how soon somebody was in touch, what became of them.

Every number is the length of a list of cases, or reckoned from one, and the list can be looked at. What the bot says
counts nowhere: in touch is a call that connected, or words that staff wrote themselves. A case that was opened again
counts once: it came when it first came, it ended when it last ended, and if the person said that the promised call was
not made, it was not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from statistics import median

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from bot.records import RecordKind, Status
from store.counting.month import Month
from store.database import reading
from store.referrals.caseload import in_scope
from store.staff import Member
from store.tables import Answer, Check, Placement, Rank, Referral, ReferralEvent, Registration, Station

CHANGES = frozenset(status.value for status in Status)
RAISED = ("raised", "reopened")
TOUCHES = (Status.CONTACTED.value, "replied")


@dataclass(frozen=True, slots=True)
class Case:
    """One request. `touched`: when staff were first in touch. `ended`: when it came to the end at which it stands.

    `kept`: whether the promised call was made in time, None when none was promised or its time has not come. `due`:
    whether it fell to this month to ask if the person still has work (never twice in a month), `found` what they said.
    """

    id: int
    kind: RecordKind
    status: Status
    station: int
    village: str
    came: datetime
    touched: datetime | None
    ended: datetime | None
    kept: bool | None
    due: bool = False
    found: Answer | None = None


class Measure(StrEnum):
    """What is counted."""

    CAME = "came"
    TOUCHED = "touched"
    KEPT = "kept"
    BROKEN = "broken"
    WAITS = "waits"
    ENDED = "ended"
    WELL = "well"
    PLACED = "placed"
    ENROLLED = "enrolled"
    SOLD = "sold"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    STAYS = "stays"
    MOVED = "moved"
    STOPPED = "stopped"
    MISSED = "missed"
    UNASKED = "unasked"


WELL = frozenset({Status.PLACED, Status.ENROLLED, Status.SOLD, Status.ANSWERED})
_OF_THOSE_WHO_CAME: Mapping[Measure, Callable[[Case], bool]] = {
    Measure.CAME: lambda case: True,
    Measure.TOUCHED: lambda case: case.touched is not None,
    Measure.KEPT: lambda case: case.kept is True,
    Measure.BROKEN: lambda case: case.kept is False,
    Measure.WAITS: lambda case: case.status.open,
}
FOUND: Mapping[Answer, Measure] = {answer: Measure(answer.value) for answer in Answer}
_OF_THOSE_DUE = frozenset({Measure.DUE, Measure.UNASKED, *FOUND.values()})


def counts(case: Case, measure: Measure, month: Month) -> bool:
    """Whether a case is one of those that this number counts."""
    if measure in _OF_THOSE_DUE:
        found = FOUND[case.found] if case.found else Measure.UNASKED
        return case.due and measure in (Measure.DUE, found)
    if measure in _OF_THOSE_WHO_CAME:
        return month.has(case.came) and _OF_THOSE_WHO_CAME[measure](case)
    if not month.has(case.ended):
        return False
    return measure is Measure.ENDED or (
        case.status in WELL if measure is Measure.WELL else case.status.value == measure.value
    )


class By(StrEnum):
    """What the rows of a table are."""

    KIND = "kind"
    STATION = "station"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Report:
    """The cases of a month that a member may see: those that came, ended or were due to be asked about in it."""

    month: Month
    cases: tuple[Case, ...]
    stations: Mapping[int, str]

    def rows(self, by: By) -> dict[str, list[Case]]:
        """The cases row by row, those rows first in which most are."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            found.setdefault(str(getattr(case, by)), []).append(case)
        return dict(sorted(found.items(), key=lambda row: (-len(row[1]), row[0])))

    def behind(self, measure: Measure, cases: Iterable[Case]) -> list[Case]:
        """Those of these cases that a number counts."""
        return [case for case in cases if counts(case, measure, self.month)]


def share_in_work(cases: Iterable[Case]) -> float | None:
    """Of those who were asked whether they still have work, the share that has; who was not reached counts as not."""
    found = [case.found.works for case in cases if case.due and case.found]
    return sum(found) / len(found) if found else None


def hours_to_touch(cases: Iterable[Case]) -> float | None:
    """How long it took until staff were in touch, in hours by the clock: half took longer. None when none were."""
    took = [(case.touched - case.came) / timedelta(hours=1) for case in cases if case.touched]
    return median(took) if took else None


def report(engine: Engine, member: Member, month: Month, now: datetime) -> Report:
    """The month's report as far as the member may see; what came in it stands as it stands now."""
    with reading(engine) as session:
        rows = session.execute(_rows(member, month)).all()
        steps, checks = _steps(session, member, month), _checks(session, month)
        cases = tuple(_asked(_case(row, steps.get(row.id, ()), now), checks) for row in rows)
        names = {row.id: row.name for row in session.execute(select(Station.id, Station.name))}
    its = (case for case in cases if case.due or month.has(case.came) or month.has(case.ended))
    return Report(month, tuple(its), names)


def _of(member: Member, month: Month) -> tuple[ColumnElement[bool], ...]:
    """What can matter for the month: it came in it, has ended and was touched since it began, or is asked about."""
    began, over = month.begin, month.after.begin
    came = and_(Referral.created_at >= began, Referral.created_at < over)
    ended = and_(Referral.rank == Rank.ENDED, Referral.created_at < over, Referral.updated_at >= began)
    return (in_scope(member), or_(came, ended, Referral.id.in_(_due(month).with_only_columns(Placement.referral_id))))


def _due(month: Month) -> Select[int, Answer | None]:
    """The checks that fall to the month: their referral, and what they found."""
    days = Check.due_on >= month.begin.date(), Check.due_on < month.after.begin.date()
    return select(Placement.referral_id, Check.answer).join(Check.placement).where(*days)


def _checks(session: Session, month: Month) -> dict[int, Answer | None]:
    return {row.referral_id: row.answer for row in session.execute(_due(month))}


def _asked(case: Case, checks: Mapping[int, Answer | None]) -> Case:
    return replace(case, due=True, found=checks[case.id]) if case.id in checks else case


def _rows(member: Member, month: Month) -> Select[int, Status, int | None, datetime, datetime | None, RecordKind, str]:
    return (
        select(
            Referral.id,
            Referral.status,
            Referral.station_id,
            Referral.created_at,
            Referral.promised_at,
            Registration.kind,
            Registration.village,
        )
        .join(Referral.registration)
        .where(*_of(member, month))
        .order_by(Referral.created_at, Referral.id)
    )


Found = Row[int, Status, int | None, datetime, datetime | None, RecordKind, str]
Step = Row[int, datetime, str, str]
"""Of a case's history: `referral_id`, `at`, `what`, `by`."""


def _steps(session: Session, member: Member, month: Month) -> dict[int, list[Step]]:
    query = (
        select(ReferralEvent.referral_id, ReferralEvent.at, ReferralEvent.what, ReferralEvent.by)
        .join(ReferralEvent.referral)
        .where(*_of(member, month), ReferralEvent.what.in_((*CHANGES, *RAISED, "replied", "undone")))
        .order_by(ReferralEvent.referral_id, ReferralEvent.id)
    )
    found = session.execute(query).all()
    return {number: list(steps) for number, steps in groupby(found, key=lambda step: step.referral_id)}


def _case(row: Found, steps: Sequence[Step], now: datetime) -> Case:
    stood = list(_stood(steps))
    touched = next((step.at for step in stood if step.what in TOUCHES and step.by == "staff"), None)
    ends = [step.at for step in stood if step.what == row.status]
    return Case(
        id=row.id,
        kind=row.kind,
        status=row.status,
        station=row.station_id or 0,
        village=row.village,
        came=row.created_at,
        touched=touched,
        ended=ends[-1] if ends and not row.status.open else None,
        kept=_kept(row.promised_at, touched, any(step.what in RAISED for step in steps), now),
    )


def _stood(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps that were not taken back."""
    kept: list[Step] = []
    for step in steps:
        if step.what == "undone":
            last = next((place for place in range(len(kept) - 1, -1, -1) if kept[place].what in CHANGES), None)
            if last is not None:
                del kept[last]
        else:
            kept.append(step)
    yield from kept


def _kept(promised: datetime | None, touched: datetime | None, missed: bool, now: datetime) -> bool | None:
    if promised is None:
        return None
    if missed:
        return False
    if touched is not None:
        return touched <= promised
    return False if promised < now else None
