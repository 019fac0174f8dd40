"""What is kept no longer than it serves. By the clock, on every kind of database."""

from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from bot.effects import Consent, Learn, Missed, Register
from bot.records import Fields, RecordKind, Status
from store import retention
from store.database import reading, writing
from store.records import SqlRecords
from store.sessions import acts_key, session_key
from store.tables import Audit, Deed, Message, Miss, Outbox, Person, Referral, Registration
from tests.console.office import PLACES, Office
from workers.retention import Clearing

DAYS = {"deeds": 30, "outbox": 90, "messages": 730, "misses": 365, "people": 1095, "audit": 1500}


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def live(office: Office) -> None:
    """Somebody whose case has ended, with everything that has a period."""
    wang, referral = office.member("wang"), office.ask(person="one", kind=RecordKind.STAFF)
    SqlRecords(office.engine).commit("one", "x", office.time, [Consent("行"), Missed("没听懂")])
    office.desk.claim(wang, referral)
    office.desk.finish(wang, referral, Status.ANSWERED)
    with office.engine.begin() as connection:
        connection.execute(Outbox.__table__.update().values(next_try_at=None, delivered_at=office.time))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (29, {Deed, Outbox, Message, Miss, Audit}),
        (31, {Outbox, Message, Miss, Audit}),
        (91, {Message, Miss, Audit}),
        (366, {Message, Audit}),
        (731, {Audit}),
    ],
)
def test_each_goes_when_its_time_has_come(office: Office, days: int, left: set[type]) -> None:
    live(office)
    retention.clear(office.engine, DAYS, office.time + timedelta(days=days))
    assert {table for table in (Deed, Outbox, Message, Miss, Audit) if office.count(table)} == left
    assert office.count(Referral) == 1


def test_the_audit_goes_after_its_own_period(office: Office) -> None:
    """Long ago by the clock of the database, too: that one guards the younger rows."""
    live(office)
    with writing(office.engine) as session:
        session.add(Audit(at=datetime(2020, 1, 1, tzinfo=UTC), action="login", subject=""))
    kept = office.count(Audit) - 1
    retention.clear(office.engine, DAYS, office.time)
    assert office.count(Audit) == kept


def test_what_is_still_owed_stays(office: Office) -> None:
    office.ask()
    retention.clear(office.engine, DAYS, office.time + timedelta(days=4000))
    assert office.count(Outbox) == 1


def test_who_is_not_heard_of_is_erased_and_the_case_stays(office: Office) -> None:
    live(office)
    office.ask("有事的", person="open")
    SqlRecords(office.engine).commit("quiet", "x", office.time, [Learn(Fields(name="只问过的", phone="13800007777"))])
    early = retention.clear(office.engine, DAYS, office.time + timedelta(days=1094))
    assert (early.counts["people"], early.accounts) == (0, [])
    late = retention.clear(office.engine, DAYS, office.time + timedelta(days=1096))
    assert late.accounts == ["one", "quiet"]
    with reading(office.engine) as session:
        assert [person.name for person in session.scalars(select(Person).order_by(Person.id))] == ["", "有事的", ""]
        assert [said.name for said in session.scalars(select(Registration).order_by(Registration.id))] == ["", "有事的"]
        assert session.get_one(Referral, 1).status is Status.ANSWERED


def test_whose_case_ended_lately_stays(office: Office) -> None:
    referral, wang = office.ask(person="one"), office.member("wang")
    office.wait(days=1000)
    office.desk.claim(wang, referral)
    office.desk.finish(wang, referral, Status.PLACED)
    assert not retention.clear(office.engine, DAYS, office.time + timedelta(days=200)).accounts


def test_it_is_done_once_a_night_and_reaches_redis(office: Office, redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    commit = SqlRecords(office.engine).commit
    commit("one", "x", office.time, [Learn(Fields(name="李大山", village=PLACES[None]))])
    redis.hset(session_key("one"), "text", "{}")
    redis.hset(acts_key("one"), "wrote", "1")
    clearing = Clearing(office.engine, redis, DAYS, office.now)
    clearing.look()
    assert redis.exists(session_key("one"), acts_key("one")) == 2
    office.wait(days=2000)
    clearing.look()
    assert redis.exists(session_key("one"), acts_key("one")) == 0
    assert office.count(Person) == 1
    done = clearing.done_at
    office.wait(hours=1)
    clearing.look()
    assert clearing.done_at == done
    office.wait(hours=23)
    clearing.look()
    assert clearing.done_at == office.time


def test_much_is_cleared_piece_by_piece(office: Office, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    for number in range(3):
        SqlRecords(office.engine).commit(f"p{number}", "x", office.time, [Register(RecordKind.STAFF, Fields())])
    office.wait(days=40)
    clearing = Clearing(office.engine, Redis.from_url(redis_url), DAYS, office.now)
    clearing.look()
    assert (office.count(Deed), clearing.done_at) == (1, None)
    clearing.look()
    assert (office.count(Deed), clearing.done_at) == (0, office.time)
