"""Set times through a real Redis and a real RQ worker: sessions in Redis, what is owed in SQL, the real bot between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from bot.conversation import Conversation
from bot.effects import Register
from bot.message import Inbound, Kind
from bot.ports import ChannelError
from bot.records import Fields, RecordKind, Status
from bot.scene import Mind
from store.connection import connect
from store.database import reading
from store.queue import RqDispatch, failed
from store.records import SqlRecords
from store.referrals.desk import Desk
from store.referrals.letters import Call
from store.sessions import ALARMS, RedisSessions
from store.staff import all_staff
from store.tables import Referral
from tests.workers.postal import Post
from wiring import converse
from workers.sweep import sweep

AFTERNOON = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday, four o'clock there


def never() -> None:
    raise AssertionError("a timer must not load what understands")


class Person:
    """Somebody who writes to the bot while the county's clock goes on."""

    def __init__(self, post: Post, redis_url: str) -> None:
        self.post = post
        post.now = AFTERNOON
        post.records = SqlRecords(post.engine, lambda: post.now)
        sessions = RedisSessions(connect(redis_url))
        mind = Mind(never, never)  # type: ignore[arg-type]
        self.talk: Conversation = converse(sessions, post.records, RqDispatch(post.redis), mind)
        post.services = replace(post.services, handle=self.talk.handle)
        self.turn = 0

    def does(self, text: str, choice: str = "") -> str:
        self.turn += 1
        say = self.talk.receive(Inbound("li", f"m{self.turn}", Kind.TEXT, self.post.now, text, choice=choice))
        return say.plain() if say else ""

    def opens_a_form(self) -> None:
        self.does("卖", choice="go.produce")
        self.does("山芋")

    @property
    def heard(self) -> list[str]:
        return [text for _, text in self.post.phone.arrived]


@pytest.fixture
def person(post: Post, redis_url: str) -> Person:
    return Person(post, redis_url)


def passes(post: Post, hours: float) -> None:
    """Hours in which the sweeper looks every quarter of an hour."""
    for _ in range(round(hours * 4)):
        post.later(minutes=15)


def test_the_reminder_arrives_once_by_day_and_is_answered(person: Person) -> None:
    person.post.now += timedelta(hours=2)
    person.opens_a_form()
    passes(person.post, 13.75)
    assert person.heard == []
    passes(person.post, 0.5)
    (reminder,) = person.heard
    assert reminder.startswith("您的卖农产品登记还没填完")
    assert "登记要记下" in person.does("两百斤")
    passes(person.post, 30)
    assert len(person.heard) == 1
    assert failed(person.post.redis) == 0


def test_a_wiped_redis_forgets_the_form_and_says_nothing(person: Person) -> None:
    person.opens_a_form()
    person.post.redis.flushall()
    passes(person.post, 24)
    assert person.heard == []


def test_of_a_form_that_was_finished_nothing_is_left_to_do(person: Person) -> None:
    person.opens_a_form()
    assert person.post.redis.zcard(ALARMS) == 1
    person.does("取消")
    assert person.post.redis.zcard(ALARMS) == 0
    assert sum(person.post.later(hours=4) for _ in range(6)) == 0
    assert person.heard == []


def test_redis_away_while_the_sweeper_looks(person: Person) -> None:
    person.opens_a_form()
    with Redis.from_url("unix:///nonexistent/redis.sock") as nobody:
        there, person.post.services = person.post.services, replace(person.post.services, redis=nobody)
        sweep(person.post.services)
    person.post.services = there
    passes(person.post, 24)
    assert len(person.heard) == 1


def test_who_was_forgotten_is_left_alone(person: Person) -> None:
    person.opens_a_form()
    person.does("删", choice="go.forget")
    assert "删掉了" in person.does("1")
    passes(person.post, 24)
    assert person.heard == []
    assert failed(person.post.redis) == 0


def test_a_turn_that_is_busy_is_taken_later_and_nobody_hears_an_excuse(person: Person, redis_url: str) -> None:
    person.opens_a_form()
    busy = RedisSessions(connect(redis_url), turn_ms=60_000)
    person.talk = converse(busy, person.post.records, RqDispatch(person.post.redis), person.talk._mind)
    person.talk._clock = replace(person.talk._clock, now=iter(range(10**6)).__next__)
    person.post.services = replace(person.post.services, handle=person.talk.handle)
    turn = busy.open("li", "at-work").turn
    person.post.later(hours=16.5)
    assert person.heard == []
    busy.release("li", turn)
    person.post.later(minutes=2)
    (reminder,) = person.heard
    assert reminder.startswith("您的卖农产品登记还没填完")


def test_the_call_is_asked_about_and_no_raises_it(person: Person) -> None:
    promised = AFTERNOON + timedelta(hours=1)
    asked = Register(RecordKind.STAFF, Fields(name="李大山", phone="13800001234"), promised)
    person.post.records.commit("li", "m0", AFTERNOON, (asked,))
    passes(person.post, 1.25)
    assert person.heard == []
    passes(person.post, 0.5)
    (question,) = person.heard
    assert question.endswith("驿站的人给您打电话了吗？\n1. 打了\n2. 没有打")
    assert "加急" in person.does("2")
    person.post.work()
    assert [news.urgent for news in person.post.group.told] == [False, True]
    passes(person.post, 3)
    assert len(person.heard) == 1


def test_not_asked_when_staff_have_called(person: Person) -> None:
    asked = Register(RecordKind.STAFF, Fields(phone="13800001234"), AFTERNOON + timedelta(hours=1))
    person.post.records.commit("li", "m0", AFTERNOON, (asked,))
    person.post.call(Call.CONNECTED)
    passes(person.post, 4)
    assert person.heard == []


def test_asked_by_day_when_the_workers_had_been_away(person: Person) -> None:
    asked = Register(RecordKind.STAFF, Fields(phone="13800001234"), AFTERNOON + timedelta(hours=1))
    person.post.records.commit("li", "m0", AFTERNOON, (asked,))
    person.post.later(hours=6)
    assert person.heard == []
    passes(person.post, 12)
    assert len(person.heard) == 1


def test_a_phone_that_fails_for_a_while_gets_the_question_later(person: Person) -> None:
    person.opens_a_form()
    person.post.phone.wrong = [ChannelError("busy", permanent=False)]
    passes(person.post, 20)
    assert len(person.heard) == 1


class TestLost:
    """Nobody answered: the person is asked how to be reached, and what they say brings the request back."""

    def lost(self, person: Person, call: Call) -> None:
        asked = Register(RecordKind.STAFF, Fields(name="李大山", phone="13800001234"))
        person.post.records.commit("li", "m0", AFTERNOON, (asked,))
        person.post.now = AFTERNOON
        person.post.call(call)
        person.post.work()

    def status(self, person: Person) -> Referral:
        with reading(person.post.engine) as session:
            return session.get_one(Referral, 1)

    def test_after_a_wrong_number(self, person: Person) -> None:
        self.lost(person, Call.WRONG_NUMBER)
        (question,) = person.heard
        assert "号码不对" in question
        assert self.status(person).rests_until
        assert "号码记下了" in person.does("13800005678")
        assert self.status(person).rests_until is None
        assert self.status(person).status is Status.CLAIMED
        passes(person.post, 2)
        assert [text for text in person.heard if "号码" in text] == [question]

    def test_after_the_last_call(self, person: Person) -> None:
        self.lost(person, Call.NO_ANSWER)
        (county,) = all_staff(person.post.engine)
        desk = Desk(person.post.engine, person.post.dispatch.kick, lambda: person.post.now)
        for _ in range(4):
            person.post.now = self.status(person).rests_until or person.post.now
            desk.called(county, 1, Call.NO_ANSWER)
        person.post.work()
        person.post.later(seconds=20)
        assert self.status(person).status is Status.UNREACHABLE
        assert "几回都没打通" in person.heard[-1]
        assert "这件事接着办" in person.does("还打这个号码", choice="lost.1.same")
        assert self.status(person).status is Status.NEW

    def test_what_was_settled_meanwhile_is_not_asked(self, person: Person) -> None:
        asked = Register(RecordKind.STAFF, Fields(name="李大山", phone="13800001234"))
        person.post.records.commit("li", "m0", AFTERNOON, (asked,))
        person.post.call(Call.WRONG_NUMBER)
        (county,) = all_staff(person.post.engine)
        Desk(person.post.engine, person.post.dispatch.kick, lambda: person.post.now).wake(county, 1)
        person.post.work()
        assert person.heard == []
