"""Who works here, and who did what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base, words
from store.sealing import Sealed
from store.tables.offers import Station


class Role(StrEnum):
    """What a staff member may see: their station, its township, the county; or everything read-only."""

    STATION = "station"
    TOWNSHIP = "township"
    COUNTY = "county"
    AUDITOR = "auditor"


class Staff(Base):
    """Somebody who works the referrals. `password_hash` is argon2.

    `must_change`: the county set the password, so it is good for one login only. A change of `epoch` ends every
    session. `totp` is the secret of the second factor ("": there is none), `totp_step` the last step of its clock that
    was used, `recovery` the digests of the codes that stand in for it.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(words(Role))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    must_change: Mapped[bool] = mapped_column(default=False, server_default="0")
    epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    totp: Mapped[str] = mapped_column("totp_sealed", Sealed, default="", server_default="")
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")
    recovery: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")

    station: Mapped[Station | None] = relationship()


class Audit(Base):
    """Who saw or changed what: `subject` is like "referral-12", never a name. `staff_id` NULL: the command line.

    The database itself refuses to change a row, and to delete one that is younger than a year (revision 0025).
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_by_whom", "staff_id", "id"),
        Index("ix_audit_on_what", "subject", "id"),
        Index("ix_audit_which", "action", "at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
