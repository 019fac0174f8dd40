"""Who works here, and who did what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, words
from store.tables.offers import Station


class Role(StrEnum):
    """What a staff member may see: their station, its township, the county; or everything read-only."""

    STATION = "station"
    TOWNSHIP = "township"
    COUNTY = "county"
    AUDITOR = "auditor"


class Staff(Base):
    """Somebody who works the referrals. `password_hash` is argon2."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(words(Role))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    active: Mapped[bool] = mapped_column(default=True, server_default="1")

    station: Mapped[Station | None] = relationship()


class Audit(Base):
    """Who saw or changed what: `subject` is like "referral-12", never a name. `staff_id` NULL: the command line."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
