"""Who writes to us, what of their messages was carried out, and what was not understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.effects import QuestionEnding
from bot.message import Kind
from store.base import NEVER_REUSED, Base, words
from store.sealing import Sealed
from store.tables.offers import Station
from store.tables.phones import WithPhone


class Person(WithPhone, Base):
    """A laborer. `channel_id` is who they are to WeChat; after erasure it is `forgotten-<id>` and the rest is empty.

    Who is not on WeChat has one that begins with `roster-` or `counter-` (see `store.people.addresses`). `remark` is
    what staff wrote down of them. `in_writing`: they want messages and no calls (decision 61). `merged_into_id`:
    recorded twice, they live on as that person (decision 35).
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(128), unique=True)
    name: Mapped[str] = mapped_column(String(60), default="", server_default="", index=True)
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    village: Mapped[str] = mapped_column(String(12), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    consented_at: Mapped[datetime | None]
    consent_wording: Mapped[str] = mapped_column(Text, default="", server_default="")
    follows: Mapped[bool] = mapped_column(default=True, server_default="1")
    subscribed: Mapped[bool] = mapped_column(default=True, server_default="1")
    in_writing: Mapped[bool] = mapped_column(default=False, server_default="0")
    remark: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    forgotten_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    station: Mapped[Station | None] = relationship()

    @property
    def here(self) -> bool:
        """Whether they follow the account: neither erased nor living on as another."""
        return self.follows and self.forgotten_at is None and self.merged_into_id is None


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


class Miss(Base):
    """A message that was not understood, or whose answer did not help, for staff to review.

    Without a person after erasure. `topic` is the policy entry it was about, if that is known; `answer` is the one that
    answers it now ("": none, or dismissed).
    """

    __tablename__ = "misses"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Sealed)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    guesses: Mapped[list[Any]]
    at: Mapped[datetime] = mapped_column(index=True)
    reviewed: Mapped[bool] = mapped_column(default=False, server_default="0")
    ending: Mapped[QuestionEnding] = mapped_column(
        words(QuestionEnding), default=QuestionEnding.MISSED, server_default="missed"
    )
    topic: Mapped[str] = mapped_column(String(60), default="", server_default="")
    answer: Mapped[str] = mapped_column(String(60), default="", server_default="")

    person: Mapped[Person | None] = relationship()
