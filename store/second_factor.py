"""The second factor: six digits that a telephone shows (TOTP, RFC 6238), or one of ten codes on paper."""

import hashlib
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import Engine
from sqlalchemy.orm import Session, joinedload

from store.database import writing
from store.staff import FAILED, BadAccount, Member, failure_of, matches, member_of
from store.tables import Audit, Staff

CODES = 10
STEP = 30  # seconds that a code lasts; one before and one after are taken as well, for clocks that are off


def new_secret() -> str:
    """A secret for a telephone, as text."""
    return pyotp.random_base32()


def address(member: Member, secret: str) -> str:
    """What the QR code says, for any authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=member.login, issuer_name="驿站通")


def enable(engine: Engine, member: Member, secret: str, code: str, now: datetime) -> tuple[Member, list[str]]:
    """Use this secret from now on, if `code` is right; the member, and ten codes told once. Raises BadAccount."""
    with writing(engine) as session:
        row = _row(session, member.id)
        if not secret or not _shows(row, secret, code, now):
            raise BadAccount("code-wrong")
        codes = [f"{secrets.randbelow(10**4):04}-{secrets.randbelow(10**4):04}" for _ in range(CODES)]
        row.totp, row.recovery, row.epoch = secret, [_digest(row, each) for each in codes], row.epoch + 1
        session.add(Audit(at=now, staff_id=row.id, action="second-on", subject=f"staff-{row.id}"))
        return member_of(row), codes


def disable(engine: Engine, member: Member, password: str, now: datetime) -> Member:
    """Do without again. Raises BadAccount for a wrong password."""
    with writing(engine) as session:
        row = _row(session, member.id)
        if not matches(row.password_hash, password):
            raise BadAccount("password-wrong")
        row.totp, row.recovery, row.epoch = "", [], row.epoch + 1
        session.add(Audit(at=now, staff_id=row.id, action="second-off", subject=f"staff-{row.id}"))
        return member_of(row)


def check(engine: Engine, member: Member, code: str, from_where: str, now: datetime) -> Member | None:
    """The member if the code is right; each is good once. A failure counts as one of the login."""
    with writing(engine) as session:
        row = _row(session, member.id)
        right = _shows(row, row.totp, code, now) or _spend(row, code)
        subject = f"staff-{row.id}" if right else failure_of(row.login, from_where)
        session.add(Audit(at=now, staff_id=row.id, action="login" if right else FAILED, subject=subject))
        return member_of(row) if right else None


def _row(session: Session, staff_id: int) -> Staff:
    return session.get_one(Staff, staff_id, options=[joinedload(Staff.station)], with_for_update={"of": Staff})


def _shows(row: Staff, secret: str, code: str, now: datetime) -> bool:
    """Whether a telephone with this secret shows the code, in a step that was not used before."""
    clock, here = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    for step in (here - 1, here, here + 1):
        if step > row.totp_step and secrets.compare_digest(clock.at(step * STEP).encode(), code.encode()):
            row.totp_step = step
            return True
    return False


def _spend(row: Staff, code: str) -> bool:
    digest = _digest(row, code)
    if digest not in row.recovery:
        return False
    row.recovery = [each for each in row.recovery if each != digest]
    return True


def _digest(row: Staff, code: str) -> str:
    # Slow on purpose: eight digits under a quick digest would be found in a moment.
    return hashlib.scrypt(code.replace("-", "").encode(), salt=f"{row.id}".encode(), n=2**12, r=8, p=1).hex()[:32]
