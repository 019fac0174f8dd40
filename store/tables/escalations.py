"""Promised calls that were not made, and were told further up."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base
from store.tables.referrals import Referral


class Escalation(Base):
    """That a promise of a referral is overdue was told at this level (1 township, 2 county); each once.

    All that were told together have the same `told_at`.
    """

    __tablename__ = "escalations"
    __table_args__ = (UniqueConstraint("referral_id", "promised_at", "level"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"))
    promised_at: Mapped[datetime]
    level: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(index=True)

    referral: Mapped[Referral] = relationship()


class TownshipGroup(Base):
    """The WeCom group of a township's staff, by the webhook of its robot; `township` has 9 digits."""

    __tablename__ = "township_groups"

    township: Mapped[str] = mapped_column(String(12), primary_key=True)
    robot_url: Mapped[str] = mapped_column(String(500))
