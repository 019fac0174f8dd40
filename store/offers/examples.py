"""Made-up stations, jobs, courses and posts for a first start, from config/examples.toml. All are marked `example`."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.records import JobKind
from bot.when import today
from store.database import writing
from store.facts import now
from store.referrals.cases import note
from store.tables import Audit, Course, Job, Referral, Station, VillagePost, Workshop

LOADED = "examples.load"
MARK = "（示例）"  # in the name itself, so that it is seen wherever the name is


def load(engine: Engine, again: bool = False, at: datetime | None = None) -> int:
    """Add the examples, once in a database's life; `again`: also after they were cleared. How many rows were added."""
    when = at or now()
    with writing(engine) as session:
        loaded = select(Audit.id).where(Audit.action == LOADED)
        blocked = select(Station.id).where(Station.example) if again else loaded
        if session.scalar(blocked.limit(1)) is not None:
            return 0
        rows = list(_rows(when))
        session.add_all([*rows, Audit(at=when, action=LOADED, subject="examples")])
        return len(rows)


def _rows(at: datetime) -> Iterator[Station | Job | Course | VillagePost | Workshop]:
    data: dict[str, Any] = tomllib.loads(files("config").joinpath("examples.toml").read_text("utf-8"))
    for place in data["stations"]["townships"]:
        yield Station(
            name=f"{place['name']}就业扶贫驿站{MARK}",
            township=place["code"],
            scene=f"station-{place['code']}",
            address=f"{place['name']}（示例地址）",
            phone=place["phone"],
            hours=data["stations"]["hours"],
            example=True,
        )
    for job in data["jobs"]:
        yield Job(**job | {"kind": JobKind(job["kind"]), "title": job["title"] + MARK}, example=True)
    for course in data["courses"]:
        dates = {"starts_on": course.pop("starts_in_days"), "closes_on": course.pop("closes_in_days", None)}
        days = {name: today(at) + timedelta(days=after) for name, after in dates.items() if after is not None}
        yield Course(**course | {"title": course["title"] + MARK}, **days, example=True)
    for workshop in data["workshops"]:
        yield Workshop(**workshop | {"name": workshop["name"] + MARK}, example=True)
    for post in data["posts"]:
        yield VillagePost(**post, example=True)


def clear(engine: Engine, at: datetime | None = None) -> int:
    """Remove all examples; how many rows. Their stations' cases go to the county's queue, staff keep their login."""
    when = at or now()
    with writing(engine) as session:
        _to_county(session, when)
        removed = [
            len(session.scalars(delete(table).where(table.example).returning(table.id)).all())
            for table in (Job, Course, Workshop, VillagePost, Station)
        ]
        session.add(Audit(at=when, action="examples.clear", subject="examples"))
    return sum(removed)


def _to_county(session: Session, at: datetime) -> None:
    for referral in session.scalars(select(Referral).join(Station).where(Station.example)):
        referral.station_id = None
        if referral.status.open:
            note(referral, at, "routed", by="system")
    session.flush()
