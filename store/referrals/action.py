"""One action of a staff member on one referral: the checks all actions share, and the traces all of them leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.records import Status
from store.database import writing
from store.mapping import clean
from store.referrals import cases
from store.referrals.caseload import in_scope
from store.refusals import Ended, ReadOnly, Taken, Unclaimed, Unfit, Unknown
from store.sending import outbox
from store.staff import Member
from store.tables import Audit, Message, Origin, Referral, Role, Weight


@dataclass(slots=True)
class Action:
    """An action under way, in a transaction of its own. `promised` are the outbox rows it leaves."""

    session: Session
    referral: Referral
    member: Member
    now: datetime
    promised: list[int] = field(default_factory=list)

    @property
    def oversees(self) -> bool:
        """Whether this member answers for the work of others."""
        return self.member.role in (Role.TOWNSHIP, Role.COUNTY)

    @property
    def station(self) -> tuple[str, str]:
        """Name and phone of the station, as told to the person."""
        station = self.referral.station
        return (station.name, station.phone) if station else ("县就业驿站", "")

    def needs_open(self) -> None:
        """Raises Ended."""
        if not self.referral.status.open:
            raise Ended

    def needs_own(self) -> None:
        """Raises unless the referral is open and this member's."""
        self.needs_open()
        if self.referral.assignee is None:
            raise Unclaimed
        self.needs_no_other()

    def needs_no_other(self) -> None:
        """Raises Taken when a colleague has it."""
        holder = self.referral.assignee
        if holder and holder.id != self.member.id:
            raise Taken(holder.name)

    def step(self, what: str, note: str = "") -> None:
        """Write history and audit."""
        cases.note(self.referral, self.now, what, note, by=self.member.id)
        self.audit(what)

    def move(self, status: Status, note: str = "") -> None:
        """Change the status, with its step."""
        self.referral.status = status
        self.step(status.value, note)

    def audit(self, action: str) -> None:
        """Write the audit only."""
        subject = f"referral-{self.referral.id}"
        self.session.add(Audit(at=self.now, staff_id=self.member.id, action=action, subject=subject))

    @property
    def writable(self) -> bool:
        """Whether WeChat brings the person anything."""
        return self.referral.registration.person.here

    def write(self, text: str, weight: Weight = Weight.WORD) -> bool:
        """Promise the person a message; False when WeChat cannot bring it."""
        person = self.referral.registration.person
        if not self.writable:
            return False
        message = Message(
            person_id=person.id,
            text=text,
            origin=Origin.STAFF,
            referral_id=self.referral.id,
            created_at=self.now,
            weight=weight,
        )
        self.session.add(message)
        self.session.flush()
        self.promise("message", {"message": message.id}, f"message-{message.id}")
        return True

    def promise(self, kind: str, payload: dict[str, int], dedupe: str) -> None:
        """Owe something to the outside, see `store.sending.outbox`."""
        row = outbox.add(self.session, kind, payload, dedupe, self.now)
        if row is not None:
            self.promised.append(row)


@contextmanager
def acting(engine: Engine, member: Member, referral_id: int, now: datetime) -> Iterator[Action]:
    """A transaction for one action; the referral is locked until its end. Raises ReadOnly, Unknown."""
    if member.role is Role.AUDITOR:
        raise ReadOnly
    with writing(engine) as session:
        query = select(Referral).where(in_scope(member), Referral.id == referral_id)
        referral = session.scalar(query.with_for_update())
        if referral is None:
            raise Unknown
        yield Action(session, referral, member, now)


def fit(text: str, longest: int, may_be_empty: bool = False) -> str:
    """What staff typed, as the store takes it. Raises Unfit."""
    text = clean(text.replace("\r\n", "\n").strip(), longest + 1)
    if len(text) > longest or not (text or may_be_empty):
        raise Unfit
    return text
