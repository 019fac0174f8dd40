"""A talk's alarm is set, set anew and taken back with its session; whose time has come is owed, once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.effects import Missed
from bot.ports import Beside
from bot.session import stamp
from store.connection import connect
from store.database import reading
from store.people.addresses import came_with
from store.records import SqlRecords
from store.sending.alarms import Alarm, Alarms, MemoryAlarms, RedisAlarms, owe_alarms
from store.sessions import RedisSessions, session_key
from store.sessions_in_memory import MemorySessions
from store.tables import Outbox, Person

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
AT = stamp(NOON)


class House:
    """Sessions with their alarms. `wipe` loses a session."""

    def __init__(self, sessions: RedisSessions | MemorySessions, alarms: Alarms, wipe: Callable[[str], object]) -> None:
        self.sessions, self.alarms, self.wipe = sessions, alarms, wipe
        self.turns = 0

    def turn(self, person: str, alarm: int) -> None:
        self.turns += 1
        key = f"m{self.turns}"
        assert self.sessions.commit(person, key, self.sessions.open(person, key).turn, "{}", "", Beside(alarm=alarm))

    def due(self, after: timedelta = timedelta()) -> Sequence[tuple[str, int]]:
        return [(alarm.person, alarm.at) for alarm in self.alarms.due(NOON + after)]


@pytest.fixture(params=["memory", "redis"])
def house(request: pytest.FixtureRequest) -> House:
    if request.param == "memory":
        kept = MemorySessions()
        return House(kept, MemoryAlarms(kept), lambda person: setattr(kept._people[person], "text", ""))
    redis = connect(request.getfixturevalue("redis_url"))
    return House(RedisSessions(redis), RedisAlarms(redis), lambda person: redis.delete(session_key(person)))


def owed(engine: Engine) -> list[tuple[str, int]]:
    with reading(engine) as session:
        rows = session.scalars(select(Outbox).where(Outbox.kind == "alarm").order_by(Outbox.next_try_at))
        return [(came_with(session, row.payload["person"]), row.payload["alarm"]) for row in rows]


def test_it_is_due_at_its_time_the_longest_due_first(house: House) -> None:
    house.turn("li", AT)
    house.turn("wang", AT - 60_000)
    house.turn("zhang", AT + 60_000)
    assert house.due() == [("wang", AT - 60_000), ("li", AT)]
    assert house.due(timedelta(minutes=1))[-1] == ("zhang", AT + 60_000)


def test_each_turn_sets_it_anew_or_takes_it_back(house: House) -> None:
    house.turn("li", AT)
    house.turn("li", AT - 1)
    assert house.due() == [("li", AT - 1)]
    house.turn("li", 0)
    assert house.due() == []


def test_a_turn_that_was_lost_sets_none(house: House) -> None:
    opened = house.sessions.open("li", "slow")
    house.sessions.release("li", opened.turn)
    house.turn("li", 0)
    assert not house.sessions.commit("li", "slow", opened.turn, "{}", "", Beside(alarm=AT))
    assert house.due() == []


def test_one_that_was_set_anew_meanwhile_is_not_silenced(house: House) -> None:
    house.turn("li", AT - 1)
    found = house.alarms.due(NOON)
    house.turn("li", AT)
    house.alarms.silence(found)
    assert house.due() == [("li", AT)]
    house.alarms.silence(house.alarms.due(NOON))
    assert house.due() == []


def test_it_is_owed_once_and_to_the_right_person(house: House, engine: Engine) -> None:
    SqlRecords(engine).commit("li", "m", NOON, [Missed("啥子")])
    house.turn("li", AT)
    house.turn("nobody-knows-them", AT)
    owe_alarms(engine, house.alarms, NOON - timedelta(seconds=1))
    assert owed(engine) == []
    owe_alarms(engine, house.alarms, NOON)
    assert sorted(owed(engine)) == [("li", AT), ("nobody-knows-them", AT)]
    assert house.due() == []


def test_one_that_could_not_be_taken_away_is_owed_once_all_the_same(house: House, engine: Engine) -> None:
    class Away:
        due = house.alarms.due

        def silence(self, alarms: Sequence[Alarm]) -> None:
            raise ConnectionError("gone")

    house.turn("li", AT)
    with pytest.raises(ConnectionError):
        owe_alarms(engine, Away(), NOON)
    owe_alarms(engine, house.alarms, NOON)
    assert owed(engine) == [("li", AT)]


def test_without_its_session_it_means_nothing_and_brings_nobody_back(house: House, engine: Engine) -> None:
    house.turn("li", AT)
    house.wipe("li")
    owe_alarms(engine, house.alarms, NOON)
    assert (owed(engine), house.due()) == ([], [])
    with reading(engine) as session:
        assert session.scalars(select(Person)).all() == []
