"""Somebody came to the station in person: written down by a colleague, and referred at once.

Who has no WeChat account has a channel id of ours. What they agreed to was read to them; the colleague who heard the
yes stands with it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.effects import Consent, Durable, Learn, Register
from bot.phrases.talk import CONSENT
from bot.records import Fields, RecordKind
from store.database import writing
from store.journal import Journal
from store.people import phones
from store.people.addresses import COUNTER
from store.people.profile import Correction, Misread, read
from store.people.scope import theirs
from store.records import Act, carry_out
from store.referrals.action import fit
from store.referrals.cases import note
from store.refusals import ReadOnly, Unfit
from store.staff import Member
from store.tables import Audit, ConsentGiven, Person, Registration, Role

WISHES = (RecordKind.JOB, RecordKind.TRAINING, RecordKind.PRODUCE, RecordKind.STAFF, RecordKind.COMPLAINT)
"""What somebody may come for."""
WORDING = f"当面念给本人听，本人说行：{CONSENT}"
LONGEST_WISH = 500


@dataclass(frozen=True, slots=True)
class Visit:
    """What the colleague filled in. `key` is of the form they filled in: sent twice, it is one visit.

    `agreed`: the person said yes to `talk.CONSENT`.
    """

    key: str
    kind: RecordKind
    name: str
    phone: str
    village: str
    wish: str
    agreed: bool
    nobody_works: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The person's id, whether they were known before, and what is owed to the workers."""

    person: int
    known: bool
    outbox: tuple[int, ...]


def write_down(engine: Engine, member: Member, visit: Visit, now: datetime, journal: Journal | None = None) -> Written:
    """Write them down, in the `journal` too, and refer their wish.

    Raises Misread, Unfit (no consent, no wish), ReadOnly.
    """
    if member.role is Role.AUDITOR:
        raise ReadOnly
    if not visit.agreed or visit.kind not in WISHES:
        raise Unfit
    fields = _fields(visit)
    with writing(engine) as session:
        known = _known(session, member, fields, visit)
        person = known or _newcomer(session, member, visit, now)
        who = Fields(fields.name, fields.phone, fields.village)
        effects: list[Durable] = [Consent(WORDING), Learn(who), Register(visit.kind, fields)]
        act = Act(person.channel_id, f"{COUNTER}{visit.key}", now)
        receipt = carry_out(session, act, effects)
        _sign(session, member, person, now)
        written = Written(person.id, known is not None, receipt.outbox)
    if journal:
        journal.note(act.at, act.person, act.key, effects, receipt)
    return written


def _newcomer(session: Session, member: Member, visit: Visit, now: datetime) -> Person:
    person = Person(channel_id=f"{COUNTER}{visit.key}", follows=False, subscribed=False, station_id=member.station_id)
    person.created_at = person.updated_at = now
    session.add(person)
    session.flush()
    return person


def _fields(visit: Visit) -> Fields:
    said = read(Correction(visit.name, visit.phone, visit.village))
    if not said.name:
        raise Misread("name")
    return Fields(
        said.name, said.phone, said.village, note=fit(visit.wish, LONGEST_WISH), nobody_works=visit.nobody_works
    )


def _known(session: Session, member: Member, fields: Fields, visit: Visit) -> Person | None:
    """The same person, if they were here before: by this very form, or by name and number."""
    here = session.scalar(select(Person).where(Person.channel_id == f"{COUNTER}{visit.key}"))
    if here or not fields.phone:
        return here
    there = (theirs(member), Person.merged_into_id.is_(None), Person.forgotten_at.is_(None))
    query = select(Person).where(*there, Person.name == fields.name, phones.same(Person, fields.phone))
    return session.scalars(query.order_by(Person.id).limit(1)).first()


def _sign(session: Session, member: Member, person: Person, now: datetime) -> None:
    """Note who wrote it down and heard the yes; nothing where the form came a second time."""
    agreed = session.scalar(select(ConsentGiven).where(ConsentGiven.person_id == person.id, ConsentGiven.at == now))
    if agreed is None:
        return
    agreed.staff_id = member.id
    session.add(Audit(at=now, staff_id=member.id, action="person-written", subject=f"person-{person.id}"))
    for said in session.scalars(select(Registration).where(Registration.person_id == person.id)):
        if now in (said.created_at, said.updated_at):
            note(said.referral, now, "counter", by=member.id)
