"""Rows to the bot's nouns and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.records import Course, Fields, Job, Picked, Place, Post, Profile, Record, Station
from store import tables

# What a message looks up is read as these columns: the objects take longer to make than a query to run (decision 51).
OF_PERSON = (
    tables.Person.name,
    tables.Person.phone.label("phone"),
    tables.Person.township,
    tables.Person.village,
    tables.Person.place,
    tables.Person.station_id,
    tables.Person.consented_at,
    tables.Person.follows,
    tables.Person.subscribed,
    tables.Person.in_writing,
)
OF_REGISTRATION = (
    tables.Registration.id,
    tables.Registration.kind,
    tables.Registration.name,
    tables.Registration.phone.label("phone"),
    tables.Registration.township,
    tables.Registration.village,
    tables.Registration.place,
    tables.Registration.choice_position,
    tables.Registration.choice_id,
    tables.Registration.choice_title,
    tables.Registration.product,
    tables.Registration.quantity,
    tables.Registration.note,
    tables.Registration.for_whom,
    tables.Registration.age,
    tables.Registration.wage,
    tables.Registration.skill,
    tables.Registration.in_writing,
    tables.Registration.pool,
    tables.Registration.waiting_since,
    tables.Registration.created_at,
)
OF_REFERRAL = (
    tables.Referral.status,
    tables.Referral.station_id,
    tables.Referral.promised_at,
    tables.Referral.raised_at,
    tables.Referral.zero_employment,
)

OF_JOB = (
    tables.Job.id,
    tables.Job.title,
    tables.Job.kind,
    tables.Job.employer,
    tables.Job.place,
    tables.Job.township,
    tables.Job.pay,
    tables.Job.detail,
    tables.Job.example,
    tables.Job.trade,
    tables.Job.wage_from,
    tables.Job.wage_to,
    tables.Job.age_to,
    tables.Job.light,
    tables.Job.child,
    tables.Job.wanted,
)

AsRow = Row[*tuple[Any, ...]]
Someone = tables.Person | AsRow
"""A person, or `OF_PERSON` of them."""
Asked = tables.Registration | AsRow
"""A registration, or `OF_REGISTRATION` of it."""


PLACE = {"township", "village", "place"}


def clean(text: str, limit: int) -> str:
    """`text` as every database takes it: PostgreSQL refuses NUL and what is too long."""
    return text.replace("\x00", "")[:limit]


def profile_of(row: Someone) -> Profile:
    """What we know of a person."""
    return Profile(
        name=row.name,
        phone=row.phone,
        village=place_of(row),
        station=row.station_id,
        consented=row.consented_at is not None,
        follows=row.follows,
        subscribed=row.subscribed,
        in_writing=row.in_writing,
    )


def record_of(row: AsRow, place: int = 0) -> Record:
    """`OF_REGISTRATION` and `OF_REFERRAL` of a request, as the bot knows it; `place` is the one in line."""
    picked = None
    if row.choice_position is not None:
        picked = Picked(position=row.choice_position, id=row.choice_id, title=row.choice_title)
    fields = Fields(
        name=row.name,
        phone=row.phone,
        village=place_of(row),
        choice=picked,
        product=row.product,
        quantity=row.quantity,
        note=row.note,
        for_whom=row.for_whom,
        nobody_works=row.zero_employment,
        age=row.age,
        wage=row.wage,
        skill=row.skill,
        in_writing=row.in_writing or None,
    )
    return Record(
        id=row.id,
        kind=row.kind,
        status=row.status,
        fields=fields,
        station=row.station_id,
        created_at=row.created_at,
        promised_at=row.promised_at,
        urgent=row.raised_at is not None,
        place=place,
    )


def place_of(row: Someone | Asked) -> Place | None:
    """Where the person lives, None when nothing is known."""
    return place_in({"township": row.township, "village": row.village, "place": row.place})


def place_in(said: Mapping[str, Any]) -> Place | None:
    """The same of columns, as `who` gives them."""
    if not any(map(said.get, PLACE)):
        return None
    return Place(township=said["township"], village=said["village"], text=said["place"])


def learn(row: tables.Person | tables.Registration, fields: Fields, overwrite: bool) -> bool:
    """Write name, phone and village into `row`, if they were said; whether anything changed.

    Without `overwrite` only what is empty is filled.
    """
    changes = news(row, who(fields), overwrite)
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)


def news(row: Someone | Asked, said: Mapping[str, Any], overwrite: bool) -> dict[str, Any]:
    """What of `said` (see `who`) changes `row`; without `overwrite` only what is empty there."""
    keep = set() if overwrite else {name for name in ("name", "phone") if getattr(row, name)}
    if not overwrite and place_of(row):
        keep |= PLACE
    return {name: value for name, value in said.items() if name not in keep and getattr(row, name) != value}


def who(fields: Fields) -> dict[str, Any]:
    """Name, phone, village and how they are reached as columns, as far as they were said."""
    said: dict[str, Any] = {}
    if fields.name:
        said["name"] = clean(fields.name, 60)
    if fields.phone:
        said["phone"] = clean(fields.phone, 40)
    if fields.village:
        said["township"] = clean(fields.village.township or fields.village.village[:9], 12)
        said["village"] = clean(fields.village.village, 12)
        said["place"] = clean(fields.village.text, 200)
    if fields.in_writing is not None:
        said["in_writing"] = fields.in_writing
    return said


def job_of(row: tables.Job | AsRow) -> Job:
    """A vacancy as shown."""
    return Job(
        id=str(row.id),
        title=row.title,
        kind=row.kind,
        employer=row.employer,
        place=row.place,
        township=row.township,
        pay=row.pay,
        detail=row.detail,
        example=row.example,
        trade=row.trade,
        wage_from=row.wage_from,
        wage_to=row.wage_to,
        age_to=row.age_to,
        light=row.light,
        child=row.child,
        wanted=row.wanted,
    )


def course_of(row: tables.Course | AsRow, held: int = 0, waiting: int = 0) -> Course:
    """A course as shown; `held` seats are taken, `waiting` people stand in line."""
    return Course(
        id=str(row.id),
        title=row.title,
        starts=day(row.starts_on),
        place=row.place,
        township=row.township,
        seats=row.seats,
        detail=row.detail,
        example=row.example,
        left=max(row.seats - held, 0) if row.seats else None,
        waiting=waiting,
        closes=day(row.closes_on) if row.closes_on else "",
        year=row.starts_on.year,
    )


def post_of(row: AsRow, held: int = 0, waiting: int = 0) -> Post:
    """A village's posts as shown, see `course_of`."""
    return Post(row.village, max(row.quota - row.taken - held, 0), waiting, row.example)


def station_of(row: tables.Station | AsRow) -> Station:
    """A station as shown."""
    return Station(
        id=row.id,
        name=row.name,
        township=row.township,
        scene=row.scene,
        address=row.address,
        phone=row.phone,
        hours=row.hours,
        example=row.example,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def day(on: date) -> str:
    """A day as people say it."""
    return f"{on.month}月{on.day}日"
