"""The workshops (就业扶贫车间、基地、工厂) that take people in near their homes."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class Workshop(Base):
    """A workshop. It counts towards the plan from the day `opened_on`; `employs` is how many people work there."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    township: Mapped[str] = mapped_column(String(12), index=True)
    address: Mapped[str] = mapped_column(String(200), default="", server_default="")
    makes: Mapped[str] = mapped_column(String(200), default="", server_default="")
    responsible: Mapped[str] = mapped_column(String(60), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    employs: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_on: Mapped[date | None] = mapped_column(Date)
    detail: Mapped[str] = mapped_column(Text, default="", server_default="")
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"), index=True)
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")
