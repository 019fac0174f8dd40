"""What was owed and could not be done: given up, or failing again and again. Staff may have it tried once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, or_, select
from sqlalchemy.orm import Session

from store.database import reading, writing
from store.referrals.caseload import in_scope
from store.refusals import ReadOnly, Unknown
from store.staff import Member
from store.tables import Audit, Message, Outbox, Person, Recording, Referral, Role

TROUBLED = 3
"""Failures in a row after which it is shown although it is still tried."""
KEPT = timedelta(days=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class Undone:
    """One of them. `kind` and `error` are the outbox row's, `next_try_at` is None when it was given up.

    `referral` is the case it belongs to, `name` whom it is about; None and "" when that is nobody's case.
    """

    id: int
    kind: str
    error: str
    since: datetime
    next_try_at: datetime | None
    referral: int | None = None
    name: str = ""


def undone(engine: Engine, member: Member, now: datetime) -> list[Undone]:
    """What a member sees of it, the latest first: what belongs to the cases in their scope; the county sees all."""
    with reading(engine) as session:
        rows = session.scalars(select(Outbox).where(_undone(now)).order_by(Outbox.id.desc()).limit(MOST)).all()
        return _seen(session, member, rows)


def count(engine: Engine, member: Member, now: datetime) -> int:
    """How many that are."""
    return len(undone(engine, member, now))


def try_again(engine: Engine, member: Member, outbox: int, now: datetime) -> None:
    """Have it done now (the sweeper finds it within seconds), and as often as if it were new. Raises Refusal."""
    with writing(engine) as session:
        row = _mine(session, member, outbox, now)
        row.next_try_at, row.failures = now, 0
        session.add(Audit(at=now, staff_id=member.id, action="tried-again", subject=f"outbox-{row.id}"))


def dismiss(engine: Engine, member: Member, outbox: int, now: datetime) -> None:
    """Nothing more is to be done about it. Raises Refusal."""
    with writing(engine) as session:
        row = _mine(session, member, outbox, now)
        row.next_try_at, row.last_error = None, ""
        session.add(Audit(at=now, staff_id=member.id, action="dismissed", subject=f"outbox-{row.id}"))


def _undone(now: datetime) -> ColumnElement[bool]:
    given_up = Outbox.next_try_at.is_(None)
    troubled = or_(given_up, Outbox.failures >= TROUBLED)
    return and_(Outbox.delivered_at.is_(None), Outbox.last_error != "", troubled, Outbox.created_at > now - KEPT)


def _mine(session: Session, member: Member, outbox: int, now: datetime) -> Outbox:
    if member.role is Role.AUDITOR:
        raise ReadOnly
    row = session.scalar(select(Outbox).where(Outbox.id == outbox, _undone(now)).with_for_update())
    if row is None or not _seen(session, member, [row]):
        raise Unknown
    return row


def _seen(session: Session, member: Member, rows: Sequence[Outbox]) -> list[Undone]:
    found = [_described(session, row) for row in rows]
    cases = {each.referral for each in found}
    mine = set(session.scalars(select(Referral.id).where(in_scope(member), Referral.id.in_(cases))))
    everything = member.role in (Role.COUNTY, Role.AUDITOR)
    return [each for each in found if everything or each.referral in mine]


def _described(session: Session, row: Outbox) -> Undone:
    referral, person = _about(session, row)
    said = referral.registration if referral else None
    name = said.name if said else person.name if person else ""
    case = referral.id if referral else None
    return Undone(row.id, row.kind, row.last_error, row.created_at, row.next_try_at, case, name)


def _about(session: Session, row: Outbox) -> tuple[Referral | None, Person | None]:
    """Whose case it belongs to, and whom it is about; what is there no longer is nobody's."""
    payload = row.payload
    if "message" in payload:
        message = session.get(Message, payload["message"])
        case = session.get(Referral, message.referral_id) if message and message.referral_id else None
        return case, message.person if message else None
    if "recording" in payload:
        recording = session.get(Recording, payload["recording"])
        return None, recording.person if recording else None
    if "person" in payload:
        return None, session.get(Person, payload["person"])
    return session.get(Referral, payload["referral"]) if "referral" in payload else None, None
