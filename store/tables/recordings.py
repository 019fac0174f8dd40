"""What people said aloud or showed, kept for a while."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.message import Kind
from store.base import Base, words
from store.sealing import Sealed
from store.tables.people import Person


class Keeping(StrEnum):
    """Where a recording stands: to be fetched, here and open, seen to, never arrived, to be deleted."""

    WAITING = "waiting"
    OPEN = "open"
    SETTLED = "settled"
    LOST = "lost"
    GONE = "gone"


class Recording(Base):
    """A voice message or picture. `file` is its name in the archive, taken by it from the beginning.

    `hear`, `media` and `question` as in `bot.effects.Keep`; `transcript` is what a machine heard, or, with `heard_by`,
    a member of staff. `seconds` is how long it lasts, `error` why it was not fetched or heard.
    """

    __tablename__ = "recordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    media: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(100), default="", server_default="")
    hear: Mapped[bool] = mapped_column(default=False, server_default="0")
    state: Mapped[Keeping] = mapped_column(words(Keeping), default=Keeping.WAITING, index=True)
    file: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    transcript: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    heard_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    error: Mapped[str] = mapped_column(String(300), default="", server_default="")
    at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
