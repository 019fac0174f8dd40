"""A talk as staff read it: what the person, the bot and the station said, in the order of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.phrases.attended import SHOWN
from store.referrals.views import masked
from store.sending import outbox
from store.tables import Audit, Exchange, Keeping, Message, Origin, Recording

PAGE = 60
REVEALED_FOR = timedelta(hours=12)
"""So long after somebody looked at the number, which is written down, numbers are not hidden from them: a shift."""
PERSON, BOT, STAFF = "person", "bot", "staff"
_RECORDED = (SHOWN["voice"], SHOWN["image"])
_HERE = (Keeping.OPEN, Keeping.SETTLED)
_PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Bubble:
    """Something that was said. `by` is PERSON, BOT or STAFF.

    For what we sent as a message: `delivered_at` None, `held` and `error` as in `store.tables.Message`. `recording`
    is the id of what the person said aloud or showed, `kind` what it is, `arrived` whether we have it.
    """

    at: datetime
    by: str
    text: str
    sent: bool = False
    delivered_at: datetime | None = None
    held: bool = False
    error: str = ""
    recording: int = 0
    kind: str = ""
    arrived: bool = False


def bubbles(session: Session, person: int) -> list[Bubble]:
    """The last of a person's talk, oldest first."""
    found = [*_said(session, person), *_sent(session, person), *_shown(session, person)]
    return sorted(found, key=lambda each: each.at)[-PAGE:]


def _said(session: Session, person: int) -> list[Bubble]:
    query = select(Exchange).where(Exchange.person_id == person).order_by(Exchange.at.desc(), Exchange.id.desc())
    rows = list(session.scalars(query.limit(PAGE)))[::-1]
    pairs = ((Bubble(row.at, PERSON, row.heard), Bubble(row.at, BOT, row.said)) for row in rows)
    return [bubble for pair in pairs for bubble in pair if bubble.text and bubble.text not in _RECORDED]


def _sent(session: Session, person: int) -> list[Bubble]:
    query = select(Message).where(Message.person_id == person, Message.text != "").order_by(Message.id.desc())
    return [
        Bubble(
            at=row.created_at,
            by=STAFF if row.origin is Origin.STAFF else BOT,
            text=outbox.said(row).plain(),
            sent=True,
            delivered_at=row.delivered_at,
            held=row.held_at is not None,
            error=row.error,
        )
        for row in session.scalars(query.limit(PAGE))
    ]


def _shown(session: Session, person: int) -> list[Bubble]:
    """What was heard of a recording is an exchange of its own."""
    query = select(Recording).where(Recording.person_id == person, Recording.state != Keeping.GONE)
    return [
        Bubble(row.at, PERSON, "", recording=row.id, kind=row.kind.value, arrived=row.state in _HERE)
        for row in session.scalars(query.order_by(Recording.id.desc()).limit(PAGE))
    ]


def hidden(found: Sequence[Bubble]) -> list[Bubble]:
    """The same with the middle of mobile numbers hidden."""
    return [replace(each, text=hide(each.text)) for each in found]


def hide(text: str) -> str:
    """`text` with the middle of mobile numbers hidden."""
    return _PHONE.sub(lambda number: masked(re.sub(r"\D", "", number[0])), text)


def has_revealed(session: Session, staff: int, referral: int, now: datetime) -> bool:
    """Whether this member looked at the referral's number in this shift."""
    subject = f"referral-{referral}"
    query = select(Audit.id).where(
        Audit.staff_id == staff, Audit.action == "phone-seen", Audit.subject == subject, Audit.at > now - REVEALED_FOR
    )
    return session.scalar(query.limit(1)) is not None
