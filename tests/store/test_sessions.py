import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.message import Inbound, Kind
from bot.ports import Beside, Pace, Sessions, StoreDown
from bot.timers import KEPT
from store.connection import connect
from store.sending.acts import Acts, RedisActs
from store.sessions import SESSION_SECONDS, RedisSessions
from store.sessions_in_memory import MemorySessions

Make = Callable[[int], Sessions]


@pytest.fixture(params=["memory", "redis"])
def make(request: pytest.FixtureRequest) -> Make:
    """Makes sessions with a turn of so many milliseconds."""
    if request.param == "memory":
        return MemorySessions
    url: str = request.getfixturevalue("redis_url")
    return lambda turn_ms: RedisSessions(connect(url), turn_ms)


@pytest.fixture
def sessions(make: Make) -> Sessions:
    return make(3000)


def test_a_new_person_has_an_empty_session(sessions: Sessions) -> None:
    opened = sessions.open("li", "m1")
    assert (opened.session, opened.seen, opened.busy) == ("", None, False)
    assert opened.turn


def test_what_was_committed_comes_back_with_the_next_message(sessions: Sessions) -> None:
    assert sessions.commit("li", "m1", sessions.open("li", "m1").turn, '{"名": 1}', "好")
    assert sessions.open("li", "m2").session == '{"名": 1}'
    assert sessions.open("wang", "m2").session == ""


def test_a_session_outlives_the_answers_in_it() -> None:
    assert timedelta(seconds=SESSION_SECONDS) > 2 * KEPT, "who comes back is told that they were not kept"


def test_a_repeated_message_gets_its_reply(sessions: Sessions) -> None:
    sessions.commit("li", "m1", sessions.open("li", "m1").turn, "{}", "")
    assert sessions.open("li", "m1").seen == ""
    assert sessions.open("li", "m2").seen is None
    assert sessions.open("wang", "m1").seen is None


def test_one_turn_at_a_time(sessions: Sessions) -> None:
    first = sessions.open("li", "m1")
    assert sessions.open("li", "m1").busy
    assert sessions.open("li", "m2").busy
    assert not sessions.open("wang", "m3").busy
    sessions.commit("li", "m1", first.turn, "{}", "好")
    assert not sessions.open("li", "m2").busy


def test_a_released_turn_keeps_nothing(sessions: Sessions) -> None:
    sessions.release("li", sessions.open("li", "m1").turn)
    again = sessions.open("li", "m1")
    assert (again.session, again.seen, again.busy) == ("", None, False)


def test_only_the_owner_releases(sessions: Sessions) -> None:
    sessions.open("li", "m1")
    sessions.release("li", "somebody:else")
    assert sessions.open("li", "m2").busy


def test_a_lost_turn_writes_nothing(make: Make) -> None:
    sessions = make(30)
    slow = sessions.open("li", "m1")
    time.sleep(0.05)
    quick = sessions.open("li", "m2")
    assert not quick.busy
    assert not sessions.commit("li", "m1", slow.turn, "slow", "slow"), "somebody else is at it"
    assert sessions.commit("li", "m2", quick.turn, "quick", "quick")
    assert not sessions.commit("li", "m1", slow.turn, "slow", "slow"), "somebody else has written"
    assert sessions.open("li", "m3").session == "quick"
    assert sessions.open("li", "m1").seen is None


def test_a_late_turn_that_nobody_overtook_is_kept(make: Make) -> None:
    sessions = make(30)
    slow = sessions.open("li", "m1")
    time.sleep(0.05)
    assert sessions.commit("li", "m1", slow.turn, "late", "late")
    assert sessions.open("li", "m2").session == "late"


def test_releasing_late_does_not_end_the_turn_of_another(make: Make) -> None:
    sessions = make(40)
    slow = sessions.open("li", "m1")
    time.sleep(0.06)
    sessions.open("li", "m2")
    sessions.release("li", slow.turn)
    assert sessions.open("li", "m3").busy


def test_mail_that_waits_is_told_until_it_goes_out(sessions: Sessions) -> None:
    sessions.hold("li", "7")
    opened = sessions.open("li", "m1")
    assert opened.held == "7"
    sessions.commit("li", "m1", opened.turn, "{}", "")
    opened = sessions.open("li", "m2")
    assert opened.held == "7", "nothing was taken along"
    sessions.hold("li", "8")
    sessions.commit("li", "m2", opened.turn, "{}", "", Beside(held="7"))
    opened = sessions.open("li", "m3")
    assert opened.held == "8", "what came meanwhile waits on"
    sessions.commit("li", "m3", opened.turn, "{}", "", Beside(held="8"))
    assert sessions.open("li", "m4").held == ""


def test_acts_are_noted_by_what_they_allow(redis_url: str) -> None:
    redis = connect(redis_url)
    sessions, at = RedisSessions(redis), datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    acts = RedisActs(redis)
    for number, kind in enumerate((Kind.VOICE, Kind.MENU, Kind.UNFOLLOW)):
        inbound = Inbound("li", f"m{number}", kind, at + timedelta(minutes=number))
        sessions.release("li", sessions.open("li", inbound.key, inbound).turn)
    sessions.release("li", sessions.open("li", "timer").turn)
    assert acts(["li", "wang"]) == [Acts(at, at + timedelta(minutes=1)), Acts()]
    assert RedisActs(connect("unix:///nowhere.sock"))(["li"]) == [Acts()]


def test_many_at_once_count_right(sessions: Sessions) -> None:
    def add(key: str) -> None:
        while (opened := sessions.open("li", key)).busy:
            time.sleep(0.001)
        sessions.commit("li", key, opened.turn, str(int(opened.session or "0") + 1), "")

    threads = [threading.Thread(target=add, args=(f"m{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sessions.open("li", "end").session == "20"


def test_memory_forgets_after_its_time() -> None:
    now = 0.0
    sessions = MemorySessions(clock=lambda: now)
    sessions.commit("li", "m1", sessions.open("li", "m1").turn, "{}", "好")
    now = SESSION_SECONDS + 1.0
    opened = sessions.open("li", "m1")
    assert (opened.session, opened.seen) == ("", None)


def test_redis_forgets_after_its_time(redis_url: str) -> None:
    redis = connect(redis_url)
    sessions = RedisSessions(redis)
    sessions.commit("li", "m1", sessions.open("li", "m1").turn, "{}", "好")
    ends = {key.decode(): redis.ttl(key) for key in redis.scan_iter()}
    assert ends == {
        "yz:session:{li}": pytest.approx(SESSION_SECONDS, abs=2),
        "yz:seen:{li}:m1": pytest.approx(3600, abs=2),
    }


def test_a_commit_sent_twice_by_the_client_counts_as_one(redis_url: str) -> None:
    sessions = RedisSessions(connect(redis_url))
    turn = sessions.open("li", "m1").turn
    assert sessions.commit("li", "m1", turn, "{}", "好")
    assert sessions.commit("li", "m1", turn, "{}", "好")


def test_a_wiped_redis_makes_the_turn_be_taken_again(redis_url: str) -> None:
    sessions = RedisSessions(connect(redis_url))
    sessions.commit("li", "m1", sessions.open("li", "m1").turn, "{}", "好")
    turn = sessions.open("li", "m2").turn
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
        redis.script_flush()
    assert not sessions.commit("li", "m2", turn, "{}", "好")


def test_without_redis_it_is_store_down_and_soon(tmp_path: Path) -> None:
    sessions = RedisSessions(connect(f"unix://{tmp_path}/none.sock"))
    began = time.monotonic()
    with pytest.raises(StoreDown):
        sessions.open("li", "m1")
    with pytest.raises(StoreDown):
        sessions.commit("li", "m1", "a:b", "{}", "")
    sessions.release("li", "a:b")
    assert time.monotonic() - began < 2


# --- who is not handled ---------------------------------------------------------------------------------------


def test_what_was_refused_stays_so_for_all_its_deliveries(sessions: Sessions) -> None:
    assert sessions.refuse("li", "m1", "later") == "later"
    assert sessions.open("li", "m1").seen == "later"
    assert sessions.refuse("li", "m1", "other") == "later"
    assert sessions.open("li", "m2").seen is None


def test_what_is_handled_or_was_is_not_refused(sessions: Sessions) -> None:
    opened = sessions.open("li", "m1")
    assert sessions.refuse("li", "m1", "later") is None
    assert sessions.refuse("li", "m2", "later") == "later"
    assert sessions.commit("li", "m1", opened.turn, "{}", "done")
    assert sessions.refuse("li", "m1", "later") == "done"


def test_it_is_known_which_message_is_at_work(sessions: Sessions) -> None:
    sessions.open("li", "m1")
    assert sessions.open("li", "m1").same
    assert not sessions.open("li", "m2").same


def act(person: str, number: int) -> tuple[str, str, Inbound]:
    key = f"m{number}"
    return person, key, Inbound(person, key, Kind.TEXT, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), "您好")


@pytest.fixture(params=["memory", "redis"])
def paced(request: pytest.FixtureRequest) -> Sessions:
    """Sessions in which three messages a minute are read."""
    if request.param == "memory":
        return MemorySessions(pace=3)
    return RedisSessions(connect(request.getfixturevalue("redis_url")), pace=3)


def test_who_sends_too_fast_is_told_once(paced: Sessions) -> None:
    for number in range(3):
        opened = paced.open(*act("li", number))
        assert opened.pace is Pace.FINE
        paced.commit("li", f"m{number}", opened.turn, "{}", "好")
    assert [paced.open(*act("li", number)).pace for number in (3, 4, 5)] == [Pace.TELL, Pace.TOLD, Pace.TOLD]
    assert paced.open(*act("li", 2)).seen == "好", "a redelivery is no message more"
    assert paced.open(*act("wang", 3)).pace is Pace.FINE


def test_waiting_and_redeliveries_count_once(paced: Sessions) -> None:
    paced.open(*act("li", 0))
    assert all(paced.open(*act("li", 1)).busy for _ in range(20))
    assert paced.open(*act("li", 2)).busy
    assert paced.open(*act("li", 3)).pace is Pace.TELL


def test_turns_of_ours_are_not_counted(paced: Sessions) -> None:
    for number in range(9):
        opened = paced.open("li", f"alarm-{number}")
        paced.commit("li", f"alarm-{number}", opened.turn, "{}", "")
    assert paced.open(*act("li", 1)).pace is Pace.FINE


def test_after_a_minute_they_are_read_again() -> None:
    now = [0.0]
    sessions = MemorySessions(clock=lambda: now[0], pace=1)
    opened = sessions.open(*act("li", 0))
    sessions.commit("li", "m0", opened.turn, "{}", "")
    assert sessions.open(*act("li", 1)).pace is Pace.TELL
    now[0] = 61.0
    assert sessions.open(*act("li", 2)).pace is Pace.FINE


def test_redis_forgets_the_pace_after_a_minute(redis_url: str) -> None:
    sessions = RedisSessions(connect(redis_url), pace=1)
    sessions.open(*act("li", 0))
    with Redis.from_url(redis_url) as redis:
        assert 0 < redis.ttl("yz:pace:{li}") <= 60
