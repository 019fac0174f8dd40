from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.engine.interfaces import CacheStats

from bot.effects import Consent, Missed
from bot.ports import StoreDown
from store.base import Base
from store.database import reading
from store.warming import warm
from tests.store.test_records import Store, job


def rows(engine: Engine) -> Mapping[str, int]:
    with reading(engine) as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_nothing_of_it_is_kept(engine: Engine) -> None:
    before = rows(engine)
    warm(engine)
    assert rows(engine) == before


def test_a_usual_request_finds_its_statements_made(engine: Engine) -> None:
    store = Store(engine)
    warm(engine)
    made: list[str] = []

    @event.listens_for(engine, "after_cursor_execute")
    def note(
        _connection: object, _cursor: object, statement: str, _values: object, context: object, *_: object
    ) -> None:
        if getattr(context, "cache_hit", None) is CacheStats.CACHE_MISS:
            made.append(statement)

    facts = store.records.facts("li")
    facts.profile()
    assert (facts.records(), len(facts.stations())) == ((), 2)
    store.do(Consent("同意"), Missed("啥"))
    assert store.do(job()).records
    assert made == []


def test_a_database_without_tables_is_told_of(empty_engine: Engine) -> None:
    with pytest.raises(StoreDown):
        warm(empty_engine)
