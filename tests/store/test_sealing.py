"""Numbers and words of people stand sealed, are found by marks, and change their keys. On every kind of database."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from redis import Redis
from sqlalchemy import Engine, select, text

from bot.effects import Answered, Forget, Missed, Register
from bot.ports import Beside, StoreDown
from bot.records import Fields, RecordKind
from store import sealing
from store.asked.questions import RedisQuestions, flush
from store.base import Base
from store.database import downgrade, make_engine, reading, upgrade, writing
from store.people import listing, phones
from store.records import SqlRecords
from store.referrals import caseload
from store.referrals.filters import Filter, find
from store.rotation import rotate, sealed_tables
from store.sealing import NoKeys, Ring, Unreadable
from store.sessions import RedisSessions, session_key
from store.tables import Person, Registration
from tests.console.office import Office

NUMBER = "13800001234"
WHEN = "2026-01-01 00:00:00"
PERSON = text("INSERT INTO people (channel_id, phone, created_at, updated_at) VALUES (:channel_id, :phone, :at, :at)")
MISS = text("INSERT INTO misses (text, kind, guesses, at) VALUES (:text, 'text', '[]', :at)")
BEFORE = "0025"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def old_key(keys: None) -> None:
    """Every test begins with this one."""
    sealing.use([OLD])


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def raw(engine: Engine) -> str:
    """Everything in the database as it stands there."""
    with engine.connect() as connection:
        tables = (select(text("*")).select_from(text(table.name)) for table in Base.metadata.sorted_tables)
        return "".join(repr(row) for table in tables for row in connection.execute(table))


def fill(office: Office) -> int:
    """A number wherever people and staff may put one."""
    wang, referral = office.member("wang"), office.ask(person="one", phone=NUMBER)
    note = f"我是老李，电话{NUMBER}"
    register = Register(RecordKind.PRODUCE, Fields(phone=NUMBER, product="鸡蛋", note=note))
    SqlRecords(office.engine).commit("one", "x", office.time, [register, Missed(note)])
    office.desk.claim(wang, referral)
    office.desk.note(wang, referral, note)
    office.desk.write(wang, referral, note)
    return referral


def test_it_stands_sealed_and_is_read_as_before(office: Office) -> None:
    referral = fill(office)
    stands = raw(office.engine)
    assert not [piece for piece in (NUMBER, NUMBER[-4:] + "'", "老李") if piece in stands]
    case = caseload.case(office.engine, office.member("wang"), referral, office.time)
    assert case
    assert NUMBER in case.steps[-1].note
    assert office.desk.reveal_phone(office.member("wang"), referral) == NUMBER


@pytest.mark.parametrize(("asked", "found"), [(NUMBER, 2), ("1234", 2), ("01234", 2), ("4321", 0), ("234", 0)])
def test_it_is_found_by_its_marks(office: Office, asked: str, found: int) -> None:
    fill(office)
    wang = office.member("wang")
    assert len(find(office.engine, wang, Filter(text=asked)).lines) == found
    assert len(listing.people(office.engine, wang, asked).people) == found // 2


@pytest.mark.parametrize(
    "compare",
    [
        lambda: Person.phone == NUMBER,
        lambda: Person.phone.endswith("1234"),
        lambda: Registration.note.contains("x"),
        lambda: Person.remark.in_(["x"]),
    ],
)
def test_a_sealed_column_is_not_compared_in_vain(compare: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="mark"):
        compare()


def test_keys_are_rotated_while_people_work(office: Office) -> None:
    fill(office)
    sealing.use([NEW, OLD])
    office.ask("新来的", person="two", phone=NUMBER)
    wang = office.member("wang")
    assert len(find(office.engine, wang, Filter(text=NUMBER)).lines) == 3  # under both keys
    sealing.use([NEW])
    with pytest.raises(Unreadable):
        listing.people(office.engine, wang)
    sealing.use([NEW, OLD])
    assert rotate(office.engine) > 5
    sealing.use([NEW])
    assert len(find(office.engine, wang, Filter(text=NUMBER)).lines) == 3
    with reading(office.engine) as session:
        assert {row.phone for row in session.scalars(select(Person))} == {NUMBER}
        assert session.scalar(select(Person.id).where(phones.same(Person, NUMBER)))


def test_everything_that_is_sealed_has_an_id_to_be_rotated_by() -> None:
    found = dict(sealed_tables())
    assert {table.name for table in found} >= {"people", "registrations", "messages", "misses"}
    assert all([column.name for column in table.primary_key] == ["id"] for table in found)


def test_erasure_leaves_no_mark(office: Office) -> None:
    fill(office)
    SqlRecords(office.engine).commit("one", "bye", office.time, [Forget()])
    marks = {Ring([OLD]).mark(each) for each in (NUMBER, NUMBER[-4:])}
    assert not [mark for mark in marks if mark in raw(office.engine)]


def test_without_keys_nothing_is_written(office: Office) -> None:
    sealing._ring.clear()
    with pytest.raises(StoreDown):
        office.ask()
    with pytest.raises(NoKeys):
        sealing.ring()
    sealing.use([OLD])
    assert office.count(Person) == 0


def test_what_was_readable_is_sealed_by_the_migration_and_readable_again_after_it(empty_engine: Engine) -> None:
    upgrade(empty_engine, BEFORE)
    with writing(empty_engine) as session:
        session.execute(PERSON, {"channel_id": "a", "phone": NUMBER, "at": WHEN})
        session.execute(MISS, {"text": f"打{NUMBER}", "at": WHEN})
    upgrade(empty_engine)
    assert NUMBER not in raw(empty_engine)
    with reading(empty_engine) as session:
        found = session.scalars(select(Person).where(phones.same(Person, NUMBER))).one()
        assert (found.phone, session.scalar(select(Person.id).where(phones.ends_in(Person, "1234")))) == (NUMBER, 1)
    downgrade(empty_engine, BEFORE)
    with reading(empty_engine) as session:
        assert session.scalar(text("SELECT phone FROM people")) == NUMBER
        assert session.scalar(text("SELECT text FROM misses")) == f"打{NUMBER}"


def test_the_file_itself_holds_nothing_readable(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine, BEFORE)
    with writing(engine) as session:
        for number in range(300):
            session.execute(PERSON, {"channel_id": f"p{number}", "phone": NUMBER, "at": WHEN})
    upgrade(engine)
    engine.dispose()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert NUMBER.encode() not in content


# --- Redis ---------------------------------------------------------------------------------------------------


def test_sessions_replies_and_questions_stand_sealed_in_redis(redis_url: str, office: Office) -> None:
    redis = Redis.from_url(redis_url)
    sessions = RedisSessions(redis)
    opened = sessions.open("p", "k1")
    asked = RedisQuestions(redis).note("p", office.time, [Answered("notice_overview", f"打{NUMBER}问补贴")])
    assert sessions.commit("p", "k1", opened.turn, f'{{"phone":"{NUMBER}"}}', f'["{NUMBER}"]', Beside(lines=asked))
    dumped = b"".join(redis.dump(key) or b"" for key in redis.scan_iter("*"))
    assert NUMBER.encode() not in dumped
    assert sessions.open("p", "k1").seen == f'["{NUMBER}"]'
    assert sessions.open("p", "k2").session == f'{{"phone":"{NUMBER}"}}'
    assert flush(office.engine, RedisQuestions(redis), office.time) == 1


def test_a_session_that_no_key_opens_is_none(redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    redis.hset(session_key("p"), mapping={"text": Ring([NEW]).seal(b"{}"), "version": "x"})
    assert RedisSessions(redis).open("p", "k1").session == ""


def test_a_session_of_the_version_before_is_read(redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    redis.hset(session_key("p"), mapping={"text": '{"of":"before"}', "version": "x"})
    assert RedisSessions(redis).open("p", "k1").session == '{"of":"before"}'


def test_sealing_costs_little() -> None:
    """A session of a long form, sealed and opened: far below what a turn may take."""
    session, ring = "很长的一段话".encode() * 300, Ring([NEW, OLD])
    began = time.process_time()
    for _ in range(100):
        assert ring.open(ring.seal(session)) == session
    assert (time.process_time() - began) / 100 < 0.0005
