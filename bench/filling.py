"""A county full of requests, written straight into the tables; the same for the same numbers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.records import RecordKind, Status
from store.base import Base, table
from store.database import writing
from store.tables import Person, Rank, Referral, ReferralEvent, Registration, Role, Staff, Station
from store.tables.phones import END

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
STATIONS = 31
STAFF = 62
BATCH = 2000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "桂英秀兰建国玉梅志强淑珍红霞永发小翠大山"
# Of ten requests, how many stand where: most of what there is has ended long ago.
STANDING = (Status.NEW, Status.CLAIMED, *[Status.PLACED] * 4, Status.ANSWERED, *[Status.DECLINED] * 2, Status.WITHDRAWN)
HOMES = sorted(VILLAGES)
KINDS = (*[RecordKind.JOB] * 5, *[RecordKind.TRAINING] * 2, RecordKind.PRODUCE, RecordKind.POLICY, RecordKind.STAFF)


def fill(engine: Engine, many: int, standing: tuple[Status, ...] = STANDING) -> None:
    """Into empty tables: 31 stations with two staff each, and `many` people with one request each."""
    towns = sorted(TOWNSHIPS)
    stations = [
        {"id": number, "name": f"第{number}驿站", "township": towns[number % len(towns)], "scene": f"s{number}"}
        for number in range(1, STATIONS + 1)
    ]
    staff = [
        {"login": f"s{number}", "name": f"第{number}人", "password_hash": "", "role": Role.STATION}
        | {"id": number, "station_id": number % STATIONS + 1}
        for number in range(1, STAFF + 1)
    ]
    with writing(engine) as session:
        session.execute(insert(Station), stations)
        session.execute(insert(Staff), staff)
    dice = Random(many)  # noqa: S311 - nothing is kept secret with it
    for begin in range(1, many + 1, BATCH):
        rows: dict[type[Base], list[dict[str, Any]]] = {Person: [], Registration: [], Referral: [], ReferralEvent: []}
        for number in range(begin, min(begin + BATCH, many + 1)):
            for kind, row in _request(number, many, dice, standing):
                rows[kind].append(row)
        with writing(engine) as session:
            for kind, several in rows.items():
                session.execute(insert(table(kind)), several)


def _request(
    number: int, many: int, dice: Random, standing: tuple[Status, ...]
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    came = NOW - timedelta(minutes=13 * (many - number))
    times = {"created_at": came, "updated_at": came}
    village = dice.choice(HOMES)
    name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
    phone = f"1380000{number % 10000:04}"
    marks = {"phone_mark": phone, "phone_end": phone[-END:]}
    home = {"name": name, "phone": phone, **marks, "township": village[:9], "village": village}
    yield Person, {"id": number, "channel_id": f"p{number}", **home, **times}
    kind, status = dice.choice(KINDS), dice.choice(standing)
    yield Registration, {"id": number, "person_id": number, "kind": kind, **home, **times}
    station = dice.randint(1, STATIONS)
    holder = None if status is Status.NEW else station + STATIONS * dice.randint(0, 1) - 1 or STAFF
    nobody_works = dice.random() < 0.02
    usual = Rank.NOBODY_WORKS if nobody_works else Rank.USUAL
    yield (
        Referral,
        {"id": number, "registration_id": number, "station_id": station, "status": status, "assignee_id": holder}
        | {"zero_employment": nobody_works, "rank": usual if status.open else Rank.ENDED, "version": 1, **times},
    )
    steps = [Status.NEW] if status is Status.NEW else [Status.NEW, Status.CLAIMED, Status.CONTACTED, status]
    for place, what in enumerate(steps):
        by = {"by": "staff", "staff_id": holder} if place else {"by": "person", "staff_id": None}
        at = came + timedelta(hours=place * dice.randint(1, 30))
        yield ReferralEvent, {"referral_id": number, "at": at, "what": what.value, **by}
