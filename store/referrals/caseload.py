"""What staff see of the referrals. Every query here begins with `in_scope`: nothing else decides who sees what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, Select, and_, false, func, literal, or_, select, true, tuple_
from sqlalchemy import case as case_when
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.records import Status
from store.base import Moment
from store.database import reading
from store.offers import seats
from store.referrals.history import last_step
from store.referrals.views import PHONE_END, Case, Letter, Line, Page, letter_of, line_of, step_of
from store.sending.acts import ReadActs
from store.sending.ledger import Budget, can_send
from store.staff import Member
from store.tables import Message, Referral, ReferralEvent, Registration, Role, Station

OPEN = tuple(status for status in Status if status.open)
ENDED = tuple(status for status in Status if not status.open)
PAGE = 30


class Pile(StrEnum):
    """The piles on the desk: nobody has it yet, I have it, not ended, ended."""

    NEW = "new"
    MINE = "mine"
    OPEN = "open"
    DONE = "done"


def in_scope(member: Member) -> ColumnElement[bool]:
    """Which referrals this member may see: their station's, their township's, or all, with those without a station."""
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return true()
    if member.station_id is None:
        return false()
    if member.role is Role.TOWNSHIP:
        return Referral.station_id.in_(select(Station.id).where(Station.township == member.township))
    return Referral.station_id == member.station_id


def queue(engine: Engine, member: Member, pile: Pile, after: str = "", size: int = PAGE) -> Page:
    """One page of a pile: what is open with the urgent first, then the longest wait; what has ended with the latest.

    Of what is open, households in which nobody works come before all others. `after` is the `Page.after` of the page
    before; one that makes no sense begins anew.
    """
    latest_first = pile is Pile.DONE
    moment = Referral.updated_at if latest_first else Referral.created_at
    rank = literal(0) if latest_first else _rank()
    key = tuple_(rank, moment, Referral.id)
    query = _lines().where(in_scope(member), _on(pile, member))
    mark = _unmark(after)
    if mark:
        begin = tuple_(mark[0], literal(mark[1], Moment()), mark[2])
        query = query.where(key < begin if latest_first else key > begin)
    order = (moment.desc(), Referral.id.desc()) if latest_first else (rank, moment, Referral.id)
    with reading(engine) as session:
        found = session.scalars(query.order_by(*order).limit(size + 1)).all()
        unreached = _unreached(session, [row.id for row in found])
        lines = tuple(replace(line_of(row), unreached=row.id in unreached) for row in found[:size])
    if len(found) <= size:
        return Page(lines)
    last = found[size - 1]
    if latest_first:
        return Page(lines, _mark(0, last.updated_at, last.id))
    return Page(lines, _mark(_rank_of(last), last.created_at, last.id))


def _rank() -> ColumnElement[int]:
    """What comes first among what is open, whatever its age."""
    return case_when((Referral.zero_employment, 0), (Referral.raised_at.is_not(None), 1), else_=2)


def _rank_of(referral: Referral) -> int:
    """The same, of one that was read."""
    return 0 if referral.zero_employment else 1 if referral.raised_at else 2


def search(engine: Engine, member: Member, text: str, size: int = PAGE) -> Page:
    """The newest referrals in scope, of any status, whose name or place has `text` or whose phone ends in it."""
    query = _lines().where(in_scope(member), _about(text)).order_by(Referral.created_at.desc(), Referral.id.desc())
    with reading(engine) as session:
        return Page(tuple(line_of(row) for row in session.scalars(query.limit(size))))


def counts(engine: Engine, member: Member) -> dict[Pile, int]:
    """How many are on each pile that is not ended."""
    with reading(engine) as session:
        return {pile: _count(session, member, pile) for pile in (Pile.NEW, Pile.MINE, Pile.OPEN)}


def case(engine: Engine, member: Member, referral_id: int, now: datetime) -> Case | None:
    """One referral, or None when there is none or it is not in this member's scope."""
    with reading(engine) as session:
        query = _lines().where(in_scope(member), Referral.id == referral_id)
        row = session.scalar(query.options(selectinload(Referral.events).joinedload(ReferralEvent.staff)))
        if row is None:
            return None
        said, person = row.registration, row.registration.person
        last = last_step(row.events, member.id, now)
        return Case(
            line=line_of(row),
            note=said.note,
            for_whom=said.for_whom,
            writer=person.name if said.for_whom else "",
            age=said.age,
            wage=said.wage,
            skill=said.skill,
            product=said.product,
            quantity=said.quantity,
            choice=said.choice_title,
            writable=person.here,
            undoable=last.what if last else "",
            steps=tuple(step_of(event) for event in row.events),
            letters=_letters(session, row.id),
            place=seats.place(session, said),
            others=_others(session, member, row),
            person=person.id,
        )


def budget_of(engine: Engine, referral_id: int, acts: ReadActs, now: datetime) -> Budget:
    """What WeChat still lets us send the person of a referral."""
    with reading(engine) as session:
        person = session.get_one(Referral, referral_id).registration.person
        return can_send(session, person.id, acts([person.channel_id])[0], now)


def _unreached(session: Session, referrals: Sequence[int]) -> set[int]:
    """Those whose last message could not be sent to the person."""
    last = select(func.max(Message.id)).where(Message.referral_id.in_(referrals)).group_by(Message.referral_id)
    undelivered = Message.delivered_at.is_(None) & (Message.error != "")
    query = select(Message.referral_id).where(Message.id.in_(last), undelivered)
    return {referral for referral in session.scalars(query) if referral is not None}


def stations(engine: Engine) -> list[tuple[int, str]]:
    """Id and name of every station, by township."""
    with reading(engine) as session:
        rows = session.execute(select(Station.id, Station.name).order_by(Station.township, Station.id))
        return [(row.id, row.name) for row in rows]


def _lines() -> Select[Referral]:
    return (
        select(Referral)
        .join(Referral.registration)
        .options(
            contains_eager(Referral.registration).joinedload(Registration.person),
            joinedload(Referral.station),
            joinedload(Referral.assignee),
        )
    )


def _on(pile: Pile, member: Member) -> ColumnElement[bool]:
    if pile is Pile.NEW:
        return Referral.status == Status.NEW
    if pile is Pile.MINE:
        return and_(Referral.status.in_(OPEN), Referral.assignee_id == member.id)
    return Referral.status.in_(OPEN if pile is Pile.OPEN else ENDED)


def _about(text: str) -> ColumnElement[bool]:
    villages = [code for code, village in VILLAGES.items() if text in village.name]
    townships = [code for code, name in TOWNSHIPS.items() if text in name]
    matches = [
        Registration.name.contains(text, autoescape=True),
        Registration.place.contains(text, autoescape=True),
        Registration.village.in_(villages),
        Registration.township.in_(townships),
    ]
    if text.isdecimal() and len(text) >= PHONE_END:
        matches.append(Registration.phone.endswith(text, autoescape=True))
    return or_(*matches)


def _count(session: Session, member: Member, pile: Pile) -> int:
    query = select(func.count(Referral.id)).where(in_scope(member), _on(pile, member))
    return session.scalar(query) or 0


def _letters(session: Session, referral_id: int) -> tuple[Letter, ...]:
    rows = session.scalars(select(Message).where(Message.referral_id == referral_id).order_by(Message.id))
    return tuple(letter_of(row) for row in rows)


def _others(session: Session, member: Member, row: Referral) -> tuple[Line, ...]:
    theirs = lines_of_people(session, member, [row.registration.person_id])
    return tuple(line for line in theirs if line.id != row.id)


def lines_of_people(session: Session, member: Member, people: Sequence[int]) -> tuple[Line, ...]:
    """The newest referrals of these people (their ids) that the member may see."""
    query = _lines().where(in_scope(member), Registration.person_id.in_(people)).order_by(Referral.id.desc())
    return tuple(line_of(row) for row in session.scalars(query.limit(PAGE)))


def _mark(rank: int, at: datetime, referral_id: int) -> str:
    return f"{rank}_{at.isoformat()}_{referral_id}"


def _unmark(mark: str) -> tuple[int, datetime, int] | None:
    try:
        rank, at, referral_id = mark.split("_")
        moment = datetime.fromisoformat(at)
        return (int(rank), moment, int(referral_id)) if moment.tzinfo else None
    except ValueError:
        return None
