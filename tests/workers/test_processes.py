"""The two processes of the Procfile, as they are started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis

from bot.effects import Register
from bot.records import Fields, Place, RecordKind
from cli.first import invented
from config.installation import ROOT
from store.database import make_engine, upgrade, writing
from store.queue import RqDispatch
from store.records import SqlRecords
from store.tables import Station
from tests.workers.group import group_server


@contextmanager
def process(home: Path, redis_url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    own = {"YIZHAN_HOME": str(home), "REDIS_URL": redis_url, "DATABASE_URL": f"sqlite:///{home / 'test.db'}"}
    running = subprocess.Popen(
        [sys.executable, "-m", "workers", *arguments],
        env={**os.environ, **invented(), **own},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def eventually(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_worker_delivers_what_is_kicked_and_ends_when_told(tmp_path: Path, redis_url: str) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
    upgrade(engine)
    with group_server() as group, Redis.from_url(redis_url) as redis, process(tmp_path, redis_url) as worker:
        with writing(engine) as session:
            session.add(Station(name="横埠镇", township="340722106", scene="hengbu", robot_url=group.url))
        asked = Register(RecordKind.STAFF, Fields(village=Place("340722106", "", "")))
        RqDispatch(redis).kick(SqlRecords(engine).commit("li", "m1", datetime.now(UTC), (asked,)).outbox)
        eventually(lambda: group.told)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    engine.dispose()


@pytest.mark.parametrize("arguments", [[], ["sweep"]], ids=["worker", "sweeper"])
def test_without_redis_and_sql_they_wait_and_end_when_told(tmp_path: Path, arguments: list[str]) -> None:
    with process(tmp_path, f"unix://{tmp_path}/none.sock", *arguments) as waiting:
        assert waiting.stderr is not None
        said = ""
        while "away" not in said and "unreachable" not in said:
            said = waiting.stderr.readline()
            assert said, "it ended"
        waiting.send_signal(signal.SIGTERM)
        assert waiting.wait(20) == 0
