"""`/metrics` says how it stands, to those who may know."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import Engine

from bot.intents import Band, Intent, Reading
from config.logging import set_trace
from store.counting.intents import Counted
from store.database import make_engine, upgrade, writing
from store.queue import RqDispatch
from store.sending import outbox
from web.health import health_blueprint
from web.metrics import Watched, watch

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def broken() -> None:
    raise ConnectionError("redis://:password@host refused")


class Doors:
    """An application over stores, and whoever asks it."""

    def __init__(self, engine: Engine, redis: Redis, token: str = "") -> None:
        self.app = Flask(__name__)
        checks = {"redis": lambda: True, "mind": broken}
        watch(self.app, Watched(engine, redis, checks, lambda: NOW, token), hops=0)
        self.app.register_blueprint(health_blueprint(checks))
        self.client: FlaskClient = self.app.test_client()

    def figures(self, **headers: str) -> dict[str, float]:
        answer = self.client.get("/metrics", headers=headers)
        assert answer.status_code == 200
        lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in lines}


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = make_engine("sqlite://")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as redis:
        yield redis


def test_how_the_stores_stand(engine: Engine, redis: Redis) -> None:
    doors = Doors(engine, redis)
    found = doors.figures()
    assert (found["yizhan_outbox_due"], found["yizhan_outbox_oldest_seconds"]) == (0, 0)
    assert (found["yizhan_queue_jobs"], found["yizhan_queue_oldest_seconds"]) == (0, 0)
    with writing(engine) as session:
        row = outbox.add(session, "referral", {"referral": 1}, "a", NOW - timedelta(minutes=7))
        outbox.add(session, "alarm", {"person": 1}, "b", NOW, due=NOW + timedelta(days=1))
        outbox.mark_failed(session, row, "busy", permanent=False)
    RqDispatch(redis).kick([row])
    found = doors.figures()
    assert (found["yizhan_outbox_due"], found["yizhan_outbox_failing"]) == (1, 1)
    assert found["yizhan_outbox_oldest_seconds"] == 420
    assert found["yizhan_queue_jobs"] == 1
    assert found['yizhan_up{part="redis"}'] == 1
    assert found['yizhan_up{part="mind"}'] == 0


def test_a_store_that_is_away_leaves_the_others(engine: Engine) -> None:
    with Redis.from_url("unix:///nonexistent/redis.sock") as nobody:
        found = Doors(engine, nobody).figures()
    assert "yizhan_queue_jobs" not in found
    assert found["yizhan_outbox_due"] == 0


def test_requests_are_counted_by_door(engine: Engine, redis: Redis) -> None:
    doors = Doors(engine, redis)
    name = 'yizhan_requests_total{door="health",status="503"}'
    before = doors.figures().get(name, 0)
    doors.client.get("/readyz")
    doors.client.get("/nowhere")
    found = doors.figures()
    assert found[name] == before + 1
    assert found['yizhan_requests_total{door="nowhere",status="404"}'] >= 1


def test_strangers_learn_nothing(engine: Engine, redis: Redis) -> None:
    doors = Doors(engine, redis)
    behind_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert doors.client.get("/metrics", headers=behind_a_proxy).status_code == 403
    assert doors.client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 403
    guarded = Doors(engine, redis, token="t" * 40)
    assert guarded.client.get("/metrics").status_code == 403
    assert guarded.client.get("/metrics", headers={"Authorization": "Bearer 驿站"}).status_code == 403
    answer = guarded.client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 40}", **behind_a_proxy})
    assert answer.status_code == 200


class Sure:
    def read(self, text: str) -> Reading:
        return Reading(Intent.THANKS, 1.0, Band.ACT)


def test_a_text_that_a_turn_reads_twice_counts_once(engine: Engine, redis: Redis) -> None:
    detector = Counted(Sure())
    name = 'yizhan_intents_total{band="act",intent="thanks"}'
    doors = Doors(engine, redis)
    before = doors.figures().get(name, 0)
    for trace in ("first1", "second"):
        set_trace(trace)
        assert detector.read("谢谢").intent is Intent.THANKS
        detector.read("谢谢")
    set_trace("")
    assert doors.figures()[name] == before + 2
