from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.effects import Withdraw
from bot.records import JobKind, RecordKind
from store.catalogue import entries
from store.database import reading, writing
from store.facts import open_jobs
from store.offers import vacancies
from store.records import SqlRecords
from store.refusals import Taken, Unclaimed, Unfit, Unknown
from store.tables import Audit, Job, Message, Referral
from tests.console.office import HENGBU, Office, sqlite_office

TYPED = {
    "title": "缝纫工",
    "kind": "车间",
    "employer": "横埠服装厂",
    "place": "横埠镇",
    "township": "横埠镇",
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
    numbers = {"wage_from": "2800", "wage_to": "3500", "age_to": "60", "wanted": "5", "light": "是"}
    post(office, request(office), **numbers)
    with reading(office.engine) as session:
        job = session.scalars(select(Job)).one()
    assert (job.wage_from, job.wage_to, job.age_to, job.wanted) == (2800, 3500, 60, 5)
    assert (job.light, job.child, job.trade) == (True, False, "缝纫")


def test_a_doubtful_one_waits_until_the_county_has_looked_and_says_why_it_passes(office: Office) -> None:
    referral = request(office)
    assert not post(office, referral, detail="入职体检费先垫着")
    assert shown(office.engine) == []
    (waiting,) = vacancies.held(office.engine)
    assert [lure for lure, _ in waiting.doubts] == ["fee"]
    with pytest.raises(vacancies.NoReason):
        vacancies.release(office.engine, office.member("county"), waiting.id, " ", office.time)
    vacancies.release(office.engine, office.member("county"), waiting.id, "厂里说头月工资里补", office.time)
    assert shown(office.engine) == ["缝纫工"]
    assert vacancies.held(office.engine) == []
    with reading(office.engine) as session:
        notes = {event.what: event.note for event in session.get_one(Referral, referral).events}
        assert notes["released"] == "缝纫工：厂里说头月工资里补"
        assert session.scalars(select(Job.released_why)).one() == "厂里说头月工资里补"
        assert "job-released" in session.scalars(select(Audit.action)).all()


def test_one_that_is_refused_is_never_shown(office: Office) -> None:
    post(office, request(office), detail="身份证统一保管")
    (waiting,) = vacancies.held(office.engine)
    vacancies.refuse(office.engine, office.member("county"), waiting.id, "要押身份证", office.time)
    assert shown(office.engine) == []
    with pytest.raises(Unknown):
        vacancies.release(office.engine, office.member("county"), waiting.id, "打过电话", office.time)


@pytest.mark.parametrize("detail", ["入职交300压金", "身份证统一保管"])
def test_what_the_law_forbids_is_released_by_nobody_and_shown_once_it_is_gone(office: Office, detail: str) -> None:
    post(office, request(office), detail=detail)
    (waiting,) = vacancies.held(office.engine)
    with pytest.raises(vacancies.Unlawful):
        vacancies.release(office.engine, office.member("county"), waiting.id, "打过电话，没问题", office.time)
    assert shown(office.engine) == []
    found = entries.entry(office.engine, office.member("wang"), "jobs", waiting.id)
    mended = {**found.texts, "detail": "管饭"}
    entries.change(office.engine, office.member("wang"), "jobs", waiting.id, mended, found.mark, office.time)
    assert shown(office.engine) == ["缝纫工"]


def test_whoever_asked_for_workers_is_told_what_came_of_it(office: Office) -> None:
    post(office, request(office))
    post(office, request(office), title="质检工", detail="体检费自己掏")
    post(office, request(office), title="包装工", detail="交押金")
    county = office.member("county")
    fee, deposit = vacancies.held(office.engine)
    vacancies.release(office.engine, county, fee.id, "厂里改了", office.time)
    vacancies.refuse(office.engine, county, deposit.id, "厂里还要押金", office.time)
    with reading(office.engine) as session:
        told = session.scalars(select(Message.text).order_by(Message.id)).all()
    assert [text[:13] for text in told] == [
        "您要招的“缝纫工”登出来了",
        "您要招的“质检工”记下了。",
        "您要招的“包装工”记下了。",
        "您要招的“质检工”县里看过",
        "您要招的“包装工”这回不能",
    ]
    assert "厂里还要押金。招工不能扣身份证" in told[-1]


def test_the_same_vacancy_is_not_put_up_twice(office: Office) -> None:
    referral = request(office)
    post(office, referral)
    with pytest.raises(entries.Wrong) as wrong:
        post(office, referral)
    assert set(wrong.value.wrongs) == {"title"}


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
    ("changed", "beside"),
    [
        ({"title": ""}, "title"),
        ({"kind": "宫殿"}, "kind"),
        ({"township": "合肥市"}, "township"),
        ({"closes_on": "bald"}, "closes_on"),
        ({"pay": ""}, "pay"),
        ({"wage_to": "3千"}, "wage_to"),
        ({"wage_from": "9", "wage_to": "8"}, "wage_to"),
    ],
)
def test_what_makes_no_sense_is_not_put_up(office: Office, changed: dict[str, str], beside: str) -> None:
    with pytest.raises(entries.Wrong) as wrong:
        post(office, request(office), **changed)
    assert set(wrong.value.wrongs) == {beside}
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
