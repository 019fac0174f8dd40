"""News that staff send to many, and what became of it for each of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import NEVER_REUSED, Base, words
from store.tables.people import Person
from store.tables.staff import Staff


class PushStatus(StrEnum):
    """Where a push stands. A draft has reached nobody; what was stopped may go on."""

    DRAFT = "draft"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"


class Reach(StrEnum):
    """By which road: to each within WeChat's 48 hours (or announced by template), or to all at once by tag."""

    EACH = "each"
    MASS = "mass"


class Got(StrEnum):
    """What became of a push for one person.

    `ANNOUNCED`: told by template, the whole waits for their next message. `UNSURE`: the worker or the line broke
    between sending and noting; it is not sent again.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    ANNOUNCED = "announced"
    REFUSED = "refused"
    UNSURE = "unsure"


class Push(Base):
    """News to many. `audience` as in `store.pushing.audience`, `source` is what it tells of ("policy:id", "job:3", "").

    `pace` is how many a minute. `note` says why it waits or stopped (see `pushing.pushes`), `waits_until` how long.
    `tag` is WeChat's tag of a push by mass, 0 before there is one; `failures` counts failed batches in a row.
    """

    __tablename__ = "pushes"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]]
    source: Mapped[str] = mapped_column(String(60), default="", server_default="")
    audience: Mapped[dict[str, Any]]
    reach: Mapped[Reach] = mapped_column(words(Reach))
    status: Mapped[PushStatus] = mapped_column(words(PushStatus), default=PushStatus.DRAFT, index=True)
    pace: Mapped[int]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    waits_until: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(20), default="", server_default="")
    tag: Mapped[int] = mapped_column(default=0, server_default="0")
    failures: Mapped[int] = mapped_column(default=0, server_default="0")

    staff: Mapped[Staff] = relationship()


class PushPerson(Base):
    """A person of a push: there is one row, so nobody is sent the same push twice.

    `at` is when `got` came about, `why` a `store.sending.news.Why`. `not_before`: they are in the middle of a form.
    """

    __tablename__ = "push_people"
    __table_args__ = (
        UniqueConstraint("push_id", "person_id"),
        Index(None, "push_id", "got", "id"),
        Index(None, "person_id", "got"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    push_id: Mapped[int] = mapped_column(ForeignKey("pushes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    got: Mapped[Got] = mapped_column(words(Got), default=Got.WAITING)
    why: Mapped[str] = mapped_column(String(20), default="", server_default="")
    at: Mapped[datetime]
    not_before: Mapped[datetime | None]

    push: Mapped[Push] = relationship()
    person: Mapped[Person] = relationship()
