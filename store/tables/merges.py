"""One person who was recorded twice: the accounts they write from, and what was merged."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base
from store.tables.people import Person
from store.tables.staff import Staff


class Address(Base):
    """A WeChat account of a person who has more than one; `people.channel_id` is the one they used last.

    `came_with_id` is the row of `people` that it stood in before the merge.
    """

    __tablename__ = "addresses"
    __table_args__ = {}  # noqa: RUF012 - its key is no number that could be used again

    channel_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    came_with_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Merge(Base):
    """Two rows of `people` became one: all that hung on `gone` hangs on `kept`.

    `moved` are the ids of the rows that went over, by table, `swapped` the values that the two exchanged: enough to
    take it back, without a second copy of anything that tells who they are.
    """

    __tablename__ = "merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    moved: Mapped[dict[str, Any]]
    swapped: Mapped[list[Any]]
    undone_at: Mapped[datetime | None]

    kept: Mapped[Person] = relationship(foreign_keys=kept_id)
    gone: Mapped[Person] = relationship(foreign_keys=gone_id)
    staff: Mapped[Staff] = relationship()


class ToldApart(Base):
    """Staff looked at these two and found that they are not one person; `person_id` is the smaller id."""

    __tablename__ = "told_apart"
    __table_args__ = (UniqueConstraint("person_id", "other_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
