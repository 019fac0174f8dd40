"""What is owed to the outside: messages to people, and whatever else the workers do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, words
from store.tables.people import Person


class Origin(StrEnum):
    """Who speaks in a message to a person."""

    BOT = "bot"
    STAFF = "staff"


class Message(Base):
    """A customer-service message to a person, to be sent by a worker. `choices` are (token, label), to be tapped."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
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
