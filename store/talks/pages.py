"""What staff see of talks: one, with what may be done in it, and all that are taken over just now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, joinedload

from store.database import reading
from store.referrals.caseload import in_scope
from store.refusals import Unknown
from store.sending.acts import ReadActs
from store.sending.ledger import Budget, can_send
from store.staff import Member
from store.tables import Exchange, Referral, Registration, Takeover
from store.talks import reading as transcript
from store.talks.passing import open_takeover
from store.talks.reading import Bubble
from store.talks.takeovers import unanswered

LATELY = 3


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's talk, seen from one referral. `holder` is who has taken it over, "" while it is the bot's.

    `mine`: that is the viewer; `waiting_since`: the person's first words that staff have not answered. `revealed`:
    mobile numbers are not hidden. `phone` is the station's, `number` the person's ("" unless revealed). `takeover` and
    `last` are ids for `takeovers.saw`; `takeover` 0: nothing is to be noted.
    """

    person: int
    channel_id: str
    name: str
    bubbles: tuple[Bubble, ...]
    holder: str
    mine: bool
    waiting_since: datetime | None
    writable: bool
    revealed: bool
    budget: Budget
    station: str
    phone: str
    number: str
    in_writing: bool = False
    takeover: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """A talk that staff have taken over, in the list of all."""

    referral: int
    name: str
    holder: str
    mine: bool
    began_at: datetime
    last: str
    unread: int
    waiting_since: datetime | None


def talk(engine: Engine, member: Member, referral: int, acts: ReadActs, now: datetime) -> Talk:
    """The talk of the referral's person. Raises Unknown."""
    with reading(engine) as session:
        row = _referral(session, member, referral)
        person, held = row.registration.person, open_takeover(session, row.registration.person_id)
        found = transcript.bubbles(session, person.id)
        revealed = transcript.has_revealed(session, member.id, referral, now)
        waiting = unanswered(session, held) if held else []
        mine = held is not None and held.staff_id == member.id
        station = row.station
        return Talk(
            person=person.id,
            channel_id=person.channel_id,
            name=row.registration.name if not row.registration.for_whom else person.name,
            bubbles=tuple(found if revealed else transcript.hidden(found)),
            holder=held.staff.name if held else "",
            mine=mine,
            waiting_since=waiting[0].at if waiting else None,
            writable=person.follows and person.forgotten_at is None,
            revealed=revealed,
            budget=can_send(session, person.id, acts([person.channel_id])[0], now),
            station=station.name if station else "县就业驿站",
            phone=station.phone if station else "",
            number=row.registration.phone if revealed else "",
            in_writing=row.registration.in_writing,
            takeover=held.id if held and mine and _newest(session, held) > held.seen else 0,
            last=_newest(session, held) if held else 0,
        )


def lately(engine: Engine, member: Member, referral: int, now: datetime) -> tuple[str, tuple[Bubble, ...]]:
    """Who has taken over the talk ("": nobody), and the last of what was said. Raises Unknown."""
    with reading(engine) as session:
        row = _referral(session, member, referral)
        held = open_takeover(session, row.registration.person_id)
        found = transcript.bubbles(session, row.registration.person_id)[-LATELY:]
        shown = found if transcript.has_revealed(session, member.id, referral, now) else transcript.hidden(found)
        return held.staff.name if held else "", tuple(shown)


def taken_over(engine: Engine, member: Member) -> tuple[OpenTalk, ...]:
    """The talks that are taken over, of the referrals that this member may see; who waits longest first."""
    with reading(engine) as session:
        query = select(Takeover).join(Takeover.referral).where(Takeover.ended_at.is_(None), in_scope(member))
        query = query.options(joinedload(Takeover.staff), joinedload(Takeover.person)).order_by(Takeover.id)
        found = [_open_talk(session, member, row) for row in session.scalars(query)]
    return tuple(sorted(found, key=lambda each: (each.waiting_since is None, each.waiting_since or each.began_at)))


def _open_talk(session: Session, member: Member, row: Takeover) -> OpenTalk:
    waiting = unanswered(session, row)
    unseen = select(func.count(Exchange.id)).where(Exchange.takeover_id == row.id, Exchange.id > row.seen)
    return OpenTalk(
        referral=row.referral_id,
        name=row.person.name or row.referral.registration.name,
        holder=row.staff.name,
        mine=row.staff_id == member.id,
        began_at=row.began_at,
        last=transcript.hide(waiting[-1].heard) if waiting else "",
        unread=session.scalar(unseen) or 0,
        waiting_since=waiting[0].at if waiting else None,
    )


def _referral(session: Session, member: Member, referral: int) -> Referral:
    query = select(Referral).join(Referral.registration).where(in_scope(member), Referral.id == referral)
    whole = query.options(
        joinedload(Referral.registration).joinedload(Registration.person), joinedload(Referral.station)
    )
    row = session.scalar(whole)
    if row is None:
        raise Unknown
    return row


def _newest(session: Session, held: Takeover) -> int:
    return session.scalar(select(func.max(Exchange.id)).where(Exchange.takeover_id == held.id)) or 0
