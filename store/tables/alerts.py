"""Who wants to be told of new jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base
from store.tables.people import Person


class JobAlert(Base):
    """Somebody is to be told of jobs with these `wishes` (see `bot.matching.dump`).

    `passed` are ids of the jobs that were there when they asked, which they did not want.
    """

    __tablename__ = "job_alerts"
    __table_args__ = (UniqueConstraint("person_id", "for_whom"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    for_whom: Mapped[str] = mapped_column(String(40), default="", server_default="")
    wishes: Mapped[str] = mapped_column(Text, default="", server_default="")
    passed: Mapped[list[Any]]
    since: Mapped[datetime]

    person: Mapped[Person] = relationship()
