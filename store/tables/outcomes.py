"""What came of a request beyond its status: how far a course was gone through, what produce was sold for."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base
from store.tables.referrals import Registration


class Training(Base):
    """How far somebody went through the course of a registration; each day is when staff marked it. None: not yet."""

    __tablename__ = "trainings"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    came_on: Mapped[date | None] = mapped_column(Date)
    finished_on: Mapped[date | None] = mapped_column(Date, index=True)
    certified_on: Mapped[date | None] = mapped_column(Date)

    registration: Mapped[Registration] = relationship()


class Sale(Base):
    """Who buys the produce of a registration, and for how much in all: `yuan` 0 means that it is not known."""

    __tablename__ = "sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    buyer: Mapped[str] = mapped_column(String(100), default="", server_default="")
    quantity: Mapped[str] = mapped_column(String(100), default="", server_default="")
    yuan: Mapped[int] = mapped_column(default=0, server_default="0")
    found_on: Mapped[date] = mapped_column(Date)
    sold_on: Mapped[date | None] = mapped_column(Date, index=True)

    registration: Mapped[Registration] = relationship()
