"""The load must be able to find a server wrong, and slow."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from flask import Flask, request

from bench.webhook import load
from bench.webhook.letters import Post, Verdict
from bench.webhook.load import Answer, Plan
from bench.webhook.talks import letters
from bot.effects import Say
from bot.phrases import busy
from simulator.account import Account
from wechat.channel import Channel, Letter
from wechat.crypto import Key

ACCOUNT = Account("gh_bench", "wx0123456789abcdef", "", "a-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
POST = Post(ACCOUNT, int(time.time()))


class Threads(ThreadingMixIn, WSGIServer):
    """A thread for each connection, which is closed after one answer."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Without a line for each request."""

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving(says: str = "", slow: float = 0.0, key: str = ACCOUNT.aes_key) -> Iterator[int]:
    """A server that answers every message with `says` ("": with the same words), sealed with `key`."""
    channel, app = Channel(ACCOUNT.token, ACCOUNT.app_id, [ACCOUNT.aes_key]), Flask(__name__)
    sealed = Key(key, ACCOUNT.app_id)

    @app.post("/wechat")
    def answer() -> str:
        time.sleep(slow)
        letter = channel.open(request.args, request.get_data(), datetime.now(UTC))
        said = Say(says or letter.delivery.inbound.text)
        return channel.answer(Letter(letter.delivery, sealed), said, datetime.now(UTC))

    server = make_server("127.0.0.1", 0, app, Threads, Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers(port: int, rate: float = 100, connections: int = 4) -> list[Answer]:
    talks = letters(POST, 20, "test", echo=True)
    return load.run(Plan(port, talks, 0.4, rate, connections, again=True)).answers


def verdicts(found: list[Answer]) -> Counter[Verdict]:
    return Counter(POST.judge(each.letter, each.status, each.body) for each in found)


def test_right_answers_are_right() -> None:
    with serving() as port:
        found = verdicts(answers(port))
    assert found[Verdict.RIGHT] > 15
    assert not found[Verdict.WRONG]


@pytest.mark.parametrize(
    ("says", "key", "verdict"),
    [
        ("别的话", ACCOUNT.aes_key, Verdict.WRONG),
        (busy.STILL, ACCOUNT.aes_key, Verdict.SORRY),
        (busy.TOO_MANY, ACCOUNT.aes_key, Verdict.TURNED_AWAY),
        ("", ACCOUNT.aes_key[::-1], Verdict.FAILED),
    ],
)
def test_others_are_found_out(says: str, key: str, verdict: Verdict) -> None:
    with serving(says, key=key) as port:
        assert set(verdicts(answers(port))) - {Verdict.FAILED} == {verdict} - {Verdict.FAILED}


def test_an_answer_to_somebody_else_is_found_out() -> None:
    with serving() as port:
        first, *others = answers(port)
    other = next(each for each in others if each.status == 200 and each.letter.person != first.letter.person)
    assert POST.judge(first.letter, other.status, other.body) is Verdict.WRONG


def test_waiting_for_a_free_connection_counts() -> None:
    with serving(slow=0.05) as port:
        found = answers(port, rate=100, connections=1)
    assert max(each.seconds for each in found) > 0.2  # a single one took 0.05
