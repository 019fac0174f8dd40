"""What is done for a household in which nobody works (零就业家庭，一户一策)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base
from store.sealing import Sealed
from store.tables.people import Person
from store.tables.staff import Staff


class HouseholdPlan(Base):
    """One plan for one household: that of the person who wrote, or of the one they wrote for.

    `closed_at`: somebody of it works, or there is another reason (`closed_why`) to do nothing more.
    """

    __tablename__ = "household_plans"
    __table_args__ = (UniqueConstraint("person_id", "for_whom"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    for_whom: Mapped[str] = mapped_column(String(40), default="", server_default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str] = mapped_column(String(200), default="", server_default="")

    person: Mapped[Person] = relationship()
    steps: Mapped[list["PlanStep"]] = relationship(back_populates="plan", order_by="PlanStep.due_on, PlanStep.id")


class PlanStep(Base):
    """One step: who answers for it ("" nobody named yet), by when, and when and by whom it was done."""

    __tablename__ = "household_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("household_plans.id"), index=True)
    what: Mapped[str] = mapped_column(Sealed)
    responsible: Mapped[str] = mapped_column(String(60), default="", server_default="")
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    plan: Mapped[HouseholdPlan] = relationship(back_populates="steps")
    done_by: Mapped[Staff | None] = relationship()
