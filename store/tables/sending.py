"""What is owed to the outside: messages to people, and whatever else the workers do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, words
from store.sealing import Sealed
from store.tables.people import Person


class Origin(StrEnum):
    """Who speaks in a message to a person."""

    BOT = "bot"
    STAFF = "staff"


class Weight(StrEnum):
    """What a message is worth of the few that WeChat lets us send: how a request ended, a word, news to many."""

    OUTCOME = "outcome"
    WORD = "word"
    NEWS = "news"


class Message(Base):
    """A message of ours to a person, to be sent by a worker: `text`, `choices`, `tail` as in `bot.effects.Say`.

    `delivered_at`: they have it. `held_at`: it could not be sent and waits for their next message; then `carried_by`
    is the trace of the message whose reply took it along. `error` alone: it will not arrive, and why.
    """

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Sealed)
    choices: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    tail: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    origin: Mapped[Origin] = mapped_column(words(Origin))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str] = mapped_column(String(300), default="", server_default="")
    weight: Mapped[Weight] = mapped_column(words(Weight), default=Weight.WORD, server_default="word")
    held_at: Mapped[datetime | None] = mapped_column(index=True)
    carried_by: Mapped[str] = mapped_column(String(20), default="", server_default="")

    person: Mapped[Person] = relationship()


class Outbox(Base):
    """What the workers owe. `payload` holds ids only. No `next_try_at`: settled (delivered, or given up).

    `due_at` is from when on it is owed, whatever was tried since (None: of a row from before there was this column).
    `failures` is how many attempts in a row went wrong; an attempt that is under way counts until it went well.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    dedupe: Mapped[str] = mapped_column(String(100), unique=True)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str] = mapped_column(String(300), default="", server_default="")
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime | None]
