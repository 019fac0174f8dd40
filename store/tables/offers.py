"""What is there: stations, and what they offer."""

from datetime import date

from sqlalchemy import Date, Float, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.records import JobKind
from store.base import Base, words


class Station(Base):
    """A station. `robot_url` is the webhook of its WeCom group ("" when it has none).

    `latitude` and `longitude` are degrees as WeChat has them (GCJ-02): with them a shared location finds the nearest.
    """

    __tablename__ = "stations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    township: Mapped[str] = mapped_column(String(12), index=True)
    scene: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(200), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    hours: Mapped[str] = mapped_column(String(100), default="", server_default="")
    robot_url: Mapped[str] = mapped_column(String(500), default="", server_default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    example: Mapped[bool] = mapped_column(default=False, server_default="0")


class Job(Base):
    """A vacancy. It is offered while `open` and up to the day `closes_on`."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[JobKind] = mapped_column(words(JobKind))
    employer: Mapped[str] = mapped_column(String(100), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    pay: Mapped[str] = mapped_column(String(100), default="", server_default="")
    detail: Mapped[str] = mapped_column(Text, default="", server_default="")
    closes_on: Mapped[date | None] = mapped_column(Date)
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")


class Course(Base):
    """A free training course. It can be signed up for while `open` and before it starts."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    seats: Mapped[int] = mapped_column(default=0, server_default="0")
    detail: Mapped[str] = mapped_column(Text, default="", server_default="")
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")
