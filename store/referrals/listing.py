"""Referrals as plain data for programs outside (`yizhan referrals`)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload

from store.database import reading, writing
from store.tables import Audit, Referral, Registration


def referrals(engine: Engine, reveal_at: datetime | None = None) -> Iterator[dict[str, Any]]:
    """All referrals, newest first. Phones are masked unless `reveal_at` is given, which is audited first."""
    if reveal_at is not None:
        with writing(engine) as session:
            session.add(Audit(at=reveal_at, action="referrals.reveal", subject="all"))
    query = (
        select(Referral)
        .options(
            joinedload(Referral.registration).joinedload(Registration.person),
            joinedload(Referral.station),
            joinedload(Referral.assignee),
        )
        .order_by(Referral.id.desc())
        .execution_options(yield_per=500)
    )
    with reading(engine) as session:
        for referral in session.scalars(query):
            yield as_data(referral, reveal=reveal_at is not None)


def as_data(referral: Referral, reveal: bool) -> dict[str, Any]:
    """One referral with what was asked for; times in ISO 8601."""
    asked = referral.registration
    picked = {"position": asked.choice_position, "id": asked.choice_id, "title": asked.choice_title}
    return {
        "id": referral.id,
        "kind": asked.kind.value,
        "status": referral.status.value,
        "person": asked.person.channel_id,
        "name": asked.name,
        "phone": asked.phone if reveal else masked(asked.phone),
        "station": referral.station.name if referral.station else None,
        "created_at": referral.created_at.isoformat(),
        "updated_at": referral.updated_at.isoformat(),
        "village": asked.place,
        "choice": picked if asked.choice_position is not None else None,
        "product": asked.product,
        "quantity": asked.quantity,
        "note": asked.note,
        "for_whom": asked.for_whom,
        "age": asked.age,
        "wage": asked.wage,
        "skill": asked.skill,
        "in_writing": asked.in_writing,
        "assignee": referral.assignee.name if referral.assignee else None,
        "outcome": referral.outcome,
        "promised_at": referral.promised_at.isoformat() if referral.promised_at else None,
        "urgent": referral.raised_at is not None,
    }


def masked(phone: str) -> str:
    """A phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)
