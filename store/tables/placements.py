"""Who found work, and whether they still have it after one, three and six months (稳定就业)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, words
from store.tables.referrals import Referral
from store.tables.staff import Staff


class Answer(StrEnum):
    """What a check found: still there, other work, no work any more; or that nobody could be asked."""

    STAYS = "stays"
    MOVED = "moved"
    STOPPED = "stopped"
    MISSED = "missed"

    @property
    def works(self) -> bool:
        """Whether they have work."""
        return self in (Answer.STAYS, Answer.MOVED)


class Placement(Base):
    """A referral that ended with work: at whose, from which day on."""

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), unique=True)
    employer: Mapped[str] = mapped_column(String(100), default="", server_default="")
    started_on: Mapped[date] = mapped_column(Date)

    referral: Mapped[Referral] = relationship()
    checks: Mapped[list["Check"]] = relationship(
        back_populates="placement", order_by="Check.due_on", cascade="all, delete-orphan"
    )


class Check(Base):
    """A call, due from `due_on` on, whether the person still has work after so many `months`.

    `next_on` is the day of the next try, after `tries` that reached nobody. `reason` is why they stopped, in a word of
    `retention.Stopped`. `again_id` is the new request that was opened for them.
    """

    __tablename__ = "retention_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    months: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    next_on: Mapped[date] = mapped_column(Date, index=True)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    answer: Mapped[Answer | None] = mapped_column(words(Answer))
    reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    answered_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    again_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))

    placement: Mapped[Placement] = relationship(back_populates="checks")
    staff: Mapped[Staff | None] = relationship()
