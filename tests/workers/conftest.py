"""The county of `postal`, with an empty Redis."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine

from store.database import make_engine, writing
from store.tables import Station
from tests.databases import migrate
from tests.workers.postal import Post


@pytest.fixture
def county() -> Iterator[Engine]:
    engine = make_engine("sqlite://")
    migrate(engine)
    with writing(engine) as session:
        session.add(Station(name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu", robot_url="http://a"))
    yield engine
    engine.dispose()


@pytest.fixture
def post(county: Engine, redis_url: str) -> Iterator[Post]:
    with Redis.from_url(redis_url) as redis:
        yield Post(county, redis)
