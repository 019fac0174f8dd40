"""What a message costs with little and with much there: sessions in Redis, jobs, referrals, policy answers.

    python -m bench.growth [--most 1000000]

Processor time of whole talks in one process, the median message; a line that stays flat is what is wanted. The same is
drawn in `docs/pictures/growth.svg`.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import log10
from pathlib import Path
from typing import Any

from redis import Redis
from sqlalchemy import Engine, delete, func, insert, select

from bench import answers
from bench.filling import fill
from bench.webhook.letters import Post
from bench.webhook.stages import application, ask
from bench.webhook.talks import letters
from bot.policy.book import KNOWLEDGE, read_strangers
from bot.policy.search import Index
from bot.records import JobKind
from store.database import writing
from store.sessions import session_key
from store.tables import Job, Station

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "growth.svg"
STEPS = (1_000, 10_000, 100_000, 1_000_000)
JOBS = (10, 100, 1_000, 10_000, 100_000)
ANSWERS = (10, 100, 1_000, 10_000)
ASKED = 400  # questions of each book
RIGHT = 0.7  # so many of them must find their answer first
BATCH = 5_000
TALKS = 6
_SESSION = '{"v":2,"active":"job","drafts":{"job":{"name":"某某某","phone":"13800000000"}},"asked":null}' + " " * 400

Cost = dict[int, float]
"""Milliseconds a message by how much is there."""


def results(most: int = STEPS[-1]) -> str:
    """The table, in Markdown; draws the picture."""
    found = {
        "sessions in Redis": _with_sessions([step for step in STEPS if step <= most]),
        "referrals": _with_referrals([step for step in STEPS if step <= most]),
        "jobs": _with_jobs([step for step in JOBS if step <= most]),
        "policy answers": _with_answers(ANSWERS),
    }
    PICTURE.write_text(_drawn(found), encoding="utf-8")
    lines = ["## What a message costs as everything grows", "", "Median message of whole talks, processor time.", ""]
    for name, costs in found.items():
        first = next(iter(costs.values()))
        told = ", ".join(f"{number:,}: {cost:.2f} ms ({cost / first:.1f})" for number, cost in costs.items())
        lines.append(f"- **{name}** — {told}")
    return "\n".join(lines) + "\n"


def _talked(app: Any, post: Post, run: str) -> float:
    """The median message of some talks, in ms."""
    took = []
    for letter in (each for talk in letters(post, TALKS, run) for each in talk):
        began = time.process_time()
        ask(app, letter)
        took.append(1000 * (time.process_time() - began))
    return statistics.median(took)


def _grown(steps: Sequence[int], grow: Callable[[Any, int, int], None]) -> Cost:
    """Let it grow step by step, and talk at each."""
    costs: Cost = {}
    with application() as (app, account, services):
        post, before = Post(account, int(time.time())), 0
        for step in steps:
            grow(services, before, step)
            if not before:
                _talked(app, post, "warm")
            before = step
            time.sleep(5.1)  # what is on offer is remembered for five seconds
            costs[step] = _talked(app, post, f"{step}")
    return costs


def _with_sessions(steps: Sequence[int]) -> Cost:
    def grow(services: Any, before: int, step: int) -> None:
        redis: Redis = services.redis
        for begin in range(before, step, BATCH):
            with redis.pipeline(transaction=False) as trip:
                for number in range(begin, min(begin + BATCH, step)):
                    trip.hset(session_key(f"somebody-{number}"), mapping={"text": _SESSION, "version": "x"})
                trip.execute()

    return _grown(steps, grow)


def _with_referrals(steps: Sequence[int]) -> Cost:
    costs: Cost = {}
    for step in steps:
        costs |= _grown([step], lambda services, _before, many: _filled(services.engine, many))
    return costs


def _filled(engine: Engine, many: int) -> None:
    with writing(engine) as session:
        for table in (Job, Station):
            session.execute(delete(table))
    fill(engine, many)
    with writing(engine) as session:
        session.add(Job(title="缝纫工", employer="某厂", kind=JobKind.AWAY, station_id=1))


def _with_jobs(steps: Sequence[int]) -> Cost:
    def grow(services: Any, before: int, step: int) -> None:
        with writing(services.engine) as session:
            there = session.scalar(select(func.count()).select_from(Job)) or 0
            rows = [
                {"title": f"普工{number}", "employer": "某厂", "kind": JobKind.AWAY}
                for number in range(max(before, there), step)
            ]
            for batch in range(0, len(rows), BATCH):
                session.execute(insert(Job), rows[batch : batch + BATCH])

    return _grown(steps, grow)


def _with_answers(steps: Sequence[int]) -> Cost:
    """Of a book for each step; that the answers are right is seen, too."""
    strangers = read_strangers(KNOWLEDGE / "not_ours.txt")
    costs: Cost = {}
    for step in steps:
        index = Index(answers.entries(step), strangers)
        asked = list(answers.questions(step))
        took, right = [], 0
        for question, topic in asked[:: max(len(asked) // ASKED, 1)]:
            began = time.process_time()
            found = index.find(question, date(2026, 11, 25))
            took.append(1000 * (time.process_time() - began))
            right += found.best == topic
        if right < RIGHT * len(took):
            raise AssertionError(f"of {step} answers the right one came first for {right} of {len(took)} questions")
        costs[step] = statistics.median(took)
    return costs


# --- drawing -------------------------------------------------------------------------------------------------

_WIDE, _HIGH, _LEFT, _BELOW = 640, 320, 60, 40
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd")


def _drawn(found: Mapping[str, Cost]) -> str:
    """A line for each: how much is there (each axis by powers of ten) against milliseconds."""
    highest = max(cost for costs in found.values() for cost in costs.values())

    def place(number: float, cost: float) -> str:
        x = _LEFT + (_WIDE - 2 * _LEFT) * log10(number) / 6
        y = _HIGH - _BELOW - (_HIGH - 2 * _BELOW) * log10(1 + 9 * cost / highest)
        return f"{x:.0f},{y:.0f}"

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif">']
    parts.append(f'<rect width="{_WIDE}" height="{_HIGH}" fill="white"/>')
    for power in range(1, 7):
        x = place(10**power, 0).partition(",")[0]
        parts.append(f'<text x="{x}" y="{_HIGH - 18}" font-size="11" text-anchor="middle">{10**power:,}</text>')
    for cost in (0.0, highest / 10, highest):
        y = place(1, cost).partition(",")[2]
        parts.append(f'<text x="8" y="{y}" font-size="11">{cost:.1f} ms</text>')
    for number, ((name, costs), colour) in enumerate(zip(found.items(), _COLOURS, strict=True)):
        line = " ".join(place(many, cost) for many, cost in costs.items())
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_LEFT + 140 * number}" y="20" font-size="13" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Print the results."""
    options = argparse.ArgumentParser(description="what a message costs as everything grows")
    options.add_argument("--most", type=int, default=STEPS[-1])
    print(results(options.parse_args().most))  # noqa: T201


if __name__ == "__main__":
    main()
