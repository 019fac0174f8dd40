"""What is there: stations, and what they offer."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from bot.guard import suspicions
from bot.records import JobKind
from store.base import Base, words


class Station(Base):
    """A station. `robot_url` is the webhook of its WeCom group ("" when it has none). Shown and routed to while `open`.

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
    responsible: Mapped[str] = mapped_column(String(60), default="", server_default="")
    opened_on: Mapped[date | None] = mapped_column(Date)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")


class Job(Base):
    """A vacancy. It is offered while `open`, not `held`, up to the day `closes_on`, and until `wanted` were placed.

    Numbers are as in `bot.records.Job`. `doubts` are what the guard found in its text, as [lure, words]; they are
    judged anew at every write, whoever writes. New doubts hold the vacancy until the county has released it, and
    written down why (`released_why`). `registration_id`: the request it came from. `station_id`: whose it is, None:
    the township's. `announced_at` is when those who wait for such a job were told of it.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[JobKind] = mapped_column(words(JobKind))
    employer: Mapped[str] = mapped_column(String(100), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    pay: Mapped[str] = mapped_column(String(100), default="", server_default="")
    detail: Mapped[str] = mapped_column(Text, default="", server_default="")
    trade: Mapped[str] = mapped_column(String(40), default="", server_default="")
    wage_from: Mapped[int] = mapped_column(default=0, server_default="0")
    wage_to: Mapped[int] = mapped_column(default=0, server_default="0")
    age_to: Mapped[int] = mapped_column(default=0, server_default="0")
    light: Mapped[bool] = mapped_column(default=False, server_default="0")
    child: Mapped[bool] = mapped_column(default=False, server_default="0")
    wanted: Mapped[int] = mapped_column(default=0, server_default="0")
    closes_on: Mapped[date | None] = mapped_column(Date)
    announced_at: Mapped[datetime | None]
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")
    held: Mapped[bool] = mapped_column(default=False, server_default="0")
    doubts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    released_why: Mapped[str] = mapped_column(String(200), default="", server_default="")
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="SET NULL"), index=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"), index=True)


@event.listens_for(Job, "before_insert")
@event.listens_for(Job, "before_update")
def judge(_mapper: object, _connection: object, job: Job) -> None:
    """Hold a vacancy whose text gives new cause for doubt. Here, so that no way into the table leads past it."""
    text = offer_text(job.title, job.employer, job.place, job.pay, job.detail)
    found = [list(each) for each in doubts_in(text)]
    if found != (job.doubts or []):
        job.doubts, job.held, job.released_why = found, bool(found), ""


def offer_text(*parts: str | None) -> str:
    """What the guard reads of a vacancy: title, employer, place, pay, detail."""
    return "\n".join(part for part in parts if part)


@lru_cache(maxsize=8192)
def doubts_in(text: str) -> tuple[tuple[str, str], ...]:
    """Every doubt about the text of a vacancy, as (lure, words). Kept, so that a sheet is judged before its lock."""
    return tuple((each.lure.value, each.words) for each in suspicions(text))


class Course(Base):
    """A free training course. It can be signed up for while `open`, up to `closes_on`, and before it starts.

    `seats` 0: not counted. `station_id`: whose it is, None: the township's.
    """

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    seats: Mapped[int] = mapped_column(default=0, server_default="0")
    detail: Mapped[str] = mapped_column(Text, default="", server_default="")
    closes_on: Mapped[date | None] = mapped_column(Date)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"), index=True)
    open: Mapped[bool] = mapped_column(default=True, server_default="1")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")
