from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.effects import Called
from bot.records import RecordKind, Status
from store.counting import figures
from store.counting.month import Month, month_of
from store.counting.monthly import By, Measure, Report, hours_to_touch, report, share_in_work
from store.database import reading, writing
from store.referrals import callbacks
from store.referrals.letters import Call
from store.referrals.retention import Retention, Stopped
from store.tables import Answer, Check, Placement, Referral
from tests.console.office import HENGBU, SEES, YIJIN, Office, sqlite_office

MARCH = Month(2026, 3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def of(office: Office, month: Month = MARCH, login: str = "county") -> Report:
    return report(office.engine, office.member(login), month, office.time)


def numbers(found: Report, by: By | None = None, key: str = "") -> dict[str, int]:
    """What is not nought."""
    cases = found.rows(by).get(key, []) if by else found.cases
    return {each.value: len(found.behind(each, cases)) for each in Measure if found.behind(each, cases)}


def promise(office: Office, referral: int, hours: int) -> None:
    with writing(office.engine) as session:
        row = session.get_one(Referral, referral)
        callbacks.promise(session, row, office.time + timedelta(hours=hours), office.time)


def test_months_follow_each_other() -> None:
    assert (Month(2026, 12).after, Month(2026, 1).before) == (Month(2027, 1), Month(2025, 12))
    assert MARCH.begin == datetime(2026, 2, 28, 16, tzinfo=UTC)  # midnight in the county
    assert month_of("2026-03") == MARCH
    for nonsense in ("", "2026", "2026-3", "2026-13", "2026-03-01", "1026-03", "9999-12", "x-y"):
        assert month_of(nonsense) is None


def test_each_request_is_counted_where_it_stands(office: Office) -> None:
    office.ask(kind=RecordKind.TRAINING)
    placed = office.claimed("wang")
    office.wait(hours=2)
    office.desk.called(office.member("wang"), placed, Call.CONNECTED)
    office.desk.finish(office.member("wang"), placed, Status.PLACED)
    office.ask(station=YIJIN)
    assert numbers(of(office)) == {"came": 3, "touched": 1, "waits": 2, "ended": 1, "well": 1, "placed": 1}
    assert numbers(of(office), By.KIND, "training") == {"came": 1, "waits": 1}
    assert numbers(of(office), By.STATION, str(YIJIN)) == {"came": 1, "waits": 1}
    assert numbers(of(office), By.VILLAGE, "340722106213")["placed"] == 1


@pytest.mark.parametrize("login", SEES)
def test_everybody_reports_of_their_own_part(office: Office, login: str) -> None:
    asked = {station: office.ask(station=station) for station in (HENGBU, YIJIN, None)}
    found = of(office, login=login)
    assert {case.id for case in found.cases} == {asked[station] for station in SEES[login]}


def test_the_time_to_the_first_contact_is_that_of_staff(office: Office) -> None:
    wang = office.member("wang")
    for hours in (1, 3, 8):
        referral = office.claimed("wang")
        office.wait(hours=hours)
        office.desk.called(wang, referral, Call.NO_ANSWER)  # the person is written to, which is nobody's contact
        office.desk.write(wang, referral, "您好，请回个电话")
        office.desk.called(wang, referral, Call.CONNECTED)
    office.desk.called(wang, office.claimed("wang"), Call.BUSY)
    found = of(office)
    assert numbers(found)["touched"] == 3
    assert hours_to_touch(found.cases) == 3
    assert hours_to_touch([]) is None


def test_a_call_that_was_taken_back_is_no_contact(office: Office) -> None:
    referral = office.claimed("wang")
    office.desk.called(office.member("wang"), referral, Call.CONNECTED)
    office.desk.undo(office.member("wang"), referral)
    assert "touched" not in numbers(of(office))


def test_a_promise_is_kept_or_broken_once_its_time_has_come(office: Office) -> None:
    wang, referrals = office.member("wang"), [office.claimed("wang") for _ in range(3)]
    for referral in referrals:
        promise(office, referral, hours=4)
    office.wait(hours=1)
    office.desk.called(wang, referrals[0], Call.CONNECTED)
    assert {"kept": 1}.items() <= numbers(of(office)).items()
    assert "broken" not in numbers(of(office))
    office.wait(hours=4)
    office.desk.called(wang, referrals[1], Call.CONNECTED)
    assert {"kept": 1, "broken": 2}.items() <= numbers(of(office)).items()


def test_who_says_that_nobody_called_was_not_called_in_time(office: Office) -> None:
    referral = office.claimed("wang")
    promise(office, referral, hours=4)
    office.desk.called(office.member("wang"), referral, Call.CONNECTED)
    office.desk.finish(office.member("wang"), referral, Status.DECLINED)
    with writing(office.engine) as session:
        row = session.get_one(Referral, referral)
        callbacks.answered(
            session, row, Called(row.registration_id, False, office.time + timedelta(days=9)), office.time
        )
    found = numbers(of(office))
    assert found["broken"] == 1
    assert "kept" not in found
    assert "ended" not in found, "it is open again"
    assert found["waits"] == 1


def test_a_case_opened_again_counts_once_by_its_last_end(office: Office) -> None:
    wang, referral = office.member("wang"), office.claimed("wang")
    office.desk.finish(wang, referral, Status.DECLINED)
    office.desk.undo(wang, referral)
    office.wait(days=35)
    office.desk.finish(wang, referral, Status.PLACED)
    march, april = of(office), of(office, MARCH.after)
    assert numbers(march) == {"came": 1}
    assert numbers(april) == {"ended": 1, "well": 1, "placed": 1}


def test_the_numbers_are_those_of_the_other_pages(office: Office) -> None:
    wang = office.member("wang")
    for kind, ends in ((RecordKind.JOB, Status.PLACED), (RecordKind.PRODUCE, Status.DECLINED), (RecordKind.JOB, None)):
        referral = office.claimed("wang", kind=kind)
        office.wait(days=2)
        if ends:
            office.desk.finish(wang, referral, ends)
    for login in ("wang", "county", "yijin"):
        weekly = figures.figures(office.engine, office.member(login), office.time, 12)
        found = of(office, login=login)
        assert len(found.behind(Measure.ENDED, found.cases)) == sum(weekly.ended.values())
        assert len(found.behind(Measure.WELL, found.cases)) == sum(weekly.ended_well.values())
        for kind in RecordKind:
            came = found.behind(Measure.CAME, found.rows(By.KIND).get(kind, []))
            assert len(came) == sum(weekly.registered.get(kind, {}).values())


def test_who_was_placed_is_counted_in_the_month_of_the_check(office: Office) -> None:
    wang, april = office.member("wang"), MARCH.after
    for finds in (Answer.MOVED, Answer.STOPPED, None):
        placed = office.claimed("wang")
        office.desk.finish(wang, placed, Status.PLACED)
        with reading(office.engine) as session:
            checks = session.scalars(select(Check).join(Check.placement).where(Placement.referral_id == placed))
            first = min(checks, key=lambda check: check.due_on).id
        if finds:
            reason = Stopped.PAY if finds is Answer.STOPPED else None
            Retention(office.engine).answer(wang, placed, first, finds, office.time, reason)
    found = of(office, april)
    assert numbers(found) == {"due": 3, "moved": 1, "stopped": 1, "unasked": 1}
    assert share_in_work(found.cases) == 0.5
    assert numbers(of(office), By.KIND, "job")["placed"] == 3
    assert "due" not in numbers(of(office))
    assert numbers(of(office, april, "zhao")) == {}
    assert numbers(of(office, Month(2026, 6))) == {"due": 3, "unasked": 3}
    assert share_in_work(of(office, Month(2026, 6)).cases) is None
