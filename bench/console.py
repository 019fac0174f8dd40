"""The console with few and with many requests: how long staff wait for a page of the queue, a badge, a search.

    python -m bench.console [MANY] [--postgres URL]

The database of a run is thrown away; a PostgreSQL is asked for a schema of its own.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from bench.filling import NOW, fill
from store import sealing
from store.counting import monthly
from store.counting.month import Month
from store.database import make_engine, upgrade
from store.referrals import piles
from store.referrals.filters import Filter, find
from store.referrals.piles import Pile
from store.staff import Member
from store.tables import Role

FEW = 500
MANY = 50_000
GOAL_MS = 200
ROUNDS = 7
COUNTY = Member(0, "county", "县里", Role.COUNTY, None, "", "", True, "")
WORKER = Member(7, "s7", "第7人", Role.STATION, 8, "第8驿站", "340722105", True, "")

Act = Callable[[Engine], object]


def acts(many: int) -> dict[str, Act]:
    """What staff do all day, by name."""
    middle = f"2_{NOW.isoformat()}_{many // 2}"
    return {
        "queue, county": lambda engine: piles.queue(engine, COUNTY, Pile.NEW, NOW),
        "queue, county, far down": lambda engine: piles.queue(engine, COUNTY, Pile.OPEN, NOW, middle),
        "queue, county, ended": lambda engine: piles.queue(engine, COUNTY, Pile.DONE, NOW),
        "queue, station": lambda engine: piles.queue(engine, WORKER, Pile.NEW, NOW),
        "badges, county": lambda engine: piles.counts(engine, COUNTY, NOW),
        "badges, station": lambda engine: piles.counts(engine, WORKER, NOW),
        "search a name, county": lambda engine: find(engine, COUNTY, Filter(text="桂英")),
        "search in vain, county": lambda engine: find(engine, COUNTY, Filter(text="没有的人")),
        "search a phone's end, county": lambda engine: find(engine, COUNTY, Filter(text="0042")),
        "search a name, station": lambda engine: find(engine, WORKER, Filter(text="桂英")),
        "month's report, county": lambda engine: monthly.report(engine, COUNTY, Month(2026, 10), NOW),
    }


def measure(engine: Engine, many: int) -> dict[str, float]:
    """Milliseconds for each act, the median of some rounds, with so many requests in an empty database."""
    sealing.use_any()
    upgrade(engine)
    fill(engine, many)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return {name: _median(act, engine) for name, act in acts(many).items()}


def _median(act: Act, engine: Engine) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act(engine)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


@contextmanager
def empty(postgres: str) -> Iterator[Engine]:
    """An empty database: a file, or a schema of a PostgreSQL."""
    if not postgres:
        with tempfile.TemporaryDirectory() as home:
            engine = make_engine(f"sqlite:///{Path(home) / 'bench.db'}")
            yield engine
            engine.dispose()
        return
    server = make_engine(postgres)
    with server.begin() as connection:
        connection.execute(text("CREATE SCHEMA bench"))
    inside = make_url(postgres).update_query_dict({"options": "-csearch_path=bench"})
    engine = make_engine(inside.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()
        with server.begin() as connection:
            connection.execute(text("DROP SCHEMA bench CASCADE"))
        server.dispose()


def results(many: int, postgres: str = "") -> str:
    """The table of results, in Markdown."""
    measured = []
    for number in (FEW, many):
        with empty(postgres) as engine:
            measured.append(measure(engine, number))
    few, much = measured
    lines = [
        f"## The console with {many:,} requests ({'PostgreSQL' if postgres else 'SQLite'})",
        "",
        f"Goal: {GOAL_MS} ms for a page of the queue. Ratio: against {FEW} requests on the same machine.",
        "",
        f"| what | {FEW} | {many:,} | ratio |",
        "|---|---|---|---|",
        *(f"| {name} | {few[name]:.1f} ms | {much[name]:.1f} ms | {much[name] / few[name]:.1f} |" for name in much),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the results."""
    options = argparse.ArgumentParser(description="how long staff wait")
    options.add_argument("many", nargs="?", type=int, default=MANY)
    options.add_argument("--postgres", default="")
    asked = options.parse_args()
    print(results(asked.many, asked.postgres))  # noqa: T201


if __name__ == "__main__":
    main()
