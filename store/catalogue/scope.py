"""Whose an entry of a list is: the one place that decides who may change it. Everybody may look at all of them.

A station's staff have what belongs to their station, a township what lies in it or belongs to its stations, the
county everything, an auditor nothing. What belongs to no station is its township's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from store.base import Base
from store.staff import Member
from store.tables import Role, Station, VillagePost

WHOSE = ("id", "station_id", "township", "village")
"""The columns that tell whose an entry is; which of them there are depends on the table."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What `member` may change. `stations` are the ids of theirs."""

    member: Member
    stations: frozenset[int]

    @classmethod
    def of(cls, session: Session, member: Member) -> "Scope":
        """As things stand now."""
        if member.role in (Role.COUNTY, Role.AUDITOR) or member.station_id is None:
            return cls(member, frozenset())
        if member.role is Role.STATION:
            return cls(member, frozenset({member.station_id}))
        return cls(member, frozenset(session.scalars(select(Station.id).where(Station.township == member.township))))

    def holds(self, row: Base, changed: Mapping[str, Any] | None = None) -> bool:
        """Whether an entry is theirs, and would still be with what is `changed`."""
        if self.member.role is Role.COUNTY:
            return True
        if self.member.role is Role.AUDITOR or self.member.station_id is None:
            return False
        whose = {key: getattr(row, key, None) for key in WHOSE} | dict(changed or {})
        if isinstance(row, VillagePost):
            return bool(str(whose["village"] or "").startswith(self.member.township))
        in_township = self.member.role is Role.TOWNSHIP and whose["township"] == self.member.township
        if isinstance(row, Station):
            return in_township or (self.member.role is Role.STATION and whose["id"] in self.stations)
        if whose["station_id"] is None:
            return in_township
        return whose["station_id"] in self.stations

    def where(self, table: Any) -> ColumnElement[bool]:
        """The same as a condition of a query."""
        if self.member.role is Role.COUNTY:
            return true()
        if self.member.role is Role.AUDITOR or self.member.station_id is None:
            return false()
        if table is VillagePost:
            return VillagePost.village.startswith(self.member.township)
        in_township = table.township == self.member.township if self.member.role is Role.TOWNSHIP else false()
        if table is Station:
            return in_township if self.member.role is Role.TOWNSHIP else Station.id.in_(self.stations)
        return or_(table.station_id.in_(self.stations), and_(table.station_id.is_(None), in_township))

    def owned(self, table: type[Base]) -> dict[str, int | None]:
        """Whose a new entry of theirs is."""
        if not hasattr(table, "station_id") or self.member.role is Role.COUNTY:
            return {}
        return {"station_id": self.member.station_id}
