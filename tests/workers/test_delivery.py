"""From a committed request to a station's group and a person's phone, through a real Redis and a real RQ worker."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import Engine, select

from bot.effects import Forget, Keep
from bot.message import Kind
from bot.ports import Beside, ChannelError
from bot.records import RecordKind, Status
from bot.session import stamp
from store.database import make_engine, reading, writing
from store.media import recordings
from store.queue import QUEUES, RqDispatch, failed, job_name, queues
from store.referrals.letters import Call
from store.sending import outbox
from store.sending.alarms import RedisAlarms, owe_alarms
from store.sessions import RedisSessions
from store.tables import Message, Outbox, Recording, Referral, Station
from tests.workers.group import group_server
from tests.workers.postal import ASKED, START, Post
from workers.__main__ import work
from workers.context import given
from workers.deliver import HANDLERS
from workers.ports import News
from workers.robot import WeComRobot
from workers.rounds import go_round
from workers.sweep import keep_sweeping


def test_a_request_reaches_the_stations_group_once(post: Post) -> None:
    rows = post.ask()
    post.dispatch.kick(rows)
    post.dispatch.kick(rows)
    post.work()
    assert post.group.told == [News("横埠镇就业扶贫驿站", "http://a", RecordKind.STAFF, 1)]
    (row,) = rows
    assert (post.row(row).delivered_at, post.row(row).attempts) == (START, 1)
    post.dispatch.kick(rows)
    assert post.later(hours=2) == 0
    assert len(post.group.told) == 1
    assert failed(post.redis) == 0


def test_the_whole_way_over_http_on_a_real_database(engine: Engine, redis_url: str) -> None:
    with group_server() as group, Redis.from_url(redis_url) as redis:
        with writing(engine) as session:
            session.add(Station(name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu", robot_url=group.url))
        post = Post(engine, redis)
        post.services = replace(post.services, notifier=WeComRobot())
        post.dispatch.kick(post.ask())
        redis.flushall()
        post.later(seconds=15)
        post.later(hours=1)
    told, morning = (each["text"]["content"] for each in group.told)
    assert "【横埠镇就业扶贫驿站】新来一条" in told
    assert "【横埠镇就业扶贫驿站】早上好" in morning
    assert "李" not in told + morning


def test_a_wiped_redis_loses_nothing(post: Post) -> None:
    post.dispatch.kick(post.ask())
    post.redis.flushall()
    post.work()
    assert post.group.told == []
    assert post.later(seconds=15) == 1
    assert post.later(hours=2) == 0
    assert len(post.group.told) == 1


def test_a_crash_between_commit_and_kick_loses_nothing(post: Post) -> None:
    post.ask()
    assert post.later(seconds=14) == 0, "the kick has its head start"
    assert post.later(seconds=1) == 1
    assert len(post.group.told) == 1


def test_a_wipe_while_the_first_job_is_at_work_does_not_deliver_twice(post: Post) -> None:
    post.dispatch.kick(post.ask())
    (job,) = queues(post.redis)[0].get_jobs()
    post.work()
    post.redis.flushall()
    RqDispatch(post.redis).hand_over([tuple(job.args)])
    post.work()
    assert len(post.group.told) == 1


def test_a_clock_that_was_ahead_delays_nothing(post: Post) -> None:
    right, post.now = post.now, post.now + timedelta(hours=25)
    post.ask()  # and its kick is lost
    post.phone.wrong = [ChannelError("http", permanent=False, code=500)]
    post.dispatch.kick([post.write()])
    post.work()
    with writing(post.engine) as session:
        on_purpose = outbox.add(session, "nonsense", {}, "on purpose", right, due=right + timedelta(days=2))
    post.now = right
    assert post.later(seconds=15) == 2
    assert (len(post.group.told), len(post.phone.arrived)) == (1, 1)
    assert post.row(on_purpose).attempts == 0


def test_without_redis_the_kick_says_nothing_and_the_sweeper_delivers(post: Post, tmp_path: object) -> None:
    RqDispatch(Redis.from_url(f"unix://{tmp_path}/none.sock")).kick(post.ask())
    assert post.later(seconds=15) == 1
    assert len(post.group.told) == 1


def test_failures_are_tried_again_with_growing_pauses_and_are_visible(post: Post) -> None:
    post.group.wrong = [ChannelError("http", permanent=False, code=500)] * 3
    (row,) = post.ask()
    post.dispatch.kick([row])
    post.work()
    assert post.row(row).last_error == "http (code 500)"
    assert failed(post.redis) == 1
    assert [post.later(seconds=seconds) for seconds in (59, 1, 119, 25)] == [0, 1, 0, 1]
    assert failed(post.redis) == 3
    assert [post.later(seconds=seconds) for seconds in (239, 49)] == [0, 1]
    assert len(post.group.told) == 1
    assert (post.row(row).attempts, post.row(row).last_error, post.row(row).next_try_at) == (4, "", None)
    assert failed(post.redis) == 0, "what was made good needs no attention"


def test_what_is_refused_for_good_is_not_tried_again(post: Post) -> None:
    post.group.wrong = [ChannelError("gone", permanent=True)]
    (row,) = post.ask()
    post.dispatch.kick([row])
    post.work()
    assert post.later(days=30) == 0
    assert (post.row(row).last_error, post.row(row).delivered_at) == ("gone", None)


def test_a_bug_is_noted_without_its_words_and_tried_again(post: Post) -> None:
    post.group.wrong = [ZeroDivisionError("李大山")]
    (row,) = post.ask()
    post.dispatch.kick([row])
    post.work()
    assert post.row(row).last_error == "ZeroDivisionError"
    post.later(minutes=1)
    assert len(post.group.told) == 1


def test_a_worker_killed_in_the_middle_loses_nothing(post: Post) -> None:
    (row,) = post.ask()
    with writing(post.engine) as session:
        assert outbox.take(session, row, 0, post.now) is not None, "and then the power went"
    assert post.later(seconds=59) == 0
    assert post.later(seconds=1) == 1
    assert len(post.group.told) == 1


def test_a_job_that_failed_before_it_took_its_row_is_run_again(post: Post) -> None:
    rows = post.ask()
    post.dispatch.kick(rows)
    with given(replace(post.services, engine=make_engine("sqlite://"))):
        work(post.services, burst=True)
    assert failed(post.redis) == 1
    assert post.later(seconds=15) == 1
    assert len(post.group.told) == 1


def test_a_job_that_a_killed_worker_had_in_hand_is_run_again(post: Post) -> None:
    """Popped and never started: it stands nowhere but in its own hash, which keeps the sweeper from queueing it."""
    (row,) = post.ask()
    post.dispatch.kick([row])
    (queue,) = queues(post.redis)
    assert queue.pop_job_id() == job_name(row, 0)
    post.later(seconds=15)
    assert post.group.told == [], "it may be at work"
    job = queue.fetch_job(job_name(row, 0))
    assert job
    job.enqueued_at = datetime.now(UTC) - timedelta(minutes=1)
    job.save()
    post.later(seconds=15)
    assert len(post.group.told) == 1
    assert post.row(row).delivered_at == post.now


def test_the_queue_is_bounded_and_the_rest_is_not_forgotten(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.queue.MOST_QUEUED", 3)
    post.dispatch.kick([post.write(f"第{number}封") for number in range(5)])
    assert queues(post.redis)[0].count == 3
    post.work()
    assert post.later(seconds=15) == 2
    assert len(post.phone.arrived) == 5


def test_staff_are_not_told_of_what_is_taken_already(post: Post) -> None:
    rows = post.ask()
    with writing(post.engine) as session:
        session.get_one(Referral, 1).status = Status.CLAIMED
    post.dispatch.kick(rows)
    post.work()
    assert post.group.told == []
    assert post.row(rows[0]).delivered_at == START


def test_a_message_reaches_its_person_once(post: Post) -> None:
    row = post.write()
    post.dispatch.kick([row])
    post.work()
    assert post.phone.arrived == [("li", "您好，请来一趟驿站。")]
    assert (post.message().delivered_at, post.message().error) == (START, "")


def test_a_message_that_cannot_arrive_says_why(post: Post) -> None:
    post.phone.wrong = [ChannelError("the account may not use this call", permanent=True, code=48001)]
    post.dispatch.kick([post.write()])
    post.work()
    assert (post.message().delivered_at, post.message().error) == (None, "the account may not use this call")
    assert post.later(days=1) == 0


def test_a_message_that_was_sent_before_the_crash_is_not_sent_again(post: Post) -> None:
    row = post.write()
    with writing(post.engine) as session:
        session.get_one(Message, 1).delivered_at = START
    post.dispatch.kick([row])
    post.work()
    assert post.phone.arrived == []
    assert post.row(row).delivered_at == START


def test_who_asked_to_be_forgotten_is_not_written_to(post: Post) -> None:
    post.ask()
    row = post.write()
    post.records.commit("li", "m2", post.now, (Forget(),))
    post.dispatch.kick([row])
    post.work()
    assert post.phone.arrived == []
    assert post.later(days=1) == 1, "the referral's row, which has nobody to tell of any more"
    assert post.group.told == []


def test_jobs_are_json_with_ids_only(post: Post) -> None:
    post.dispatch.kick(post.ask())
    (job,) = queues(post.redis)[0].get_jobs()
    assert job.id == "outbox-1-0"
    assert Job.fetch(job.id, connection=post.redis, serializer=JSONSerializer).args == [1, 0]
    everything = b"".join(post.redis.dump(key) or b"" for key in post.redis.scan_iter())
    assert "李".encode() not in everything
    assert b"1380000" not in everything


def test_the_worker_listens_to_all_queues(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert tuple(queue.name for queue in queues(redis)) == QUEUES


def test_what_can_be_owed_can_be_delivered(post: Post) -> None:
    promised = replace(ASKED, promised_at=START)
    post.records.commit("li", "m1", post.now, (promised,))
    talk = RedisSessions(post.redis)
    talk.commit("li", "m1", talk.open("li", "m1").turn, "{}", "", Beside(alarm=stamp(START)))
    owe_alarms(post.engine, RedisAlarms(post.redis), post.now)
    post.write()
    post.records.commit("li", "m2", post.now, (Keep(Kind.VOICE, "media", "", hear=True),))
    with writing(post.engine) as session:
        recordings.arrived(session, session.get_one(Recording, 1), 1, post.now)
    post.call(Call.WRONG_NUMBER)
    post.now += timedelta(days=7)
    go_round(post.services)  # on a Monday morning, when the promise is long overdue
    with reading(post.engine) as session:
        owed = set(session.scalars(select(Outbox.kind)))
    talks = {"talk-waits", "talk-ended", "ask-again", "set-free"}
    assert owed | talks | {"push"} == set(HANDLERS), "for pushes see test_push, for talks test_talks"


def test_the_sweeper_survives_a_database_that_is_away(redis_url: str) -> None:
    stop = threading.Event()
    passes = 0

    def now() -> datetime:
        nonlocal passes
        passes += 1
        if passes == 3:
            stop.set()
        return START

    with Redis.from_url(redis_url) as redis:
        broken = replace(Post(make_engine("sqlite://"), redis).services, now=now)
        keep_sweeping(broken, stop, every=0.001)
    assert passes == 3
