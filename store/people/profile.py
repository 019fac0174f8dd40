"""One person: what we know of them, who else was recorded through them, and how staff put it right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from bot.effects import Learn
from bot.matching import Wishes, load
from bot.readers import NotUnderstood
from bot.readers.phone import read_phone
from bot.readers.place import read_place
from bot.records import Fields
from store.database import reading, writing
from store.executors import learned
from store.mapping import clean
from store.people import phones
from store.people.listing import Somebody, lines
from store.people.scope import one, theirs
from store.referrals import plans
from store.referrals.action import fit
from store.referrals.caseload import in_scope, lines_of_people
from store.referrals.cases import note
from store.referrals.views import Line
from store.staff import Member
from store.tables import (
    Audit,
    ConsentGiven,
    JobAlert,
    Person,
    Referral,
    Registration,
)
from store.work import Work

LONGEST_NAME, LONGEST_REMARK = 20, 500


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody for whom the person filed a request: who it is to them, and their name."""

    whom: str
    name: str
    referral: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What they agreed to. `heard_by`: the colleague to whom they said it, "" in WeChat."""

    at: datetime
    wording: str
    heard_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with everything that belongs to them. `alerts` are (for whom, wishes); `plan` is a plan's id or 0.

    `same_phone` are others with the same number; `wanted`: they want news.
    """

    somebody: Somebody
    station: str
    remark: str
    since: datetime
    wanted: bool
    agreements: tuple[Agreement, ...]
    alerts: tuple[tuple[str, Wishes], ...]
    relatives: tuple[Relative, ...]
    same_phone: tuple[Somebody, ...]
    cases: tuple[Line, ...]
    plan: int


def profile(engine: Engine, member: Member, number: int) -> Profile:
    """The person with this id. Raises Unknown."""
    with reading(engine) as session:
        person = one(session, member, number)
        return Profile(
            somebody=lines(session, [person])[0],
            station=person.station.name if person.station else "",
            remark=person.remark,
            since=person.created_at,
            wanted=person.subscribed,
            agreements=_agreements(session, person),
            alerts=_alerts(session, person),
            relatives=_relatives(session, member, person),
            same_phone=tuple(lines(session, _same_phone(session, member, person))),
            cases=lines_of_people(session, member, [person.id]),
            plan=plans.of_person(session, member, person.id),
        )


def _agreements(session: Session, person: Person) -> tuple[Agreement, ...]:
    query = select(ConsentGiven).where(ConsentGiven.person_id == person.id).order_by(ConsentGiven.id.desc())
    rows = session.scalars(query.options(joinedload(ConsentGiven.staff)))
    return tuple(Agreement(row.at, row.wording, row.staff.name if row.staff else "", row.withdrawn_at) for row in rows)


def _alerts(session: Session, person: Person) -> tuple[tuple[str, Wishes], ...]:
    rows = session.scalars(select(JobAlert).where(JobAlert.person_id == person.id).order_by(JobAlert.id))
    return tuple((row.for_whom, load(row.wishes)) for row in rows)


def _relatives(session: Session, member: Member, person: Person) -> tuple[Relative, ...]:
    query = (
        select(Registration.for_whom, Registration.name, Referral.id)
        .join(Referral)
        .where(Registration.person_id == person.id, Registration.for_whom != "", in_scope(member))
        .order_by(Referral.id)
    )
    found = {(whom, name): Relative(whom, name, referral) for whom, name, referral in session.execute(query)}
    return tuple(found.values())


def _same_phone(session: Session, member: Member, person: Person) -> Sequence[Person]:
    if not person.phone:
        return ()
    others = (Person.id != person.id, Person.merged_into_id.is_(None), Person.forgotten_at.is_(None))
    query = select(Person).where(theirs(member), phones.same(Person, person.phone), *others)
    return session.scalars(query.order_by(Person.id).limit(20)).all()


def reveal_phone(engine: Engine, member: Member, number: int, now: datetime) -> str:
    """The full telephone number; that it was looked at is written down. Raises Unknown, ReadOnly."""
    with writing(engine) as session:
        person = one(session, member, number, to_change=True)
        session.add(Audit(at=now, staff_id=member.id, action="phone-seen", subject=f"person-{number}"))
        return person.phone


# --- put right ------------------------------------------------------------------------------------------------


class Misread(Exception):
    """What was typed cannot be read; `field` says which: "name", "phone" or "village"."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Correction:
    """What staff typed; empty: stays as it is. `remark` and `in_writing` (no calls) are None when not on the form."""

    name: str = ""
    phone: str = ""
    village: str = ""
    remark: str | None = None
    in_writing: bool | None = None


def correct(engine: Engine, member: Member, number: int, typed: Correction, now: datetime) -> list[int]:
    """Put a person's data right, and with them their open requests that had the same; outbox rows for the workers.

    Raises Misread, Unfit, Unknown, ReadOnly.
    """
    fields = read(typed)
    with writing(engine) as session:
        person = one(session, member, number, to_change=True)
        work = Work(session, person.id, now)
        former = person.name
        if fields.in_writing is person.in_writing:
            fields = replace(fields, in_writing=None)
        changed = _changes(person, fields)
        if fields != Fields():
            learned(work, Learn(fields))
            _respell(session, person, former, now)
        if typed.remark is not None and typed.remark.strip() != person.remark:
            person.remark = fit(typed.remark, LONGEST_REMARK, may_be_empty=True)
            changed.append("remark")
        for what in changed:
            session.add(Audit(at=now, staff_id=member.id, action=f"person-{what}", subject=f"person-{number}"))
        return work.outbox


def read(typed: Correction) -> Fields:
    """What was typed, as values. A name is taken as it is written: staff have seen the card. Raises Misread."""
    name = clean(" ".join(typed.name.split()), LONGEST_NAME + 1)
    if len(name) > LONGEST_NAME:
        raise Misread("name")
    try:
        phone = read_phone(typed.phone) if typed.phone.strip() else ""
    except NotUnderstood:
        raise Misread("phone") from None
    try:
        village = read_place(typed.village) if typed.village.strip() else None
    except NotUnderstood:
        raise Misread("village") from None
    return Fields(name=name, phone=phone, village=village, in_writing=typed.in_writing)


def _changes(person: Person, fields: Fields) -> list[str]:
    changed = []
    if fields.name and fields.name != person.name:
        changed.append("name")
    if fields.phone and fields.phone != person.phone:
        changed.append("phone")
    if fields.in_writing is not None and fields.in_writing is not person.in_writing:
        changed.append("reach")
    home = fields.village
    if home and (home.township, home.village, home.text) != (person.township, person.village, person.place):
        changed.append("home")
    return changed


def _respell(session: Session, person: Person, former: str, now: datetime) -> None:
    """The right spelling goes into the open requests that had the wrong one."""
    if not former or former == person.name:
        return
    mine = select(Registration).where(
        Registration.person_id == person.id, Registration.name == former, Registration.for_whom == ""
    )
    for row in session.scalars(mine):
        if row.referral.status.open:
            row.name, row.updated_at = person.name, now
            note(row.referral, now, "changed", by="system")
