"""Processes of two neighbouring versions work side by side: what one does not know waits for the other."""

from datetime import timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from store.asked.questions import LIST, RedisQuestions, flush
from store.database import reading, writing
from store.queue import DELIVER, failed
from store.sending import outbox
from tests.workers.postal import Post
from workers.deliver import HANDLERS


def owe(post: Post, kind: str) -> int:
    with writing(post.engine) as session:
        return outbox.add(session, kind, {"referral": 1}, f"{kind}-1", post.now)


def oldest(post: Post) -> timedelta | None:
    with reading(post.engine) as session:
        since = outbox.oldest(session, post.now)
        return post.now - since if since else None


def test_what_only_a_newer_version_can_deliver_waits(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    row = owe(post, "of-tomorrow")
    for _ in range(3):
        post.later(minutes=2)
    waiting = post.row(row)
    assert waiting.delivered_at is None
    assert waiting.next_try_at == post.now + timedelta(minutes=1)
    assert "of-tomorrow" in waiting.last_error
    assert failed(post.redis) == 0
    assert oldest(post) == timedelta(minutes=6), "and is seen to wait"
    done: list[object] = []
    monkeypatch.setitem(HANDLERS, "of-tomorrow", lambda given, payload: done.append(payload))
    post.later(minutes=2)
    assert done == [{"referral": 1}]
    assert post.row(row).delivered_at
    assert oldest(post) is None


def test_what_is_owed_later_is_not_late(post: Post) -> None:
    with writing(post.engine) as session:
        outbox.add(session, "alarm", {"person": 1, "alarm": 1}, "a", post.now, due=post.now + timedelta(days=1))
    assert oldest(post) is None
    post.now += timedelta(days=1, minutes=3)
    assert oldest(post) == timedelta(minutes=3)


def test_a_job_as_an_earlier_version_queued_it_is_done(post: Post) -> None:
    """What stands in Redis is a contract: the function's name and its two numbers."""
    (row,) = post.ask()
    queue = Queue("deliver", connection=post.redis, serializer=JSONSerializer)
    queue.enqueue_call("workers.deliver.deliver", args=(row, 0), job_id=f"outbox-{row}-0", timeout=30, result_ttl=0)
    assert DELIVER == "deliver"
    post.work()
    assert post.row(row).delivered_at


def test_a_question_noted_by_another_version_is_passed_over(post: Post, redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        redis.rpush(LIST, '["new", "shape"]', "{", '["li", "2026-03-02T01:00:00+00:00", "t", "no-such-ending", ""]')
        assert flush(post.engine, RedisQuestions(redis), post.now) == 0
        assert redis.llen(LIST) == 0
