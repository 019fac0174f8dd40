"""What one message costs, stage by stage: the real application in one process, asked one message after the other.

    python -m bench.webhook.stages [PEOPLE]

Processor time, which on a busy machine says more than the clock. Each stage is without those that it calls; the rest is
Flask, the gate's change of threads and what lies between.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.webhook.letters import Letter, Post, Verdict
from bench.webhook.talks import letters
from cli.first import invented
from simulator.account import Account
from store import embedded
from store.database import upgrade
from store.offers.examples import load as load_examples

PEOPLE = 60
ROOT = Path(__file__).parents[2]


class Watch:
    """Counts the processor time of stages, each without those inside it."""

    def __init__(self) -> None:
        self.took: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._inside = threading.local()

    def on(self, place: Any, name: str, stage: str) -> None:
        """Count what the function of this name in a module or class takes, under `stage`."""
        watched: Callable[..., Any] = getattr(place, name)

        @wraps(watched)
        def counted(*given: Any, **named: Any) -> Any:
            outer = getattr(self._inside, "spent", 0.0)
            self._inside.spent = 0.0
            began = time.thread_time()
            try:
                return watched(*given, **named)
            finally:
                took = time.thread_time() - began
                self.took[stage] += took - self._inside.spent
                self.calls[stage] += 1
                self._inside.spent = outer + took

        setattr(place, name, counted)


def watch_all(watch: Watch) -> None:
    """Every stage of a message's way, in its order."""
    from bot import conversation
    from bot.intents import segment
    from store import facts, records, sessions
    from store.counting import intents
    from wechat import channel, crypto

    watch.on(channel, "encrypted_part", "envelope")
    watch.on(channel, "verify", "verify")
    watch.on(channel, "decrypt_with_any", "decrypt")
    watch.on(channel, "parse", "parse")
    watch.on(sessions.RedisSessions, "open", "load: Redis")
    watch.on(conversation, "load", "load: JSON")
    for look in ("profile", "records", "attendant", "jobs", "stations", "courses", "posts", "stored"):
        watch.on(facts.SqlFacts, look, "look up: SQL")
    for cut in ("words", "cut", "segment"):
        if hasattr(segment, cut):
            watch.on(segment, cut, "segment")
    watch.on(intents.Counted, "read", "classify")
    watch.on(conversation, "take_turn", "decide")
    watch.on(records.SqlRecords, "commit", "commit: SQL")
    watch.on(conversation, "dump", "save: JSON")
    watch.on(conversation, "dump_say", "save: JSON")
    watch.on(sessions.RedisSessions, "commit", "save: Redis")
    watch.on(channel, "render", "reply")
    watch.on(crypto.Key, "encrypt", "encrypt")


@contextmanager
def application() -> Iterator[tuple[Any, Account, Any]]:
    """The application over a Redis and a database of its own, with the examples; and its services."""
    made = invented()
    account = Account(made["WECHAT_ACCOUNT"], made["WECHAT_APP_ID"], "", made["WECHAT_TOKEN"], made["WECHAT_AES_KEY"])
    with tempfile.TemporaryDirectory() as home, embedded.running(Path(home) / "redis") as redis:
        os.environ |= {**made, "YIZHAN_HOME": home, "REDIS_URL": redis, "LOG_LEVEL": "ERROR"}
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = home
        import wiring  # reads the environment
        from web import create_app

        services = wiring.build()
        upgrade(services.engine)
        load_examples(services.engine)
        app = create_app(services)
        _ = services.conversation
        yield app, account, services
        services.engine.dispose()


def ask(app: Any, letter: Letter) -> tuple[int, bytes]:
    """One request, as a server would hand it over."""
    head, _, body = letter.wire.partition(b"\r\n\r\n")
    where = urlsplit(head.split(b" ")[1].decode())
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": where.path,
        "QUERY_STRING": where.query,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "text/xml",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    status: list[int] = []
    answer = app(environ, lambda line, _headers, _problem=None: status.append(int(line[:3])))
    try:
        return status[0], b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def results(people: int = PEOPLE) -> str:
    """The table of stages, in Markdown."""
    watch = Watch()
    with application() as (app, account, _):
        post = Post(account, int(time.time()))
        for letter in (each for talk in letters(post, 5, "warm") for each in talk):
            ask(app, letter)
        watch_all(watch)
        whole, wall = [], []
        for letter in (each for talk in letters(post, people, "stage") for each in talk):
            began, clock = time.process_time(), time.perf_counter()
            answer = ask(app, letter)
            whole.append(time.process_time() - began)
            wall.append(time.perf_counter() - clock)
            if post.judge(letter, *answer) is not Verdict.RIGHT:
                raise RuntimeError("a wrong answer")
    return _table(watch, whole, wall)


def _table(watch: Watch, whole: list[float], wall: list[float]) -> str:
    number, everything = len(whole), sum(whole)
    rest = everything - sum(watch.took.values())
    rows = [*watch.took.items(), ("rest", rest)]
    lines = [
        "## One message, stage by stage",
        "",
        (
            f"Processor time over {number} messages of whole talks, in one process, without a server: "
            f"{1e3 * everything / number:.2f} ms a message (median {1e3 * statistics.median(whole):.2f}; by the clock "
            f"{1e3 * statistics.median(wall):.2f})."
        ),
        "",
        "| stage | µs a message | share | times a message | µs each |",
        "|---|---|---|---|---|",
    ]
    for stage, took in rows:
        calls = watch.calls.get(stage, number)
        each, times = 1e6 * took / calls, calls / number
        lines.append(f"| {stage} | {1e6 * took / number:.0f} | {took / everything:.0%} | {times:.2f} | {each:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(results(int(sys.argv[1]) if sys.argv[1:] else PEOPLE))  # noqa: T201
