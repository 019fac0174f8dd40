"""Sheets that wait between their preview and their import."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.sealing import SealedFile


class Upload(Base):
    """A file as it was uploaded, for whoever uploaded it; gone once it is imported, or after a day."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(SealedFile)
    at: Mapped[datetime] = mapped_column(index=True)
