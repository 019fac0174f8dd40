import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from store import staff
from store.database import reading, writing
from store.staff import BadAccount, NewMember
from store.tables import Audit, Role, Staff, Station
from tests.console.office import QUICK_HASH

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GOOD = "xiao-qiao-2026"
HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"

on_sqlite = pytest.mark.parametrize("empty_engine", ["sqlite"], indirect=True)


@pytest.fixture
def wang(engine: Engine) -> int:
    with writing(engine) as session:
        session.add(Station(id=1, name="横埠驿站", township="340722106", scene="hengbu"))
    return staff.add_staff(engine, NewMember("wang", "王芳", Role.STATION, GOOD, 1), NOW)


def test_the_first_account_is_the_countys_and_told_once(engine: Engine) -> None:
    first = staff.ensure_first_staff(engine)
    assert first is not None
    login, password = first
    assert staff.ensure_first_staff(engine) is None
    member = staff.authenticate(engine, login, password, HOME, NOW)
    assert member is not None
    assert member.role is Role.COUNTY


def test_readable_passwords_differ_and_are_good_enough() -> None:
    made = {staff.readable_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        staff.check_password(password, "county")


def test_a_member_is_known_with_station_and_township(engine: Engine, wang: int) -> None:
    member = staff.authenticate(engine, "wang", GOOD, HOME, NOW)
    assert member is not None
    assert (member.id, member.station, member.township) == (wang, "横埠驿站", "340722106")
    assert staff.member(engine, wang) == member
    assert staff.all_staff(engine) == [member]


@on_sqlite
@pytest.mark.parametrize(("login", "password"), [("wang", "wrong-one"), ("nobody", GOOD), ("", ""), ("wang", "")])
def test_a_wrong_login_is_refused(engine: Engine, wang: int, login: str, password: str) -> None:
    assert staff.authenticate(engine, login, password, HOME, NOW) is None


@on_sqlite
def test_an_unknown_login_takes_as_long_as_a_known_one(engine: Engine, wang: int) -> None:
    def seconds(login: str) -> float:
        start = time.perf_counter()
        staff.authenticate(engine, login, "wrong-one", HOME, NOW)
        return time.perf_counter() - start

    known, unknown = (min(seconds(login) for _ in range(3)) for login in ("wang", "nobody"))
    assert unknown > known / 3


@on_sqlite
def test_a_closed_account_is_out(engine: Engine, wang: int) -> None:
    with writing(engine) as session:
        session.execute(update(Staff).values(active=False))
    assert staff.authenticate(engine, "wang", GOOD, HOME, NOW) is None
    assert staff.member(engine, wang) is None


@on_sqlite
def test_guessing_is_stopped_for_that_login_from_that_address(engine: Engine, wang: int) -> None:
    with writing(engine) as session:
        session.execute(update(Staff).values(password_hash=QUICK_HASH))
    for _ in range(staff.TRIES_PER_LOGIN_AND_ADDRESS):
        assert not staff.must_wait(engine, "wang", HOME, NOW)
        staff.authenticate(engine, "wang", "wrong-one", HOME, NOW)
    assert staff.must_wait(engine, "wang", HOME, NOW)
    assert not staff.must_wait(engine, "wang", ELSEWHERE, NOW), "a stranger must not lock a colleague out"
    assert not staff.must_wait(engine, "li", HOME, NOW)
    assert not staff.must_wait(engine, "wang", HOME, NOW + staff.WINDOW + timedelta(seconds=1))


@on_sqlite
@pytest.mark.parametrize("limit", ["login", "address"])
def test_guessing_is_stopped_from_many_addresses_and_of_many_logins(engine: Engine, limit: str) -> None:
    tries = staff.TRIES_PER_LOGIN if limit == "login" else staff.TRIES_PER_ADDRESS
    with writing(engine) as session:
        for number in range(tries):
            login, address = ("wang", f"192.0.2.{number}") if limit == "login" else (f"x{number}", HOME)
            subject = f"{staff._login_mark(login)} {address}"
            session.add(Audit(at=NOW, action="login-failed", subject=subject))
    login, address = ("wang", ELSEWHERE + "9") if limit == "login" else ("y", HOME)
    assert staff.must_wait(engine, login, address, NOW)


def test_what_was_typed_is_not_kept(engine: Engine) -> None:
    staff.authenticate(engine, "my-password-in-the-wrong-box", "x", HOME, NOW)
    with reading(engine) as session:
        kept = session.scalars(select(Audit)).one()
        assert (kept.action, kept.staff_id) == ("login-failed", None)
        assert "password" not in kept.subject


@on_sqlite
def test_a_new_password_ends_other_sessions(engine: Engine, wang: int) -> None:
    before = staff.member(engine, wang)
    after = staff.change_password(engine, wang, GOOD, "another-good-1", NOW)
    assert before is not None
    assert after.proof != before.proof
    assert staff.member(engine, wang) == after
    assert staff.authenticate(engine, "wang", GOOD, HOME, NOW) is None


def refused(reason: str) -> pytest.RaisesExc[BadAccount]:
    return pytest.RaisesExc(BadAccount, check=lambda problem: problem.args[0] == reason)


@on_sqlite
@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short-1", "password-short"),
        ("12345678", "password-weak"),
        ("wang1949", "password-weak"),
        ("aaaaaaaabb", "password-weak"),
    ],
)
def test_weak_passwords_are_refused(engine: Engine, wang: int, password: str, reason: str) -> None:
    with refused(reason):
        staff.change_password(engine, wang, GOOD, password, NOW)
    with refused(reason):
        staff.reset_password(engine, "wang", password, NOW)
    assert staff.authenticate(engine, "wang", GOOD, HOME, NOW) is not None


@on_sqlite
def test_the_old_password_must_be_right(engine: Engine, wang: int) -> None:
    with refused("password-wrong"):
        staff.change_password(engine, wang, "not-the-old-1", "another-good-1", NOW)


@on_sqlite
def test_a_reset_password_works(engine: Engine, wang: int) -> None:
    staff.reset_password(engine, "wang", "another-good-1", NOW)
    assert staff.authenticate(engine, "wang", "another-good-1", HOME, NOW) is not None
    with refused("login-unknown"):
        staff.reset_password(engine, "nobody", "another-good-1", NOW)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (NewMember("wang", "又一个", Role.COUNTY, GOOD), "login-taken"),
        (NewMember("li", "李", Role.STATION, GOOD), "station-needed"),
        (NewMember("li", "李", Role.TOWNSHIP, GOOD), "station-needed"),
        (NewMember("li", "李", Role.STATION, GOOD, 99), "station-unknown"),
    ],
)
def test_accounts_that_make_no_sense_are_refused(engine: Engine, wang: int, new: NewMember, reason: str) -> None:
    with refused(reason):
        staff.add_staff(engine, new, NOW)
    assert len(staff.all_staff(engine)) == 1
