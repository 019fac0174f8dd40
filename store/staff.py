"""Accounts of those who work the referrals: argon2 passwords, four roles, and a brake on guessing."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from store.database import reading, writing
from store.tables import Audit, Role, Staff, Station

SHORTEST_PASSWORD = 8
WINDOW = timedelta(minutes=15)
TRIES_PER_LOGIN_AND_ADDRESS = 5
TRIES_PER_LOGIN = 50
TRIES_PER_ADDRESS = 30

FAILED = "login-failed"
HALFWAY = "password-right"
"""With a second factor, that is no login yet."""
_WEAK = frozenset({"12345678", "123456789", "1234567890", "password", "11111111", "88888888", "66668888", "abcd1234"})
_LONG = 16
_hasher = PasswordHasher()

_nobody = "$argon2id$v=19$m={},t={},p={}${}${}".format(
    _hasher.memory_cost, _hasher.time_cost, _hasher.parallelism, *("A" * size for size in (22, 43))
)
"""A hash of no password, in the form that `_hasher` writes: to compare with it takes as long as with another."""


class BadAccount(Exception):
    """An account cannot be made or changed like this; the first argument is the reason, a word of `REASONS`."""


REASONS = (
    "login-taken",
    "login-unknown",
    "station-needed",
    "station-unknown",
    "password-short",
    "password-weak",
    "password-wrong",
    "password-same",
    "account-own",
    "code-wrong",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A staff member as the rest of the program knows them. `township` is that of their station (9 digits or "").

    `proof` changes with the password: a session that holds an older one is over. `must_change`: the password is good
    for one login only. `second`: they have a second factor.
    """

    id: int
    login: str
    name: str
    role: Role
    station_id: int | None
    station: str
    township: str
    active: bool
    proof: str
    must_change: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class NewMember:
    """What an account needs. A station is required for the roles station and township."""

    login: str
    name: str
    role: Role
    password: str
    station_id: int | None = None


def readable_password() -> str:
    """A random password of about 50 bits that can be read out on the telephone, such as "kasu-mepa-tuna-4827"."""
    letters = ("bdfghkmnprstwyz", "aeu")
    syllables = ["".join(secrets.choice(part) for part in letters * 2) for _ in range(3)]
    return "-".join([*syllables, f"{secrets.randbelow(9000) + 1000}"])


def ensure_first_staff(engine: Engine) -> tuple[str, str] | None:
    """Make the county's account when there is none at all; its login and password, told only this once, or None."""
    with reading(engine) as session:
        if session.scalar(select(func.count(Staff.id))):
            return None
    password = readable_password()
    try:
        add_staff(engine, NewMember("county", "县里管理员", Role.COUNTY, password), datetime.now(UTC))
    except BadAccount:  # another process was first
        return None
    return "county", password


def add_staff(engine: Engine, new: NewMember, now: datetime, by: int | None = None) -> int:
    """The new account's id. `by` is who made it, None for the command line. Raises BadAccount."""
    check_password(new.password, new.login)
    if new.role in (Role.STATION, Role.TOWNSHIP) and new.station_id is None:
        raise BadAccount("station-needed")
    row = Staff(
        login=new.login,
        name=new.name,
        role=new.role,
        password_hash=_hasher.hash(new.password),
        station_id=new.station_id,
        must_change=by is not None,
    )
    try:
        with writing(engine) as session:
            if new.station_id is not None and session.get(Station, new.station_id) is None:
                raise BadAccount("station-unknown")
            session.add(row)
            session.flush()
            session.add(Audit(at=now, staff_id=by, action="staff-added", subject=f"staff-{row.id}"))
    except IntegrityError:
        raise BadAccount("login-taken") from None
    return row.id


def check_password(password: str, login: str) -> None:
    """Raises BadAccount for a password that is too short or that anybody would try first."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadAccount("password-short")
    named = len(password) < _LONG and login.lower() in password.lower()  # one of ours may hold it by chance
    if len(set(password)) < 4 or password.lower() in _WEAK or named:
        raise BadAccount("password-weak")


def change_password(engine: Engine, staff_id: int, old: str, new: str, now: datetime) -> Member:
    """A member changes their own password; every other session of theirs ends. Raises BadAccount."""
    with writing(engine) as session:
        row = session.get_one(Staff, staff_id, options=[joinedload(Staff.station)])
        if not matches(row.password_hash, old):
            raise BadAccount("password-wrong")
        if row.must_change and new == old:
            raise BadAccount("password-same")
        row.must_change = False
        set_password(session, row, new, Audit(at=now, staff_id=row.id, action="password-changed"))
        return member_of(row)


def log_out(engine: Engine, staff_id: int, now: datetime) -> None:
    """End every session of a member, on whatever device: a cookie that somebody copied is worth nothing any more."""
    with writing(engine) as session:
        session.get_one(Staff, staff_id, with_for_update=True).epoch += 1
        session.add(Audit(at=now, staff_id=staff_id, action="logout", subject=f"staff-{staff_id}"))


def reset_password(engine: Engine, login: str, new: str, now: datetime) -> None:
    """Whoever runs the machine sets a password. Raises BadAccount."""
    with writing(engine) as session:
        row = session.scalar(select(Staff).where(Staff.login == login))
        if row is None:
            raise BadAccount("login-unknown")
        set_password(session, row, new, Audit(at=now, action="password-reset"))


def set_password(session: Session, row: Staff, new: str, audit: Audit) -> None:
    """Set it and end every session; `audit` gets its subject here. Raises BadAccount."""
    check_password(new, row.login)
    row.password_hash = _hasher.hash(new)
    audit.subject = f"staff-{row.id}"
    session.add(audit)


def all_staff(engine: Engine) -> list[Member]:
    """Every account, by login."""
    with reading(engine) as session:
        query = select(Staff).options(joinedload(Staff.station)).order_by(Staff.login)
        return [member_of(row) for row in session.scalars(query)]


def member(engine: Engine, staff_id: int) -> Member | None:
    """The member of this id, or None when there is none or they have left."""
    with reading(engine) as session:
        row = session.get(Staff, staff_id, options=[joinedload(Staff.station)])
        return member_of(row) if row and row.active else None


def authenticate(engine: Engine, login: str, password: str, address: str, now: datetime) -> Member | None:
    """The member, or None for a wrong login or password or an account that is closed.

    The same work is done, and a failure is written down in the same way, whether or not there is such a login.
    """
    with reading(engine) as session:
        row = session.scalar(select(Staff).where(Staff.login == login).options(joinedload(Staff.station)))
    right = matches(row.password_hash if row else _nobody, password)
    who = row if right and row and row.active else None
    failure = failure_of(login, address)
    with writing(engine) as session:
        session.add(
            Audit(
                at=now,
                staff_id=row.id if row else None,
                action=(HALFWAY if who.totp else "login") if who else FAILED,
                subject=f"staff-{who.id}" if who else failure,
            )
        )
    return member_of(who) if who else None


def must_wait(engine: Engine, login: str, address: str, now: datetime, *, known: bool = False) -> bool:
    """Whether so many attempts failed lately that no further one is looked at.

    Counted per login and address, so that a stranger elsewhere cannot lock a colleague out; the two wider limits
    stop guessing from many addresses and of many logins. `known`: this login has come in from this browser before;
    strangers at many addresses do not lock it out either.
    """
    with reading(engine) as session:
        recent = select(Audit.subject).where(Audit.action == FAILED, Audit.at > now - WINDOW)
        marks = [tuple(subject.split(" ", 1)) for subject in session.scalars(recent)]
    login_mark = _login_mark(login)
    return (
        marks.count((login_mark, address)) >= TRIES_PER_LOGIN_AND_ADDRESS
        or (not known and sum(mark[0] == login_mark for mark in marks) >= TRIES_PER_LOGIN)
        or sum(mark[-1] == address for mark in marks) >= TRIES_PER_ADDRESS
    )


def failure_of(login: str, address: str) -> str:
    """The subject under which a failed attempt is written down."""
    return f"{_login_mark(login)} {address}"[:100]


def _login_mark(login: str) -> str:
    # What was typed may be a password in the wrong box: only a digest is kept.
    return hashlib.sha256(login.encode()).hexdigest()[:16]


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password of that hash."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def member_of(row: Staff) -> Member:
    """A row as a member."""
    return Member(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        station_id=row.station_id,
        station=row.station.name if row.station else "",
        township=row.station.township if row.station else "",
        active=row.active,
        proof=hmac.new(b"session", f"{row.epoch} {row.password_hash}".encode(), hashlib.sha256).hexdigest()[:32],
        must_change=row.must_change,
        second=bool(row.totp),
    )
