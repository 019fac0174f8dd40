"""What staff often say (常用回复): the county keeps the list, all pick from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select

from store.database import reading, writing
from store.referrals.action import fit
from store.referrals.letters import LONGEST
from store.refusals import Unfit, Unknown
from store.staff import Member
from store.tables import Audit, CannedReply

LONGEST_TITLE = 20
NAME, STATION, PHONE = "姓名", "驿站", "电话"
PLACES: Final = (NAME, STATION, PHONE)
"""What may stand in braces, in the words of those who write the replies. The telephone is the station's."""
_PLACE: Final = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_PHONE_UNKNOWN: Final = re.compile(r"[^。；！？]*[{｛]电话[}｝][^。；！？]*[。；！？]?")
"""Without a telephone the sentence that names it makes no sense."""


@dataclass(frozen=True, slots=True)
class Canned:
    """One reply; `text` with its places or, for a person, filled in."""

    id: int
    title: str
    text: str


def replies(engine: Engine) -> tuple[Canned, ...]:
    """All, in the order in which they were added."""
    with reading(engine) as session:
        rows = session.scalars(select(CannedReply).order_by(CannedReply.id))
        return tuple(Canned(row.id, row.title, row.text) for row in rows)


def filled(engine: Engine, name: str, station: str, phone: str) -> tuple[Canned, ...]:
    """All, as they would be said to this person by this station."""
    values = {NAME: name or "您好", STATION: station, PHONE: phone}
    return tuple(Canned(each.id, each.title, fill(each.text, values)) for each in replies(engine))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled in; a sentence with an unknown telephone is left out."""
    if not values[PHONE]:
        text = _PHONE_UNKNOWN.sub("", text)
    return _PLACE.sub(lambda place: values.get(place[1].strip(), place[0]), text)


def save(engine: Engine, member: Member, number: int, title: str, text: str, now: datetime) -> None:
    """Add one (`number` 0), or change it. Raises Unfit for an empty or endless text or an unknown place, Unknown."""
    title, text = fit(title, LONGEST_TITLE), fit(text, LONGEST)
    if any(place.strip() not in PLACES for place in _PLACE.findall(text)):
        raise Unfit
    with writing(engine) as session:
        row = session.get(CannedReply, number) if number else CannedReply()
        if row is None:
            raise Unknown
        row.title, row.text = title, text
        session.add(row)
        session.flush()
        session.add(Audit(at=now, staff_id=member.id, action="canned-saved", subject=f"canned-{row.id}"))


def remove(engine: Engine, member: Member, number: int, now: datetime) -> None:
    """Take one out; one that has gone already is no trouble."""
    with writing(engine) as session:
        row = session.get(CannedReply, number)
        if row is not None:
            session.delete(row)
            session.add(Audit(at=now, staff_id=member.id, action="canned-removed", subject=f"canned-{number}"))
