"""What a person asked for, and what becomes of it."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import ForeignKey, Index, SmallInteger, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.records import RecordKind, Status
from store.base import NEVER_REUSED, Base, words
from store.sealing import Sealed
from store.tables.offers import Station
from store.tables.people import Person
from store.tables.phones import WithPhone
from store.tables.staff import Staff


class Registration(WithPhone, Base):
    """What a person asked for, in their words. `choice_…` is what they picked and how it was called then.

    `pool` names what it takes a place of, if places are counted, `waiting_since` tells that it has none yet; see
    `store.offers.seats`. `in_writing`: about this the person is written to and not called (decision 61).
    """

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "person_id", "kind"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[RecordKind] = mapped_column(words(RecordKind))
    name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    township: Mapped[str] = mapped_column(String(12), default="", server_default="")
    village: Mapped[str] = mapped_column(String(12), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    choice_position: Mapped[int | None]
    choice_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    choice_title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    product: Mapped[str] = mapped_column(String(200), default="", server_default="")
    quantity: Mapped[str] = mapped_column(String(100), default="", server_default="")
    note: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    for_whom: Mapped[str] = mapped_column(String(40), default="", server_default="")
    age: Mapped[str] = mapped_column(String(20), default="", server_default="")
    wage: Mapped[str] = mapped_column(String(40), default="", server_default="")
    skill: Mapped[str] = mapped_column(String(100), default="", server_default="")
    in_writing: Mapped[bool] = mapped_column(default=False, server_default="0")
    pool: Mapped[str] = mapped_column(String(40), default="", server_default="", index=True)
    waiting_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    referral: Mapped["Referral"] = relationship(back_populates="registration")


_ORDER = ("rank", "created_at", "id")


class Rank(IntEnum):
    """What comes first on the desk, whatever its age; all that has ended comes last."""

    NOBODY_WORKS = 0
    RAISED = 1
    USUAL = 2
    ENDED = 3


class Referral(Base):
    """What becomes of a registration. Without a station it waits in the county's queue.

    `promised_at` is by when the person was told that they will have been called. `raised_at`: since then they wait for
    a call that was not made; such a referral goes first. `zero_employment`: nobody in the household works, so it comes
    before all others. `rank` follows from these and the status at every write, so that an index can hold the order.
    `rests_until`: before that moment there is nothing to do, so it is on no pile but that of all that is open;
    `rest_note` says what was agreed (see `store.referrals.resting`). `reason` is the name of a `reasons.Reason`.
    `version` counts changes; the mapper checks it, so of two people who change the same row at once
    one gets `sqlalchemy.orm.exc.StaleDataError`.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        # One for each pile of `store.referrals.piles`: of a station, and of the county.
        Index("ix_referrals_new_of_station", "station_id", "status", *_ORDER, "rests_until"),
        Index("ix_referrals_new", "status", *_ORDER, "rests_until"),
        Index("ix_referrals_open_of_station", "station_id", *_ORDER),
        Index("ix_referrals_open", *_ORDER),
        Index("ix_referrals_ended_of_station", "station_id", "rank", "updated_at", "id"),
        Index("ix_referrals_ended", "rank", "updated_at", "id"),
        Index("ix_referrals_mine", "assignee_id", *_ORDER, "rests_until"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    status: Mapped[Status] = mapped_column(words(Status), default=Status.NEW)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    promised_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]
    zero_employment: Mapped[bool] = mapped_column(default=False, server_default="0")
    rests_until: Mapped[datetime | None] = mapped_column(index=True)
    rest_note: Mapped[str] = mapped_column(Sealed, default="", server_default="")
    reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    rank: Mapped[int] = mapped_column(SmallInteger, default=Rank.USUAL, server_default="2")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    registration: Mapped[Registration] = relationship(back_populates="referral")
    station: Mapped[Station | None] = relationship()
    assignee: Mapped[Staff | None] = relationship()
    events: Mapped[list["ReferralEvent"]] = relationship(back_populates="referral", order_by="ReferralEvent.id")


def rank_of(referral: Referral) -> Rank:
    """Its rank, as the rest of it says."""
    if referral.status and not referral.status.open:
        return Rank.ENDED
    if referral.zero_employment:
        return Rank.NOBODY_WORKS
    return Rank.RAISED if referral.raised_at else Rank.USUAL


@event.listens_for(Referral, "before_insert")
@event.listens_for(Referral, "before_update")
def keep_rank(_mapper: object, _connection: object, referral: Referral) -> None:
    """Here, so that nobody who changes a referral has to think of it."""
    referral.rank = rank_of(referral)


class ReferralEvent(Base):
    """One step of a referral; rows are only ever added.

    `by` is "person", "system" or "staff" (then `staff_id` says who). `what` is a `Status`, or "routed", "changed",
    "added" (the person wrote more), "reached" (they say that they were called), "raised" (that they were not; it goes
    first), "reopened" (the same, and it is new again), "replied" (staff wrote to the person), "noted", "handed" (to
    another station), "undone" (see `store.referrals.history`), "seated" (got the place it waited for),
    "moved-up" (in its line), "buyer" (somebody buys the produce),
    "counter" (staff wrote it down for them), "zero-employment", "plan-…" (see `store.referrals.households`), what
    became of a vacancy ("posted", "held", "released", "refused"), or a `letters.Call` that reached nobody. "later" (a
    day was agreed), "woken" (taken up before it), "assigned" (given to `holder_id` by somebody who leads), "freed" (its
    holder is away), "found" (the person said how to reach them), "again" (staff opened it again), "retained" (whether
    they still have the work). `note` is free text, emptied on erasure.
    """

    __tablename__ = "referral_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Sealed, default="", server_default="")

    referral: Mapped[Referral] = relationship(back_populates="events")
    staff: Mapped[Staff | None] = relationship(foreign_keys=staff_id)
