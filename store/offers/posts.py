"""The auxiliary posts of the villages, as staff fill them in: how many there are, and how many are taken elsewhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from store.database import reading, writing
from store.offers import seats
from store.refusals import ReadOnly, Unfit, Unknown
from store.staff import Member
from store.tables import Audit, Role, VillagePost

MOST = 20
GUIDE = {True: (4, 6), False: (2, 3)}
"""How many posts a poverty village, and another one, has as a rule (notice, section 5). A rule, not a limit."""


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village's posts; `quota` None: not filled in. `held`: by people who applied here; `usual`: within the rule."""

    village: str
    name: str
    poverty_village: bool
    quota: int | None
    taken: int
    held: int
    waiting: int
    usual: bool


def townships(member: Member) -> dict[str, str]:
    """Code and name of the townships whose villages this member may see."""
    if member.role in (Role.COUNTY, Role.AUDITOR):
        return TOWNSHIPS
    return {code: name for code, name in TOWNSHIPS.items() if code == member.township}


def listing(engine: Engine, member: Member, township: str) -> list[VillageLine]:
    """The villages of a township, by code. Raises Unknown for one that is not this member's."""
    if township not in townships(member):
        raise Unknown
    with reading(engine) as session:
        rows = {row.village: row for row in session.scalars(select(VillagePost))}
        counts = defaultdict(seats.Count, seats.counts(session))
        codes = [code for code, village in VILLAGES.items() if village.township == township]
        return [_line(code, rows.get(code), counts[f"{seats.VILLAGE}{code}"]) for code in codes]


def _line(code: str, row: VillagePost | None, count: seats.Count) -> VillageLine:
    name = VILLAGES[code].name
    if row is None:
        return VillageLine(code, name, poverty_village=False, quota=None, taken=0, held=0, waiting=0, usual=True)
    low, high = GUIDE[row.poverty_village]
    usual = low <= row.quota <= high
    return VillageLine(code, name, row.poverty_village, row.quota, row.taken, *count, usual)


def save(engine: Engine, member: Member, line: VillagePost, at: datetime) -> None:
    """Fill in a village's posts; written down. Raises ReadOnly, Unknown, Unfit."""
    if member.role is Role.AUDITOR:
        raise ReadOnly
    known = VILLAGES.get(line.village)
    if known is None or known.township not in townships(member):
        raise Unknown
    if not 0 <= line.taken <= line.quota <= MOST:
        raise Unfit
    with writing(engine) as session:
        row = session.scalar(select(VillagePost).where(VillagePost.village == line.village).with_for_update())
        if row is None:
            session.add(line)
        else:
            row.poverty_village, row.quota, row.taken = line.poverty_village, line.quota, line.taken
            row.example = False
        session.add(Audit(at=at, staff_id=member.id, action="posts", subject=f"village-{line.village}"))
