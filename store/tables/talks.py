"""What was said in a talk, and staff who have taken one over."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.message import Kind
from store.base import NEVER_REUSED, Base, words
from store.sealing import Sealed
from store.tables.people import Person
from store.tables.referrals import Referral
from store.tables.staff import Staff


class Takeover(Base):
    """Staff have taken over a person's talk, from this referral, until `ended_at`; of one person one at a time.

    `acted_at` is when staff last did something in it (took it, wrote). `seen` is the last exchange that they have seen,
    `answered` the last that they had seen when they wrote.
    `ending` is why it ended: a `store.talks.takeovers.End`, "forgotten" or "merged".
    """

    __tablename__ = "takeovers"
    __table_args__ = (
        Index(
            "uq_takeovers_open",
            "person_id",
            unique=True,
            # PostgreSQL's is the same, by its migration: named here, each start would load what knows PostgreSQL
            # (decision 60).
            sqlite_where=text("ended_at IS NULL"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    began_at: Mapped[datetime]
    acted_at: Mapped[datetime]
    seen: Mapped[int] = mapped_column(default=0, server_default="0")
    answered: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(String(20), default="", server_default="")

    person: Mapped[Person] = relationship()
    referral: Mapped[Referral] = relationship()
    staff: Mapped[Staff] = relationship()


class Exchange(Base):
    """What a person said (`heard`), and what the bot replied at once (`said`); either may be empty.

    With a `takeover_id` it was said to staff. What goes out as a message of its own stands in `messages`.
    """

    __tablename__ = "exchanges"
    __table_args__ = (Index(None, "person_id", "at"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    takeover_id: Mapped[int | None] = mapped_column(ForeignKey("takeovers.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    heard: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    said: Mapped[str] = mapped_column(Sealed, default="", server_default="")


class CannedReply(Base):
    """A reply that staff pick instead of typing it: `title` is how it is called, `text` may hold placeholders."""

    __tablename__ = "canned_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
