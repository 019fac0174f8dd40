"""The targets board (作战图): what was planned, and the records that count towards it.

Every number is the length of a list that can be looked at.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sqlalchemy import ColumnElement, Engine, Select, String, cast, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from bot.records import JobKind, RecordKind, Status
from bot.when import CHINA
from store.database import reading
from store.referrals.caseload import in_scope
from store.referrals.checks import met
from store.staff import Member
from store.tables import Job, Placement, Referral, Registration, Role, Station, Training, Workshop


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the plan. `goal` is in `unit`; "%" makes it a rate. `measure` is a key of `MEASURES`."""

    measure: str
    title: str
    goal: int
    unit: str
    by: date
    responsible: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The targets of one year, and where they are written. Records count from `since` on."""

    year: int
    source: str
    since: date
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that counts: where it belongs and what it is.

    `met` is False for what a rate still lacks. `since`: it counts from that day on.
    """

    township: str
    station: str
    label: str
    referral: int | None = None
    met: bool = True
    since: date | None = None


class State(StrEnum):
    """Where a target stands. `UNKNOWN`: nothing in the records says."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A target against the records. `entries` is None when nothing in the records says."""

    target: Target
    entries: tuple[Entry, ...] | None
    state: State

    @property
    def reached(self) -> int | None:
        """How far it is, in the target's unit; None when that is not known."""
        return reached(self.target, self.entries)

    def of(self, township: str) -> int | None:
        """The same for one township."""
        if self.entries is None:
            return None
        return reached(self.target, tuple(entry for entry in self.entries if entry.township == township))


def reached(target: Target, entries: Sequence[Entry] | None) -> int | None:
    """How far these entries bring the target; a rate is rounded down, and None where there is nothing to rate."""
    if entries is None:
        return None
    met = sum(entry.met for entry in entries)
    if target.unit != "%":
        return met
    return met * 100 // len(entries) if entries else None


@cache
def plan() -> Plan:
    """The plan in config/targets.toml. Raises KeyError, TypeError for one that is not whole."""
    data = tomllib.loads(files("config").joinpath("targets.toml").read_text("utf-8"))
    return Plan(**data | {"targets": tuple(Target(**each) for each in data["targets"])})


def standings(engine: Engine, member: Member, today: date) -> list[Standing]:
    """Every target of the plan, against what this member may see."""
    with reading(engine) as session:
        return [_standing(session, member, target, today) for target in plan().targets]


def standing(engine: Engine, member: Member, measure: str, today: date) -> Standing | None:
    """The target with this measure, None when there is none."""
    found = next((target for target in plan().targets if target.measure == measure), None)
    with reading(engine) as session:
        return _standing(session, member, found, today) if found else None


def _entries(session: Session, member: Member, measure: str, on: date) -> tuple[Entry, ...] | None:
    if measure in BY_DAY:
        return tuple(BY_DAY[measure](session, member, on))
    count = MEASURES[measure]
    return tuple(count(session, member)) if count else None


def _standing(session: Session, member: Member, target: Target, today: date) -> Standing:
    found = _entries(session, member, target.measure, today)
    entries = None if found is None else tuple(each for each in found if each.since is None or each.since <= today)
    far = reached(target, entries)
    if far is None:
        state = State.UNKNOWN
    elif far >= target.goal:
        state = State.REACHED
    else:
        state = State.LATE if today > target.by else State.UNDER_WAY
    return Standing(target, entries, state)


# --- what counts -----------------------------------------------------------------------------------------------------

PLACED = (Registration.kind == RecordKind.JOB, Referral.status == Status.PLACED)


def _own(member: Member, township: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """What belongs to a township rather than to a case."""
    return true() if member.role in (Role.COUNTY, Role.AUDITOR) else township == member.township


def _stations(session: Session, member: Member) -> Sequence[Entry]:
    rows = session.scalars(select(Station).where(~Station.example, Station.open, _own(member, Station.township)))
    return [Entry(row.township, row.name, row.address or row.name, since=row.opened_on) for row in rows]


def _jobs(session: Session, member: Member, kind: JobKind) -> Sequence[Job]:
    shown = (~Job.example, ~Job.held, Job.kind == kind, _own(member, Job.township))
    return session.scalars(select(Job).where(*shown).order_by(Job.township, Job.id)).all()


def _workshops(session: Session, member: Member) -> Sequence[Entry]:
    """Every workshop in the county's list that is open and has said since when it works."""
    begun = (~Workshop.example, Workshop.open, Workshop.opened_on.is_not(None), _own(member, Workshop.township))
    rows = session.scalars(select(Workshop).where(*begun).order_by(Workshop.township, Workshop.id))
    return [Entry(row.township, "", f"{row.name}：{row.makes}".rstrip("："), since=row.opened_on) for row in rows]


def _posts(kind: JobKind) -> Callable[[Session, Member], Sequence[Entry]]:
    """Every vacancy of the kind, open or filled."""
    return lambda session, member: [
        Entry(job.township, "", f"{job.title}，{job.employer}") for job in _jobs(session, member, kind)
    ]


def _cases(member: Member, *which: ColumnElement[bool]) -> Select[Referral]:
    begin = datetime.combine(plan().since, time(), CHINA)
    mine = select(Referral).join(Referral.registration).where(in_scope(member), *which)
    return mine.where(Registration.created_at >= begin).order_by(Referral.id)


def _household(row: Referral) -> tuple[int, str]:
    """Whom a request is for; a household's plan has the same key (`store.referrals.households`)."""
    return row.registration.person_id, row.registration.for_whom


def _entry(row: Referral, met: bool = True) -> Entry:
    said = row.registration
    label = f"{said.name or '没留名字'}：{said.choice_title or '没挑'}"
    return Entry(said.township, row.station.name if row.station else "", label, row.id, met)


def _ended(kind: RecordKind, status: Status) -> Callable[[Session, Member], Sequence[Entry]]:
    """People, each once, whose request ended so."""

    def count(session: Session, member: Member) -> Sequence[Entry]:
        return _each_once(session.scalars(_cases(member, Registration.kind == kind, Referral.status == status)).all())

    return count


def _each_once(rows: Sequence[Referral]) -> list[Entry]:
    return [_entry(row) for row in {_household(row): row for row in rows}.values()]


def _trained(session: Session, member: Member) -> Sequence[Entry]:
    """People, each once, who were marked as having gone through their course."""
    finished = select(Training.registration_id).where(Training.finished_on >= plan().since)
    cases = _cases(member, Registration.kind == RecordKind.TRAINING, Registration.id.in_(finished))
    return _each_once(session.scalars(cases).all())


def _transferred(session: Session, member: Member) -> Sequence[Entry]:
    away = select(cast(Job.id, String)).where(Job.kind == JobKind.AWAY)
    placed = _cases(member, *PLACED, Registration.choice_id.in_(away))
    return _each_once(session.scalars(placed).all())


def _zero_employment(session: Session, member: Member) -> Sequence[Entry]:
    """Every household in which nobody worked, once; met when a request of theirs for work ended well."""
    marked = session.scalars(_cases(member, Referral.zero_employment.is_(True))).all()
    placed = {_household(row): row for row in session.scalars(_cases(member, *PLACED))}
    households = {_household(row): row for row in marked}
    return [_entry(placed.get(key, row), key in placed) for key, row in households.items()]


def _assisted(session: Session, member: Member) -> Sequence[Entry]:
    """Everybody who asked for work and did not take it back; met when somebody took it in hand."""
    rows = session.scalars(_cases(member, Registration.kind == RecordKind.JOB, Referral.status != Status.WITHDRAWN))
    return [_entry(row, row.status is not Status.NEW) for row in rows]


def _stable(session: Session, member: Member, on: date) -> Sequence[Entry]:
    """Everybody who was placed and is to be asked by now whether they still work, once; met when they do."""
    placements = select(Placement).options(selectinload(Placement.checks))
    checks = {each.referral_id: each.checks for each in session.scalars(placements)}
    rows = {_household(row): row for row in session.scalars(_cases(member, *PLACED))}
    told = [(row, met(checks[row.id], on)) for row in rows.values() if row.id in checks]
    return [_entry(row, works) for row, works in told if works is not None]


MEASURES: Mapping[str, Callable[[Session, Member], Sequence[Entry]] | None] = {
    "stations": _stations,
    "workshops": _workshops,
    "home_based": _posts(JobKind.HOME_BASED),
    "auxiliary": _posts(JobKind.AUXILIARY),
    "trained": _trained,
    "placed": _ended(RecordKind.JOB, Status.PLACED),
    "assisted": _assisted,
    "transferred": _transferred,
    "zero_employment": _zero_employment,
}
"""What a target is measured by; None: no record says yet, and the board says so."""

BY_DAY: Mapping[str, Callable[[Session, Member, date], Sequence[Entry]]] = {"stable": _stable}
"""What depends on the day as well."""
