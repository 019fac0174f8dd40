from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.effects import Withdraw
from bot.records import JobKind, RecordKind
from store.database import reading, writing
from store.facts import open_jobs
from store.offers import vacancies
from store.records import SqlRecords
from store.refusals import Taken, Unclaimed, Unfit, Unknown
from store.tables import Audit, Job, Referral
from tests.console.office import HENGBU, Office, sqlite_office

TYPED = {
    "title": "缝纫工",
    "kind": "workshop",
    "employer": "横埠服装厂",
    "place": "横埠镇",
    "township": "340722106",
    "pay": "按件算",
    "detail": "管饭",
    "closes_on": "2026-05-01",
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def shown(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [job.title for job in session.scalars(open_jobs(datetime(2026, 3, 2, tzinfo=UTC).date()))]


def post(office: Office, referral: int, login: str = "wang", **changed: str) -> bool:
    return vacancies.post(office.engine, office.member(login), referral, TYPED | changed, office.time)


def request(office: Office) -> int:
    return office.claimed(kind=RecordKind.VACANCY)


def test_a_checked_request_becomes_a_vacancy(office: Office) -> None:
    referral = request(office)
    assert post(office, referral)
    assert shown(office.engine) == ["缝纫工"]
    (posted,) = vacancies.behind(office.engine, referral).posted
    assert (posted.title, posted.held, posted.referral) == ("缝纫工", False, referral)


def test_what_people_search_by_is_filled_in_and_the_trade_follows_from_the_title(office: Office) -> None:
    numbers = {"wage_from": "2800", "wage_to": "3500", "age_to": "60", "wanted": "5", "light": "1"}
    post(office, request(office), **numbers)
    with reading(office.engine) as session:
        job = session.scalars(select(Job)).one()
    assert (job.wage_from, job.wage_to, job.age_to, job.wanted) == (2800, 3500, 60, 5)
    assert (job.light, job.child, job.trade) == (True, False, "缝纫")


def test_a_doubtful_one_waits_until_the_county_has_looked(office: Office) -> None:
    referral = request(office)
    assert not post(office, referral, detail="入职交300压金")
    assert shown(office.engine) == []
    (waiting,) = vacancies.held(office.engine)
    assert waiting.doubts == (("deposit", "压金"),)
    vacancies.release(office.engine, office.member("county"), waiting.id, office.time)
    assert shown(office.engine) == ["缝纫工"]
    assert vacancies.held(office.engine) == []
    with reading(office.engine) as session:
        assert "released" in [event.what for event in session.get_one(Referral, referral).events]
        assert "job-released" in session.scalars(select(Audit.action)).all()


def test_one_that_is_refused_is_never_shown(office: Office) -> None:
    post(office, request(office), detail="身份证统一保管")
    (waiting,) = vacancies.held(office.engine)
    vacancies.refuse(office.engine, office.member("county"), waiting.id, office.time)
    assert shown(office.engine) == []
    with pytest.raises(Unknown):
        vacancies.release(office.engine, office.member("county"), waiting.id, office.time)


def test_no_way_into_the_table_leads_past_the_guard(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Job(title="普工", kind=JobKind.AWAY, pay="每月5000元", detail="交保证金"))
        session.add(Job(title="保洁员", kind=JobKind.AUXILIARY, pay="每月600元"))
    assert shown(engine) == ["保洁员"]
    with writing(engine) as session:  # released, then only its end is changed: still released
        job = session.scalars(select(Job).where(Job.held)).one()
        job.held = False
    with writing(engine) as session:
        session.scalars(select(Job).where(Job.title == "普工")).one().closes_on = datetime(
            2026, 4, 1, tzinfo=UTC
        ).date()
    assert shown(engine) == ["普工", "保洁员"]
    with writing(engine) as session:  # a new doubt holds it again
        session.scalars(select(Job).where(Job.title == "普工")).one().detail = "交保证金，身份证押一个月"
    assert shown(engine) == ["保洁员"]
    with writing(engine) as session:
        session.scalars(select(Job).where(Job.title == "普工")).one().detail = "不收保证金"
    assert shown(engine) == ["普工", "保洁员"]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"kind": "palace"},
        {"township": "110000000"},
        {"closes_on": "bald"},
        {"pay": ""},
        {"wage_to": "3千"},
        {"wage_from": "9", "wage_to": "8"},
    ],
)
def test_what_makes_no_sense_is_not_put_up(office: Office, changed: dict[str, str]) -> None:
    with pytest.raises(Unfit):
        post(office, request(office), **changed)
    assert shown(office.engine) == []


def test_only_who_has_a_request_for_workers_in_hand_puts_it_up(office: Office) -> None:
    with pytest.raises(Unfit):
        post(office, office.claimed())
    with pytest.raises(Unclaimed):
        post(office, office.ask(kind=RecordKind.VACANCY, station=HENGBU, person="b"))
    with pytest.raises(Taken):
        post(office, request(office), login="li")
    with pytest.raises(Unknown):
        post(office, request(office), login="zhao")


def test_who_takes_the_request_back_takes_the_vacancy_back(office: Office) -> None:
    referral = request(office)
    post(office, referral)
    with reading(office.engine) as session:
        asked = session.get_one(Referral, referral).registration
        channel, record = asked.person.channel_id, asked.id
    SqlRecords(office.engine).commit(channel, "later", office.time, [Withdraw(record)])
    assert shown(office.engine) == []
