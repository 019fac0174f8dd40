"""Whatever is retried, whenever: the store ends up as if every message had come once."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.effects import Bind, Consent, Durable, Follow, Forget, Learn, Missed, Register, Subscribe, Withdraw
from bot.records import Fields, Picked, Place, RecordKind
from store.base import Base
from store.database import make_engine, reading, writing
from store.records import SqlRecords
from store.tables import Referral, Registration, Station

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

places = st.sampled_from([None, Place("340722106", "340722106213", "山水村"), Place("", "", "外地")])
fields = st.builds(
    Fields,
    name=st.sampled_from(["", "李大山", "王小河"]),
    phone=st.sampled_from(["", "13800001234"]),
    village=places,
    choice=st.sampled_from([None, Picked(1, "1", "缝纫工"), Picked(2, "2", "保洁员")]),
    product=st.sampled_from(["", "大米"]),
    note=st.sampled_from(["", "快点", "谢谢"]),
)
effects = st.one_of(
    st.builds(Register, st.sampled_from(RecordKind), fields),
    st.builds(Learn, fields),
    st.builds(Withdraw, st.integers(1, 6)),
    st.builds(Bind, st.sampled_from(["hengbu", "nowhere"])),
    st.builds(Follow, st.booleans()),
    st.builds(Subscribe, st.booleans()),
    st.sampled_from([Consent("同意"), Forget(), Missed("呃")]),
)
messages = st.lists(st.tuples(st.sampled_from(["li", "wang"]), st.lists(effects, min_size=1, max_size=3)), max_size=8)


def county() -> Engine:
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    with writing(engine) as session:
        session.add(Station(name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu"))
    return engine


def everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {table.name: list(connection.execute(select(table))) for table in Base.metadata.sorted_tables}


def tell(engine: Engine, said: list[tuple[str, list[Durable]]], times: list[int]) -> None:
    records = SqlRecords(engine)
    for number, (person, wanted) in enumerate(said):
        at = AT + timedelta(minutes=number)
        # Erasure leaves nothing to recognise a repeated message by; the turn lock and the seen reply stand before it.
        again = not any(effect in (Forget(), Follow(follows=False)) for effect in wanted)
        receipts = [records.commit(person, f"m{number}", at, wanted) for _ in range(times[number] if again else 1)]
        assert all(receipt == receipts[0] for receipt in receipts)


@settings(max_examples=40, deadline=None)
@given(messages, st.lists(st.integers(1, 3), min_size=8, max_size=8))
def test_retries_change_nothing(said: list[tuple[str, list[Durable]]], times: list[int]) -> None:
    once, often = county(), county()
    tell(once, said, [1] * 8)
    tell(often, said, times)
    assert everything(often) == everything(once)
    with reading(once) as session:
        opened = [
            (row.person_id, row.kind, row.choice_id, row.product)
            for row in session.scalars(select(Registration))
            if row.referral.status.open and row.kind is not RecordKind.PRODUCE  # each lot is a case of its own
        ]
        told = [(referral.status, referral.events[-1].what) for referral in session.scalars(select(Referral))]
    assert len(opened) == len(set(opened)), "an open request was doubled"
    assert not [pair for pair in told if pair[0] == "withdrawn" and pair[1] != "withdrawn"], "a case ended unsaid"
    once.dispose()
    often.dispose()
