"""What is asked: how often, and for some weeks in which words."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.effects import QuestionEnding
from store.base import NEVER_REUSED, Base, words


class QuestionCount(Base):
    """How many questions about a topic ("": none was found) from a township ("": unknown) ended so on that day."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("day", "topic", "township", "outcome"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    topic: Mapped[str] = mapped_column(String(60), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    outcome: Mapped[QuestionEnding] = mapped_column(words(QuestionEnding))
    count: Mapped[int] = mapped_column(default=0, server_default="0")


class AskedQuestion(Base):
    """A question that was answered, masked, kept for some weeks: what a change of the answers is tried on."""

    __tablename__ = "asked_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    topic: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)
