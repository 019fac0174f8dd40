"""Two transactions that wait for each other: PostgreSQL ends one, and what a message files is filed all the same."""

import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from bot.effects import Register, Withdraw
from bot.records import Fields, RecordKind, Status
from store.database import reading, writing
from store.records import SqlRecords
from store.tables import Person, Referral

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
IN_TIME = 10  # seconds; PostgreSQL looks for such a pair after one


@pytest.mark.postgres
def test_who_is_ended_for_another_goes_through(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return  # SQLite lets one write at a time: nobody crosses anybody
    records = SqlRecords(engine)
    wanted = Register(RecordKind.PRODUCE, Fields(name="李大山", product="大米"))
    [filed] = records.commit("li", "m1", AT, [wanted]).records
    withdrawing = threading.Thread(target=records.commit, args=("li", "m2", AT, [Withdraw(filed.id)]))
    with writing(engine) as session:
        session.connection().exec_driver_sql("SET LOCAL deadlock_timeout = '9s'")  # so that it is they who are ended
        session.scalars(select(Referral).with_for_update()).all()
        withdrawing.start()
        time.sleep(0.5)  # they have the person now, and wait for the referral
        session.scalars(select(Person).with_for_update()).all()
    withdrawing.join(IN_TIME)
    with reading(engine) as session:
        assert session.scalars(select(Referral.status)).all() == [Status.WITHDRAWN]
