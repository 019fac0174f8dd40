"""Finding referrals: by what is known of the person, and by where they stand. Newest first, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, and_, or_

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.records import RecordKind, Status
from store.database import reading
from store.people import phones
from store.referrals.caseload import PAGE, in_scope, lines
from store.referrals.views import Page, line_of
from store.staff import Member
from store.tables import Rank, Referral, Registration

_LARGEST_ID = 2**31 - 1


class Whose(StrEnum):
    """What I have in hand, what nobody has, what others have; all of it not ended."""

    MINE = "mine"
    NOBODY = "nobody"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; what is left empty does not matter.

    `text` is part of a name or place, or the end of a telephone number; `place` the code of a township or village.
    """

    text: str = ""
    place: str = ""
    kind: RecordKind | None = None
    status: Status | None = None
    whose: Whose | None = None

    def __bool__(self) -> bool:
        return self != Filter()


def find(engine: Engine, member: Member, wanted: Filter, after: str = "", size: int = PAGE) -> Page:
    """One page of the referrals in this member's scope that pass. `after` is the `Page.after` of the page before."""
    query = lines().where(in_scope(member), *_conditions(wanted, member)).order_by(Referral.id.desc())
    if after.isdecimal() and int(after) <= _LARGEST_ID:
        query = query.where(Referral.id < int(after))
    with reading(engine) as session:
        found = session.scalars(query.limit(size + 1)).all()
        return Page(tuple(map(line_of, found[:size])), str(found[size - 1].id) if len(found) > size else "")


def _conditions(wanted: Filter, member: Member) -> Iterator[ColumnElement[bool]]:
    if wanted.text:
        yield about(wanted.text)
    if wanted.place:
        yield or_(Registration.village == wanted.place, Registration.township == wanted.place)
    if wanted.kind:
        yield Registration.kind == wanted.kind
    if wanted.status:
        yield Referral.status == wanted.status
    if wanted.whose:
        yield and_(Referral.rank < Rank.ENDED, _held(wanted.whose, member))


def _held(whose: Whose, member: Member) -> ColumnElement[bool]:
    if whose is Whose.NOBODY:
        return Referral.assignee_id.is_(None)
    return Referral.assignee_id == member.id if whose is Whose.MINE else Referral.assignee_id != member.id


def about(text: str) -> ColumnElement[bool]:
    """Registrations whose name or place has the text, or whose phone ends in it."""
    villages = [code for code, village in VILLAGES.items() if text in village.name]
    townships = [code for code, name in TOWNSHIPS.items() if text in name]
    matches = [
        Registration.name.contains(text, autoescape=True),
        Registration.place.contains(text, autoescape=True),
        Registration.village.in_(villages),
        Registration.township.in_(townships),
    ]
    if phones.searchable(text):
        matches.append(phones.ends_in(Registration, text))
    return or_(*matches)
