"""What staff see of pushes. Every query here begins with `in_scope`: nothing else decides who sees what."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session, joinedload

from store.pushing.audience import Audience
from store.sending.news import Road, Why
from store.staff import Member
from store.tables import Got, Person, Push, PushPerson, Role, Staff, Station


@dataclass(frozen=True, slots=True)
class Seen:
    """A push as its page shows it. `found` is of a draft: how many by which road, or why not; `got` of the others."""

    push: Push
    audience: Audience
    found: Counter[Road | Why]
    got: Counter[Got]
    whys: Counter[str]

    @property
    def total(self) -> int:
        """Of how many people it is."""
        return sum(self.found.values()) or sum(self.got.values())

    @property
    def reachable(self) -> int:
        """How many of a draft's people can be reached now."""
        return sum(number for verdict, number in self.found.items() if isinstance(verdict, Road))

    @property
    def settled(self) -> int:
        """How many people's outcome is known."""
        return sum(self.got.values()) - self.got[Got.WAITING] - self.got[Got.SENDING]


def all_pushes() -> Select[Push]:
    """Pushes with who made them."""
    return select(Push).options(joinedload(Push.staff).joinedload(Staff.station))


def its_people(push_id: int) -> Select[PushPerson, Person]:
    """The people of a push, in their order."""
    query = select(PushPerson, Person).join(PushPerson.person).where(PushPerson.push_id == push_id)
    return query.order_by(PushPerson.id)


def in_scope(member: Member) -> ColumnElement[bool]:
    """Which pushes a member may see: their station's, their township's, or all."""
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return true()
    if member.station_id is None:
        return false()
    stations = select(Station.id).where(Station.township == member.township)
    own = Staff.station_id == member.station_id
    theirs = Staff.station_id.in_(stations) if member.role is Role.TOWNSHIP else own
    return Push.staff_id.in_(select(Staff.id).where(theirs, Staff.role != Role.COUNTY))


def tally(session: Session, push_id: int) -> tuple[Counter[Got], Counter[str]]:
    """How many got what, and for which reasons it was not sent."""
    query = select(PushPerson.got, PushPerson.why, func.count()).where(PushPerson.push_id == push_id)
    got: Counter[Got] = Counter()
    whys: Counter[str] = Counter()
    for state, why, number in session.execute(query.group_by(PushPerson.got, PushPerson.why)):
        got[state] += number
        if state is Got.REFUSED:
            whys[why] += number
    return got, whys
