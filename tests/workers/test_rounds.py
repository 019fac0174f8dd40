"""What becomes due without a message: the sweeper sees to it, and the workers bring it to the phone."""

from datetime import date, timedelta

from bot.effects import Alert, Register, Withdraw
from bot.matching import Wishes
from bot.message import Inbound, Kind
from bot.records import Fields, JobKind, Picked, RecordKind
from store.database import writing
from store.sessions import RedisSessions
from store.tables import Course, Job
from tests.workers.postal import START, Post


def test_a_new_job_and_a_free_seat_reach_the_phones(post: Post) -> None:
    with writing(post.engine) as session:
        session.add(Course(id=1, title="电工", starts_on=date(2026, 3, 20), seats=1))
    sign_up = Register(RecordKind.TRAINING, Fields(name="张", choice=Picked(1, "1", "电工")))
    first = post.records.commit("li", "m1", START, [sign_up]).records[0]
    post.records.commit("wang", "m1", START, [sign_up, Alert(Wishes(), ())])
    RedisSessions(post.redis).open("wang", "m1", Inbound("wang", "m1", Kind.TEXT, START))  # news want an open window
    post.later(seconds=20)
    assert post.phone.arrived == []
    post.records.commit("li", "m2", START, [Withdraw(first.id)])
    with writing(post.engine) as session:
        session.add(Job(title="缝纫工", kind=JobKind.WORKSHOP))
    post.later(seconds=20)
    post.later(seconds=20)
    assert [person for person, _ in post.phone.arrived] == ["wang", "wang"]
    job, seat = sorted((words for _, words in post.phone.arrived), key=lambda words: "位子" in words)
    assert "缝纫工" in job
    assert "报名这个活" in job
    assert "空出一个位子" in seat
    post.now += timedelta(days=1)
    post.later(seconds=20)
    assert len(post.phone.arrived) == 2
