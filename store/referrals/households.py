"""Plans for households in which nobody works (零就业家庭，一户一策): opened with the referral, worked by staff."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.when import today
from store.database import reading
from store.referrals.action import acting, fit
from store.referrals.caseload import in_scope
from store.referrals.cases import note
from store.refusals import Unfit
from store.staff import Member
from store.tables import HouseholdPlan, PlanStep, Referral, Registration

LONGEST_STEP = 200
LONGEST_NAME = 20
FIRST_STEPS = (
    (2, "打电话约好，上门看看"),
    (7, "问清楚：家里几口人，谁能干活，为什么没上班"),
    (10, "推荐活：车间的、在家做的、公益岗，有合适的至少说三个"),
    (20, "不会手艺的，报一个免费培训"),
    (30, "至少一个人有活干"),
    (60, "干满一个月，再上门问问稳不稳"),
)
"""(days from the beginning, what): at least one person of such a household is to find work (notice, section 5)."""


def mark(session: Session, row: Registration, at: datetime) -> None:
    """Nobody in this household works: the referral comes first, and the household has a plan, one for all requests."""
    if not row.referral.zero_employment:
        row.referral.zero_employment = True
        note(row.referral, at, "zero-employment", by="system")
    if _plan(session, row) is not None:
        return
    plan = HouseholdPlan(person_id=row.person_id, for_whom=row.for_whom, opened_at=at)
    begin = today(at)
    plan.steps = [PlanStep(what=what, due_on=begin + timedelta(days=days)) for days, what in FIRST_STEPS]
    session.add(plan)
    session.flush()


def _plan(session: Session, row: Registration) -> HouseholdPlan | None:
    return session.scalar(
        select(HouseholdPlan).where(HouseholdPlan.person_id == row.person_id, HouseholdPlan.for_whom == row.for_whom)
    )


# --- staff ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step as staff see it on a day; `done_by` is the colleague's name."""

    id: int
    what: str
    responsible: str
    due_on: date
    done_at: datetime | None
    done_by: str
    overdue: bool


def steps(engine: Engine, member: Member, referral_id: int, on: date) -> tuple[Step, ...]:
    """The plan of the household that a referral in this member's scope is about; empty when there is none."""
    with reading(engine) as session:
        plan = _of_referral(session, member, referral_id)
        return tuple(step_of(row, on) for row in plan.steps) if plan else ()


def plan_of(engine: Engine, member: Member, referral_id: int) -> int:
    """The id of that plan; 0 when there is none."""
    with reading(engine) as session:
        plan = _of_referral(session, member, referral_id)
        return plan.id if plan else 0


def _of_referral(session: Session, member: Member, referral_id: int) -> HouseholdPlan | None:
    referral = session.scalar(select(Referral).where(in_scope(member), Referral.id == referral_id))
    return _plan(session, referral.registration) if referral and referral.zero_employment else None


def step_of(row: PlanStep, on: date) -> Step:
    """A step as staff see it on this day."""
    done_by = row.done_by.name if row.done_by else ""
    return Step(
        row.id, row.what, row.responsible, row.due_on, row.done_at, done_by, row.done_at is None and row.due_on < on
    )


@dataclass(frozen=True, slots=True)
class Plans:
    """What staff do to a plan; each is written down. Raises a `store.refusals.Refusal` when it may not be."""

    engine: Engine

    def tick(self, member: Member, referral_id: int, step_id: int, now: datetime) -> None:
        """Mark a step as done, or, when it was, as not done."""
        with acting(self.engine, member, referral_id, now) as action:
            plan = _plan(action.session, action.referral.registration)
            step = action.session.get(PlanStep, step_id)
            if plan is None or step is None or step.plan_id != plan.id:
                raise Unfit
            undone = step.done_at is None
            step.done_at, step.done_by_id = (now, member.id) if undone else (None, None)
            action.step("plan-done" if undone else "plan-undone", step.what)

    def add(self, member: Member, referral_id: int, what: str, responsible: str, due_on: date, now: datetime) -> None:
        """Add a step: who answers for it, by when."""
        with acting(self.engine, member, referral_id, now) as action:
            plan = _plan(action.session, action.referral.registration)
            if plan is None or not action.referral.zero_employment or due_on < today(now):
                raise Unfit
            name = fit(responsible, LONGEST_NAME, may_be_empty=True)
            step = PlanStep(plan_id=plan.id, what=fit(what, LONGEST_STEP), responsible=name, due_on=due_on)
            action.session.add(step)
            action.step("plan-added", step.what)

    def assign(
        self, member: Member, referral_id: int, which: int, whom: tuple[str, date | None], now: datetime
    ) -> None:
        """Say who answers for a step that is not done (its id; 0: for all of these), and, of one, by when."""
        name, due_on = fit(whom[0], LONGEST_NAME), whom[1]
        with acting(self.engine, member, referral_id, now) as action:
            plan = _plan(action.session, action.referral.registration)
            chosen = [step for step in plan.steps if which in (0, step.id) and not step.done_at] if plan else []
            if not chosen or (due_on and (which == 0 or due_on < today(now))):
                raise Unfit
            for step in chosen:
                step.responsible, step.due_on = name, due_on or step.due_on
            action.step("plan-assigned", f"{name}：{chosen[0].what}" if which else name)

    def close(self, member: Member, referral_id: int, why: str, now: datetime) -> None:
        """Nothing more is to be done for this household, and why."""
        with acting(self.engine, member, referral_id, now) as action:
            plan = _plan(action.session, action.referral.registration)
            if plan is None or plan.closed_at:
                raise Unfit
            plan.closed_at, plan.closed_why = now, fit(why, LONGEST_STEP)
            action.step("plan-closed", plan.closed_why)

    def reopen(self, member: Member, referral_id: int, now: datetime) -> None:
        """There is something to be done again."""
        with acting(self.engine, member, referral_id, now) as action:
            plan = _plan(action.session, action.referral.registration)
            if plan is None or plan.closed_at is None:
                raise Unfit
            plan.closed_at, plan.closed_why = None, ""
            action.step("plan-reopened")
