"""What staff hear and see of people: their recordings and pictures, and what staff make of them.

A member sees those of people who belong to their station, or who have a referral that the member may see. Whoever
opens one is written down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from bot.language.identity import hidden
from bot.message import Kind
from store.database import reading, writing
from store.media.archive import Archive
from store.referrals.action import fit
from store.referrals.caseload import in_scope
from store.refusals import Ended, ReadOnly, Unfit, Unknown
from store.sending import outbox
from store.staff import Member
from store.tables import Audit, Keeping, Person, Recording, Referral, Registration, Role, Staff, Station

LONGEST = 300  # characters that staff type of what they heard
PAGE = 50


@dataclass(frozen=True, slots=True)
class Note:
    """A voice message or picture as staff see it. `referral` is the person's latest that the member may see, or 0.

    `question` as in `Session.question`; `transcript` is what was heard, by `heard_by`, "" for a machine.
    """

    id: int
    kind: Kind
    state: Keeping
    name: str
    at: datetime
    seconds: int
    question: str
    transcript: str
    heard_by: str
    referral: int


class Listening:
    """The recordings of one database and its archive. `kick` and `now` as in `store.referrals.desk.Desk`.

    Raises a `store.refusals.Refusal` when something may not be.
    """

    def __init__(
        self, engine: Engine, archive: Archive, kick: Callable[[Sequence[int]], None], now: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._archive = archive
        self._kick = kick
        self._now = now

    def waiting(self, member: Member) -> tuple[Note, ...]:
        """What nobody has heard or seen to, the longest wait first."""
        return self._notes(member, Recording.state == Keeping.OPEN, latest_first=False)

    def count(self, member: Member) -> int:
        """How many those are."""
        query = select(func.count(Recording.id)).join(Recording.person)
        with reading(self._engine) as session:
            return session.scalar(query.where(_theirs(member), Recording.state == Keeping.OPEN)) or 0

    def of_referral(self, member: Member, referral: int) -> tuple[Note, ...]:
        """Everything there is of the person of this referral, the latest first."""
        person = select(Registration.person_id).join(Referral).where(Referral.id == referral, in_scope(member))
        return self._notes(member, Recording.person_id.in_(person), latest_first=True)

    def open(self, member: Member, number: int) -> tuple[Kind, bytes]:
        """Its kind and its file, as it was sent; that it was opened is written down. Raises Unknown."""
        with writing(self._engine) as session:
            recording = _one(session, member, number)
            content = self._archive.read(recording.file)
            if content is None:
                raise Unknown
            self._audit(session, member, "recording-opened", number)
            return recording.kind, content

    def heard(self, member: Member, number: int, text: str) -> None:
        """Hand what the member heard to the bot, as what the person said."""
        with writing(self._engine) as session:
            recording = _open(session, member, number)
            if recording.kind is not Kind.VOICE:
                raise Unfit
            recording.transcript, recording.heard_by = fit(hidden(text), LONGEST), member.id
            recording.state = Keeping.SETTLED
            self._audit(session, member, "recording-heard", number)
            owed = outbox.add(session, "hearing", {"recording": number}, f"heard-{number}", self._now())
        self._kick([owed])

    def settle(self, member: Member, number: int) -> None:
        """It needs no answer of the bot."""
        with writing(self._engine) as session:
            _open(session, member, number).state = Keeping.SETTLED
            self._audit(session, member, "recording-settled", number)

    def _audit(self, session: Session, member: Member, action: str, number: int) -> None:
        session.add(Audit(at=self._now(), staff_id=member.id, action=action, subject=f"recording-{number}"))

    def _notes(self, member: Member, which: ColumnElement[bool], *, latest_first: bool) -> tuple[Note, ...]:
        latest = (
            select(func.max(Referral.id))
            .join(Referral.registration)
            .where(Registration.person_id == Recording.person_id, in_scope(member))
            .scalar_subquery()
        )
        query = (
            select(Recording, Staff.name, latest)
            .join(Recording.person)
            .outerjoin(Staff, Staff.id == Recording.heard_by)
            .where(_theirs(member), which)
            .options(joinedload(Recording.person))
            .order_by(Recording.id.desc() if latest_first else Recording.id)
        )
        with reading(self._engine) as session:
            return tuple(_note(*row) for row in session.execute(query.limit(PAGE)))


def _note(row: Recording, heard_by: str | None, referral: int | None) -> Note:
    return Note(
        id=row.id,
        kind=row.kind,
        state=row.state,
        name=row.person.name,
        at=row.at,
        seconds=row.seconds,
        question=row.question,
        transcript=row.transcript,
        heard_by=heard_by or "",
        referral=referral or 0,
    )


def _theirs(member: Member) -> ColumnElement[bool]:
    """What this member may hear and see; needs `Recording.person` in the query."""
    there = Recording.state != Keeping.GONE
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return and_(there, true())
    asked = select(Registration.person_id).join(Referral).where(in_scope(member))
    return and_(there, or_(Recording.person_id.in_(asked), _belongs(member)))


def _belongs(member: Member) -> ColumnElement[bool]:
    if member.station_id is None:
        return false()
    if member.role is Role.TOWNSHIP:
        return Person.station_id.in_(select(Station.id).where(Station.township == member.township))
    return Person.station_id == member.station_id


def _one(session: Session, member: Member, number: int) -> Recording:
    query = select(Recording).join(Recording.person).where(_theirs(member), Recording.id == number)
    recording = session.scalar(query.with_for_update(of=Recording))
    if recording is None:
        raise Unknown
    return recording


def _open(session: Session, member: Member, number: int) -> Recording:
    """The recording, to be changed. Raises ReadOnly, Unknown, Ended."""
    if member.role is Role.AUDITOR:
        raise ReadOnly
    recording = _one(session, member, number)
    if recording.state is not Keeping.OPEN:
        raise Ended
    return recording
