from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.effects import Register
from bot.records import Fields, JobKind, Place, RecordKind
from store.database import make_engine, reading, upgrade
from store.offers.examples import clear, load
from store.records import SqlRecords
from store.tables import ReferralEvent

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def fresh() -> Engine:
    engine = make_engine("sqlite://")
    upgrade(engine)
    return engine


def test_a_first_start_has_a_station_in_every_township_and_work_of_every_kind(fresh: Engine) -> None:
    load(fresh, at=AT)
    facts = SqlRecords(fresh, clock=lambda: AT).facts("li")
    assert len({station.township for station in facts.stations()}) == len(facts.stations()) == 16
    assert len({station.scene for station in facts.stations()}) == 16
    assert {job.kind for job in facts.jobs()} == set(JobKind)
    assert len({job.township for job in facts.jobs()}) >= 10
    assert len(facts.courses()) == 5
    assert facts.courses()[0].starts == "3月12日"


def test_everything_is_marked_and_nobody_can_be_rung(fresh: Engine) -> None:
    load(fresh)
    facts = SqlRecords(fresh).facts("li")
    marks = [one.example for one in facts.stations()] + [one.example for one in facts.jobs()]
    assert all(marks + [one.example for one in facts.courses()])
    assert all("示例" in job.title for job in facts.jobs())
    assert all("示例" in station.name for station in facts.stations())
    assert all(station.phone.startswith("1380000") for station in facts.stations())


def test_they_are_loaded_once_and_do_not_come_back(fresh: Engine) -> None:
    assert load(fresh) == 38
    assert load(fresh) == 0
    assert clear(fresh) == 38
    assert load(fresh) == 0
    assert SqlRecords(fresh).facts("li").stations() == ()


def test_who_asks_for_them_again_gets_them_again(fresh: Engine) -> None:
    load(fresh)
    assert load(fresh, again=True) == 0
    clear(fresh)
    assert load(fresh, again=True) == 38


def test_cases_of_example_stations_go_to_the_county(engine: Engine) -> None:
    load(engine)
    records = SqlRecords(engine)
    asked = Register(RecordKind.STAFF, Fields(village=Place("340722106", "", "横埠镇")))
    (record,) = records.commit("li", "m1", AT, (asked,)).records
    assert record.station is not None
    clear(engine, at=AT + timedelta(days=1))
    assert records.facts("li").records()[0].station is None
    with reading(engine) as session:
        assert session.scalars(select(ReferralEvent.what)).all() == ["new", "routed"]
