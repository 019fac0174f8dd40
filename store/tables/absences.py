"""Who of the staff is away."""

from datetime import date

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class Absence(Base):
    """A member is away up to and including the day `until`; what is past says nothing any more."""

    __tablename__ = "absences"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[date] = mapped_column(Date)
