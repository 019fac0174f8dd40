"""A WeChat that gives no answer is left alone for a while; and all processes share one token."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, Response
from redis import Redis

from bot.ports import ChannelError, Trouble
from config.installation import ROOT
from simulator.account import Account
from simulator.api_state import ApiState
from simulator.app import create_app
from tests.loopback import served
from wechat.http import FAILURES, Http

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "s" * 32, "tokentoken", "a" * 42 + "A")
STABLE = "/cgi-bin/stable_token"
WANTED = {"appid": ACCOUNT.app_id, "secret": ACCOUNT.secret}
REST = 0.3

FETCH = """
import sys, time
from redis import Redis
from wechat.client import WeChatClient
from wechat.tokens import SharedTokens
redis = Redis.from_url(sys.argv[1])
client = WeChatClient("wx0123456789abcdef", "s" * 32, SharedTokens(redis, "wx0123456789abcdef"), sys.argv[2])
redis.incr("test:here")
while int(redis.get("test:here")) < 4:
    time.sleep(0.001)
print(client.token())
"""


def trouble(http: Http) -> tuple[Trouble, str]:
    with pytest.raises(ChannelError) as caught:
        http.post(STABLE, WANTED)
    assert not caught.value.permanent
    return caught.value.trouble, caught.value.reason


def test_who_gives_no_answer_is_left_alone_and_then_tried_once(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis, served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9")) as base:
        api, http = ApiState(redis), Http(f"{base}/api", rest=REST)
        for _ in range(FAILURES + 1):
            api.plan_fault(STABLE, status=502)
        assert {trouble(http)[0] for _ in range(FAILURES)} == {Trouble.BUSY}
        assert "resting" in trouble(http)[1]
        assert api.calls(STABLE) == FAILURES, "nobody calls while it rests"
        time.sleep(REST)
        assert "502" in trouble(http)[1], "one call tries"
        assert "resting" in trouble(http)[1]
        time.sleep(REST)
        assert http.post(STABLE, WANTED)["access_token"]
        assert http.post(STABLE, WANTED)["access_token"]


def test_refusals_are_answers(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis, served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9")) as base:
        http = Http(f"{base}/api", rest=60)
        for _ in range(FAILURES * 2):
            ApiState(redis).plan_fault(STABLE, errcode=45009)
            with pytest.raises(ChannelError, match="45009"):
                http.post(STABLE, WANTED)


def test_an_answer_that_comes_in_drops_ends_in_time() -> None:
    app = Flask(__name__)

    def drops() -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.05)
            yield b" "

    @app.post(STABLE)
    def drip() -> Response:
        return Response(drops(), mimetype="application/json")

    with served(app) as base:
        began = time.monotonic()
        assert trouble(Http(base, longest=0.3))[0] is Trouble.UNSURE
        assert time.monotonic() - began < 5


def test_four_processes_that_start_cold_fetch_one_token(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis, served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9")) as base:
        command = [sys.executable, "-c", FETCH, redis_url, f"{base}/api"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}

        def fetch(_number: int) -> str:
            return subprocess.run(
                command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
            ).stdout

        with ThreadPoolExecutor(4) as pool:
            tokens = set(pool.map(fetch, range(4)))
        assert len(tokens) == 1
        assert ApiState(redis).calls(STABLE) == 1
