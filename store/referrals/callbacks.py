"""Promised calls: kept with the referral, asked about when they should have been made, urged if they were not."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.effects import Called
from bot.records import Status
from bot.session import stamp
from bot.when import by_day
from store.referrals.cases import note
from store.referrals.history import connected
from store.sending import outbox
from store.tables import Referral

ASK_AFTER = timedelta(minutes=30)
"""So long after the promised time the person is asked whether they were called; never at night."""

TIMER = "callback"

_ASKED_ABOUT = (Status.NEW, Status.CLAIMED, Status.UNREACHABLE, Status.DECLINED)
"""Where a call may still be missing. Of the others one connected, or they ended well or by the person's own word."""


def promise(session: Session, referral: Referral, by: datetime | None, at: datetime) -> None:
    """Keep by when the person was told that they will have been called (None: they were not); owe the question."""
    if by is None:
        return
    referral.promised_at = by
    ask_about(session, referral.id, by, at)


def ask_about(session: Session, referral: int, promised_at: datetime, at: datetime) -> None:
    """Owe the question whether the call that was promised by then was made."""
    _ask(session, referral, stamp(promised_at), by_day(promised_at + ASK_AFTER), at)


def ask_later(session: Session, referral: Referral, due: datetime, at: datetime) -> None:
    """Owe the question whether the promise was kept, once for each promise and time."""
    _ask(session, referral.id, stamp(referral.promised_at) if referral.promised_at else 0, due, at)


def _ask(session: Session, referral: int, promised: int, due: datetime, at: datetime) -> None:
    payload = {"referral": referral, "promised": promised}
    outbox.add(session, TIMER, payload, f"callback-{referral}-{promised}-{stamp(due)}", at, due=due)


def to_ask_about(session: Session, payload: Mapping[str, int]) -> Referral | None:
    """The referral whose promise is to be asked about; None if it was renewed, a call connected, or it has ended."""
    referral = session.get(Referral, payload["referral"])
    if referral is None or referral.promised_at is None or stamp(referral.promised_at) != payload["promised"]:
        return None
    if referral.status not in _ASKED_ABOUT or connected(referral.events):
        return None
    return referral


def answered(session: Session, referral: Referral, effect: Called, at: datetime) -> int | None:
    """Note what the person says. If they were not called it goes first; the outbox row that tells staff, if any."""
    if effect.reached:
        referral.raised_at = None
        note(referral, at, "reached")
        return None
    if referral.status not in (*_ASKED_ABOUT, Status.CONTACTED):
        return None
    holder = referral.assignee
    what = "raised" if referral.status is Status.NEW else "reopened"
    referral.status, referral.assignee_id, referral.raised_at, referral.reason = Status.NEW, None, at, ""
    note(referral, at, what, f"原来{holder.name}在办" if holder else "")
    promise(session, referral, effect.promised_at, at)
    session.flush()
    return outbox.announce(session, referral.id, at, why=f"raised-{stamp(at)}")
