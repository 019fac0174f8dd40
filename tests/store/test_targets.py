from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.effects import Register
from bot.records import Fields, JobKind, Picked, RecordKind, Status
from store.counting import targets
from store.counting.figures import figures
from store.counting.targets import BY_DAY, MEASURES, State, plan, standings
from store.database import writing
from store.records import SqlRecords
from store.tables import Job, Station, Workshop
from tests.console.office import HENGBU, PLACES, YIJIN, Office, sqlite_office

TODAY = date(2026, 3, 2)
HENGBU_TOWN, YIJIN_TOWN = "340722106", "340722110"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def far(office: Office, login: str = "county") -> dict[str, int | None]:
    return {each.target.measure: each.reached for each in standings(office.engine, office.member(login), TODAY)}


def placed(office: Office, **asked: object) -> int:
    referral = office.ask(**asked)  # type: ignore[arg-type]
    office.desk.claim(office.member("wang"), referral)
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    return referral


def test_the_plan_is_that_of_the_notice() -> None:
    goals = {each.measure: (each.goal, each.unit) for each in plan().targets}
    assert plan().year == 2018
    assert goals == {
        "stations": (31, "个"),
        "workshops": (31, "个"),
        "home_based": (400, "个"),
        "auxiliary": (500, "个"),
        "trained": (1000, "人"),
        "placed": (2437, "人"),
        "assisted": (100, "%"),
        "stable": (90, "%"),
        "transferred": (10000, "人"),
        "zero_employment": (100, "%"),
    }
    assert set(goals) == {*MEASURES, *BY_DAY}
    assert {each.measure: each.by for each in plan().targets}["trained"] == date(2018, 7, 31)


def test_what_is_there_is_counted_made_up_and_held_is_not(office: Office) -> None:
    with writing(office.engine) as session:
        session.add(Station(name="示例", township=HENGBU_TOWN, scene="x", example=True))
        for title in ("缝纫工", "包装工"):  # vacancies make no workshop
            session.add(Job(title=title, kind=JobKind.WORKSHOP, employer="服装厂", township=HENGBU_TOWN))
        for name, opened in (("服装厂", TODAY), ("茶厂", TODAY + timedelta(days=1)), ("鞋厂", None)):
            session.add(Workshop(name=name, township=HENGBU_TOWN, opened_on=opened))
        session.add(Workshop(name="关了的", township=HENGBU_TOWN, opened_on=TODAY, open=False))
        session.add(Workshop(name="示例", township=HENGBU_TOWN, opened_on=TODAY, example=True))
        session.add(Station(name="明天的", township=HENGBU_TOWN, scene="y", opened_on=TODAY + timedelta(days=1)))
        session.add(Job(title="串珠", kind=JobKind.HOME_BASED, employer="手工坊", township=YIJIN_TOWN))
        session.add(Job(title="串珠", kind=JobKind.HOME_BASED, employer="骗子", detail="先交押金"))
        session.add(Job(title="护林员", kind=JobKind.AUXILIARY, employer="林场", example=True))
    found = far(office)
    assert (found["stations"], found["workshops"], found["home_based"], found["auxiliary"]) == (2, 1, 1, 0)
    assert far(office, "hengbu")["home_based"] == 0


def test_a_person_who_was_placed_counts_once_and_is_in_the_list(office: Office) -> None:
    placed(office, person="p")
    referral = placed(office, person="p")
    office.ask(station=YIJIN)
    found = targets.standing(office.engine, office.member("county"), "placed", TODAY)
    assert found is not None
    assert found.entries is not None
    assert [entry.referral for entry in found.entries] == [referral]
    assert (found.of(HENGBU_TOWN), found.of(YIJIN_TOWN)) == (1, 0)
    assert far(office)["assisted"] == 66  # two of three were taken in hand


def test_who_went_away_is_known_by_the_job_that_was_picked(office: Office) -> None:
    with writing(office.engine) as session:
        away = Job(title="普工", kind=JobKind.AWAY, employer="家电厂")
        session.add(away)
        session.flush()
        wish = Picked(1, str(away.id), away.title)
    fields = Fields(name="张桂英", village=PLACES[HENGBU], choice=wish)
    SqlRecords(office.engine).commit("q", "q1", office.time, [Register(RecordKind.JOB, fields)])
    office.desk.claim(office.member("wang"), 1)
    office.desk.finish(office.member("wang"), 1, Status.PLACED)
    assert far(office)["transferred"] == 1


def test_what_no_record_says_is_said_so_and_what_is_past_its_day_is_late(office: Office) -> None:
    states = {each.target.measure: each.state for each in standings(office.engine, office.member("county"), TODAY)}
    assert states["stable"] == states["zero_employment"] == states["assisted"] == State.UNKNOWN
    assert states["stations"] == State.LATE
    office.desk.claim(office.member("wang"), office.ask())
    states = {each.target.measure: each.state for each in standings(office.engine, office.member("county"), TODAY)}
    assert states["assisted"] == State.REACHED
    early = standings(office.engine, office.member("county"), date(2018, 5, 1))
    assert early[0].state == State.UNDER_WAY


def test_a_household_without_work_counts_once_and_is_met_when_one_of_it_is_placed(office: Office) -> None:
    records, fields = SqlRecords(office.engine), Fields(name="李大山", village=PLACES[HENGBU], nobody_works=True)
    for key, kind in (("m1", RecordKind.TRAINING), ("m2", RecordKind.JOB)):
        wish = Picked(1, key, "保洁")
        records.commit("poor", key, office.time, [Register(kind, replace(fields, choice=wish))])
    records.commit(
        "other", "m1", office.time, [Register(RecordKind.JOB, replace(fields, choice=Picked(1, "1", "保洁")))]
    )
    office.ask(person="works")
    assert far(office)["zero_employment"] == 0
    office.desk.claim(office.member("wang"), 2)
    office.desk.finish(office.member("wang"), 2, Status.PLACED)
    found = targets.standing(office.engine, office.member("county"), "zero_employment", TODAY)
    assert found is not None
    assert found.entries is not None
    assert [(entry.referral, entry.met) for entry in found.entries] == [(2, True), (3, False)]
    assert found.reached == 50


def test_an_unknown_measure_is_none(office: Office) -> None:
    assert targets.standing(office.engine, office.member("county"), "wealth", TODAY) is None


def test_it_counts_the_same_on_every_database(engine: Engine) -> None:
    office = Office(engine)
    placed(office, person="p")
    assert (far(office)["placed"], far(office)["stations"], far(office)["transferred"]) == (1, 2, 0)
    found = figures(engine, office.member("county"), office.time, 12)
    assert sum(found.ended_well.values()) == 1
