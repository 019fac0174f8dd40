"""That much can be there: the plans that both kinds of database make for what is asked all day, over some thousands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text

from bench.filling import NOW, fill
from bot.records import Status
from store.database import reading, writing
from store.referrals import piles
from store.referrals.piles import Pile
from store.staff import Member
from store.tables import Rank, Referral, Role
from tests.console.office import Office

MANY = 500
OTHER_WAYS = ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin")
"""What PostgreSQL must do without: few rows are read faster so, and where it still does there is no index to read."""


@pytest.fixture
def crowd(engine: Engine) -> Engine:
    fill(engine, MANY)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return engine


def somebody(role: Role) -> Member:
    station = 7 if role in (Role.STATION, Role.TOWNSHIP) else None
    return Member(7, "s7", "第7人", role, station, "第7驿站", "340722105", True, "")


@contextmanager
def overheard(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def plans(engine: Engine, ask: Callable[[], object]) -> str:
    """How the database answers what `ask` asks."""
    with overheard(engine) as asked:
        ask()
    with reading(engine) as session:
        connection, how = session.connection(), "EXPLAIN QUERY PLAN"
        if engine.dialect.name == "postgresql":
            how = "EXPLAIN"
            for way in OTHER_WAYS:
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        return "\n".join(
            " ".join(str(part) for part in row)
            for statement, parameters in asked
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"{how} {statement}", parameters)
        )


def reads_all(plan: str) -> list[str]:
    """Where a whole table is read, or many rows are sorted; the few stations may be."""
    bad = (
        "SCAN referrals",
        "SCAN registrations",
        "SCAN people",
        "TEMP B-TREE",
        "Seq Scan on r",
        "Seq Scan on p",
        "Sort",
    )
    return [line for line in plan.splitlines() if any(each in line for each in bad) and "USING COVERING" not in line]


@pytest.mark.parametrize("role", [Role.STATION, Role.COUNTY])
def test_a_page_is_read_off_an_index(crowd: Engine, role: Role) -> None:
    for pile in Pile:
        for after in ("", f"{NOW.isoformat()}_250" if pile is Pile.DONE else f"2_{NOW.isoformat()}_250"):
            plan = plans(crowd, lambda: piles.queue(crowd, somebody(role), pile, NOW, after))  # noqa: B023 - asked at once
            assert "ix_referrals_" in plan
            assert reads_all(plan) == [], (pile, after)


def test_badges_are_counted_in_an_index(crowd: Engine) -> None:
    for role in Role:
        plan = plans(crowd, lambda: piles.counts(crowd, somebody(role), NOW))  # noqa: B023
        assert reads_all(plan) == [], role


def test_what_rests_comes_back_when_its_time_has_come(engine: Engine) -> None:
    office = Office(engine)
    wang, rests = office.member("wang"), office.claimed("wang")
    waits = office.ask()
    with writing(engine) as session:
        for row in session.scalars(select(Referral)):
            row.rests_until = office.time + timedelta(hours=2)
    shown = {Pile.NEW: waits, Pile.MINE: rests}
    assert piles.counts(engine, wang, office.time) == {Pile.NEW: 0, Pile.MINE: 0, Pile.LATER: 2, Pile.OPEN: 2}
    assert not any(piles.queue(engine, wang, pile, office.time).lines for pile in shown)
    office.wait(hours=2)
    assert piles.counts(engine, wang, office.time) == {Pile.NEW: 1, Pile.MINE: 1, Pile.LATER: 0, Pile.OPEN: 2}
    for pile, referral in shown.items():
        assert [line.id for line in piles.queue(engine, wang, pile, office.time).lines] == [referral]


def test_the_rank_follows_whatever_is_done(engine: Engine) -> None:
    office = Office(engine)
    referral = office.claimed("wang")

    def rank() -> int:
        with reading(engine) as session:
            return session.get_one(Referral, referral).rank

    def write(**values: object) -> None:
        with writing(engine) as session:
            row = session.get_one(Referral, referral)
            for name, value in values.items():
                setattr(row, name, value)

    assert rank() == Rank.USUAL
    write(raised_at=office.time)
    assert rank() == Rank.RAISED
    write(zero_employment=True)
    assert rank() == Rank.NOBODY_WORKS
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    assert rank() == Rank.ENDED
    office.desk.undo(office.member("wang"), referral)
    assert rank() == Rank.NOBODY_WORKS
