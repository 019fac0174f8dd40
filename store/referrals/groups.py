"""When stations work, and by which robots the groups of staff are told; kept by the county."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.hours import read_hours
from bot.readers.divisions import TOWNSHIPS
from store.database import reading, writing
from store.referrals.action import fit
from store.refusals import ReadOnly, Unfit, Unknown
from store.staff import Member
from store.tables import Audit, Role, Station, TownshipGroup

LONGEST_HOURS = 100
ROBOTS = "https://qyapi.weixin.qq.com/"
LONGEST_URL = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A station. `readable`: its hours are understood; `has_robot`: its group has one, whose address is a secret."""

    id: int
    name: str
    township: str
    hours: str
    readable: bool
    has_robot: bool


def places(engine: Engine) -> list[Place]:
    """Every station, by township."""
    with reading(engine) as session:
        rows = session.scalars(select(Station).order_by(Station.township, Station.id)).all()
        return [
            Place(row.id, row.name, row.township, row.hours, read_hours(row.hours) is not None, bool(row.robot_url))
            for row in rows
        ]


def townships(engine: Engine) -> dict[str, bool]:
    """Every township, and whether its group has a robot."""
    with reading(engine) as session:
        known = set(session.scalars(select(TownshipGroup.township)))
        return {code: code in known for code in TOWNSHIPS}


@dataclass(frozen=True, slots=True)
class Groups:
    """What the county changes. `secure`: a robot stands at WeCom. Raises a `store.refusals.Refusal`."""

    engine: Engine
    member: Member
    now: datetime
    secure: bool = True

    def set_hours(self, station: int, hours: str) -> None:
        """When a station works; "": as usual in the county. Raises Unfit for hours that are not understood."""
        hours = fit(hours, LONGEST_HOURS, may_be_empty=True)
        if hours and read_hours(hours) is None:
            raise Unfit
        with self._writing(f"station-{station}", "hours-set") as session:
            _station(session, station).hours = hours

    def set_station_robot(self, station: int, url: str) -> None:
        """Where a station's group is told; "": nowhere."""
        url = self._address(url)
        with self._writing(f"station-{station}", "robot-set") as session:
            _station(session, station).robot_url = url

    def set_township_robot(self, township: str, url: str) -> None:
        """Where a township's group is told; "": what it should know goes to the county's."""
        if township not in TOWNSHIPS:
            raise Unknown
        url = self._address(url)
        with self._writing(f"township-{township}", "robot-set") as session:
            group = session.get(TownshipGroup, township)
            if url:
                session.merge(TownshipGroup(township=township, robot_url=url))
            elif group:
                session.delete(group)

    @contextmanager
    def _writing(self, subject: str, action: str) -> Iterator[Session]:
        if self.member.role is not Role.COUNTY:
            raise ReadOnly
        with writing(self.engine) as session:
            yield session
            session.add(Audit(at=self.now, staff_id=self.member.id, action=action, subject=subject))

    def _address(self, url: str) -> str:
        url = fit(url, LONGEST_URL, may_be_empty=True)
        parts = urlsplit(url)
        # Our workers call it from inside: it must be nothing of the county's own network.
        fits = parts.hostname and parts.scheme in ("https", "http") and url.isprintable()
        if url and not (fits and (not self.secure or url.startswith(ROBOTS))):
            raise Unfit
        return url


def _station(session: Session, station: int) -> Station:
    row = session.get(Station, station)
    if row is None:
        raise Unknown
    return row
