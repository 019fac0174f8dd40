"""The tables. Empty text means: not said or not supplied. Every time is aware (see `store.base.Moment`).

    people ── registrations ── referrals ── referral_events       stations ── staff ── audit
                    outbox (what the workers still owe)           jobs, courses (what is offered)

A registration is what the person said; its referral is what becomes of it, with every step in referral_events.
Rows with `example` are made up for a first start and are always shown as 示例.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.message import Kind
from bot.records import JobKind, RecordKind, Status
from store.base import NEVER_REUSED, Base, words


class Role(StrEnum):
    """What a staff member may see: their station, its township, the county; or everything read-only."""

    STATION = "station"
    TOWNSHIP = "township"
    COUNTY = "county"
    AUDITOR = "auditor"


class Origin(StrEnum):
    """Who speaks in a message to a person."""

    BOT = "bot"
    STAFF = "staff"


class Station(Base):
    """A station. `robot_url` is the webhook of its WeCom group ("" when it has none)."""

    __tablename__ = "stations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    township: Mapped[str] = mapped_column(String(12), index=True)
    scene: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(200), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    hours: Mapped[str] = mapped_column(String(100), default="", server_default="")
    robot_url: Mapped[str] = mapped_column(String(500), default="", server_default="")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")


class Person(Base):
    """A laborer. `channel_id` is who they are to WeChat; after erasure it is `forgotten-<id>` and the rest is empty."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(128), unique=True)
    name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    village: Mapped[str] = mapped_column(String(12), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    consented_at: Mapped[datetime | None]
    consent_wording: Mapped[str] = mapped_column(Text, default="", server_default="")
    follows: Mapped[bool] = mapped_column(default=True, server_default="1")
    subscribed: Mapped[bool] = mapped_column(default=True, server_default="1")
    forgotten_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    station: Mapped[Station | None] = relationship()


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


class Registration(Base):
    """What a person asked for, in their words. `choice_…` is what they picked and how it was called then."""

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "person_id", "kind"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[RecordKind] = mapped_column(words(RecordKind))
    name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    village: Mapped[str] = mapped_column(String(12), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    choice_position: Mapped[int | None]
    choice_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    choice_title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    product: Mapped[str] = mapped_column(String(200), default="", server_default="")
    quantity: Mapped[str] = mapped_column(String(100), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    for_whom: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    referral: Mapped["Referral"] = relationship(back_populates="registration")


class Referral(Base):
    """What becomes of a registration. Without a station it waits in the county's queue.

    `version` counts changes; the mapper checks it, so of two people who change the same row at once one gets
    `sqlalchemy.orm.exc.StaleDataError`.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index(None, "station_id", "status", "created_at"),
        Index(None, "status", "created_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    status: Mapped[Status] = mapped_column(words(Status), default=Status.NEW)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    registration: Mapped[Registration] = relationship(back_populates="referral")
    station: Mapped[Station | None] = relationship()
    assignee: Mapped["Staff | None"] = relationship()
    events: Mapped[list["ReferralEvent"]] = relationship(back_populates="referral", order_by="ReferralEvent.id")


class ReferralEvent(Base):
    """One step of a referral; rows are only ever added.

    `by` is "person", "system" or "staff" (then `staff_id` says who). `what` is a `Status`, or "routed", "changed",
    "added" (the person wrote more), "replied" (staff wrote to the person), "noted", "handed" (to another station),
    "undone" (see `store.history`), or a `letters.Call` that reached nobody. `note` is free text, emptied on erasure.
    """

    __tablename__ = "referral_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    referral: Mapped[Referral] = relationship(back_populates="events")
    staff: Mapped["Staff | None"] = relationship()


class Deed(Base):
    """A durable effect that was carried out: what makes a retried message find what is there."""

    __tablename__ = "deeds"
    __table_args__ = (UniqueConstraint("person_id", "message_key", "position"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    message_key: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    registrations: Mapped[list[Any]]
    outbox: Mapped[list[Any]]
    at: Mapped[datetime] = mapped_column(index=True)


class Message(Base):
    """A customer-service message to a person, to be sent by a worker."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(words(Origin))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="", server_default="")

    person: Mapped[Person] = relationship()


class Outbox(Base):
    """What the workers owe. `payload` holds ids only. No `next_try_at`: settled (delivered, or given up)."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    dedupe: Mapped[str] = mapped_column(String(100), unique=True)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str] = mapped_column(String(300), default="", server_default="")
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)


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


class Miss(Base):
    """A message that was not understood, for staff to review. Without a person after erasure."""

    __tablename__ = "misses"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    guesses: Mapped[list[Any]]
    at: Mapped[datetime] = mapped_column(index=True)
    reviewed: Mapped[bool] = mapped_column(default=False, server_default="0")
