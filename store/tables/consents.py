"""What people agreed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base
from store.tables.people import Person
from store.tables.staff import Staff


class ConsentGiven(Base):
    """A person agreed to these words, in WeChat or, with `staff_id`, aloud to a colleague who wrote it down.

    It stays after erasure, without anything that tells who it was: that somebody agreed, and until when.
    """

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    wording: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    staff: Mapped[Staff | None] = relationship()
