import secrets
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from sqlalchemy import Engine, func, select

from bot.effects import Bind, Consent, Durable, Follow, Forget, Learn, Missed, Register, Subscribe, Withdraw
from bot.ports import Receipt, StoreDown
from bot.records import Fields, Picked, Place, RecordKind, Status
from store.base import Base
from store.database import make_engine, reading, upgrade, writing
from store.executors import EXECUTORS
from store.records import SqlRecords
from store.tables import (
    Deed,
    Miss,
    Outbox,
    Person,
    Referral,
    ReferralEvent,
    Registration,
    Station,
)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HENGBU = Place(township="340722106", village="340722106213", text="横埠镇山水村")
LI = Fields(name="李大山", phone="13800001234", village=HENGBU)
SEWING = Picked(position=2, id="7", title="缝纫工")


def job(choice: Picked = SEWING, **said: object) -> Register:
    fields = {"name": LI.name, "phone": LI.phone, "village": LI.village, "choice": choice} | said
    return Register(RecordKind.JOB, Fields(**fields))  # type: ignore[arg-type]


class Store:
    """The records of one person, with what tests want to see of them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.records = SqlRecords(engine)
        with writing(engine) as session:
            session.add(Station(id=1, name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu"))
            session.add(Station(id=2, name="义津镇就业扶贫驿站", township="340722110", scene="yijin"))

    def do(self, *effects: Durable, key: str = "", person: str = "li") -> Receipt:
        return self.records.commit(person, key or secrets.token_hex(4), AT, effects)

    def count(self, table: type[Base]) -> int:
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def history(self) -> Sequence[tuple[str, str]]:
        with reading(self.engine) as session:
            rows = session.scalars(select(ReferralEvent).order_by(ReferralEvent.id))
            return [(row.by, row.what) for row in rows]


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


def test_every_durable_effect_has_one_executor() -> None:
    assert set(EXECUTORS) == set(get_args(Durable))


def test_a_request_is_filed_referred_and_owed_to_its_station(store: Store) -> None:
    receipt = store.do(job())
    (record,) = receipt.records
    assert (record.kind, record.status, record.station) == (RecordKind.JOB, Status.NEW, 1)
    assert record.fields == job().fields
    assert record.created_at == AT
    with reading(store.engine) as session:
        owed = session.get_one(Outbox, receipt.outbox[0])
    assert (owed.kind, owed.payload, owed.delivered_at) == ("referral", {"referral": 1}, None)
    assert owed.dedupe == "referral-1-new"
    assert store.history() == [("person", "new")]
    assert store.records.facts("li").records() == (record,)


def test_the_same_message_again_finds_what_is_there(store: Store) -> None:
    effects = (Consent("同意"), job(), Register(RecordKind.STAFF, Fields(note="想问问")), Missed("呃"))
    first = store.do(*effects, key="m1")
    assert store.do(*effects, key="m1") == first
    assert [store.count(table) for table in (Registration, Referral, Outbox, Miss)] == [2, 2, 2, 1]
    assert len(first.records) == len(first.outbox) == 2


def test_the_same_message_from_many_sides_at_once(store: Store) -> None:
    receipts: list[Receipt] = []
    threads = [threading.Thread(target=lambda: receipts.append(store.do(job(), key="m1"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 6
    assert all(receipt == receipts[0] for receipt in receipts)
    assert [store.count(table) for table in (Person, Registration, Referral, Outbox)] == [1, 1, 1, 1]


def test_another_request_for_the_same_job_updates_the_open_one(store: Store) -> None:
    store.do(job())
    (record,) = store.do(job(phone="13800005678")).records
    assert (record.id, record.fields.phone) == (1, "13800005678")
    assert store.count(Registration) == 1
    assert store.history() == [("person", "new"), ("person", "changed")]


def test_another_job_another_lot_or_a_closed_case_is_a_new_request(store: Store) -> None:
    store.do(job())
    store.do(job(Picked(1, "8", "保洁员")))
    store.do(Register(RecordKind.PRODUCE, Fields(product="土鸡蛋", quantity="100个")))
    store.do(Register(RecordKind.PRODUCE, Fields(product="土鸡蛋", quantity="50个")))  # another lot, not a correction
    store.do(Withdraw(1))
    store.do(job())
    records = store.records.facts("li").records()
    assert [record.id for record in records] == [5, 4, 3, 2, 1]
    assert [record.fields.quantity for record in records[1:3]] == ["50个", "100个"]


def test_more_words_to_staff_are_added_to_the_open_talk(store: Store) -> None:
    store.do(Register(RecordKind.STAFF, Fields(note="补贴没到")))
    (record,) = store.do(Register(RecordKind.STAFF, Fields(note="已经三个月了"))).records
    assert (record.id, record.fields.note) == (1, "补贴没到\n已经三个月了")
    assert store.history() == [("person", "new"), ("person", "added")]
    assert store.count(Outbox) == 1


def test_a_request_teaches_us_about_the_person_but_a_vacancy_does_not(store: Store) -> None:
    store.do(Register(RecordKind.VACANCY, Fields(name="王厂长", phone="13800000001", note="要两个人")))
    assert store.records.facts("li").profile().name == ""
    store.do(job())
    profile = store.records.facts("li").profile()
    assert (profile.name, profile.phone, profile.village) == (LI.name, LI.phone, HENGBU)


def test_what_we_know_completes_a_request(store: Store) -> None:
    store.do(Learn(LI))
    (record,) = store.do(Register(RecordKind.STAFF, Fields(note="想问问"))).records
    assert (record.fields.name, record.fields.phone, record.station) == (LI.name, LI.phone, 1)


def test_learning_completes_and_routes_what_is_waiting(store: Store) -> None:
    store.do(Register(RecordKind.STAFF, Fields(name="老李", note="想问问")))
    assert store.records.facts("li").records()[0].station is None
    receipt = store.do(Learn(LI))
    (record,) = receipt.records
    assert (record.fields.name, record.fields.phone, record.station) == ("老李", LI.phone, 1)
    assert store.history() == [("person", "new"), ("person", "changed"), ("system", "routed")]
    assert len(receipt.outbox) == 1
    assert store.count(Outbox) == 2


def test_a_scanned_code_binds_and_routes(store: Store) -> None:
    store.do(Register(RecordKind.STAFF, Fields(note="想问问")))
    (record,) = store.do(Bind("yijin")).records
    assert record.station == 2
    assert store.records.facts("li").profile().station == 2
    store.do(Bind("nobody's"))
    assert store.records.facts("li").profile().station == 2


def test_consent_follow_and_subscription(store: Store) -> None:
    assert store.records.facts("li").profile().consented is False
    store.do(Consent("同意保存"), Follow(follows=True), Subscribe(wanted=False))
    profile = store.records.facts("li").profile()
    assert (profile.consented, profile.follows, profile.subscribed) == (True, True, False)


def test_only_ones_own_open_request_can_be_withdrawn(store: Store) -> None:
    store.do(job())
    assert store.do(Withdraw(1), person="wang").records == ()
    assert store.do(Withdraw(1)).records[0].status is Status.WITHDRAWN
    assert store.do(Withdraw(1)).records == ()
    assert store.history() == [("person", "new"), ("person", "withdrawn")]


@pytest.mark.parametrize("effect", [Forget(), Follow(follows=False)])
def test_forgetting_leaves_cases_without_a_name(store: Store, effect: Durable) -> None:
    store.do(job(note="我是李大山"), Missed("李大山的电话是13800001234"), Bind("yijin"), key="li-1")
    store.do(effect, key="li-2")
    with reading(store.engine) as session:
        everything = [
            repr([getattr(row, column.key) for column in table.__mapper__.column_attrs])
            for table in (Person, Registration, Referral, ReferralEvent, Deed, Miss, Outbox)
            for row in session.scalars(select(table))
        ]
        referral = session.get_one(Referral, 1)
    assert not [row for row in everything if "李" in row or "1380000" in row or "山水" in row or "'li" in row]
    assert (referral.status, referral.station_id) == (Status.WITHDRAWN, 1)
    assert store.records.facts("li").records() == ()
    assert store.do(effect, key="li-2") == Receipt()
    assert store.count(Person) == 1
    assert store.count(Registration) == 1


def test_nothing_is_filed_behind_a_forgetting(store: Store) -> None:
    store.do(Forget(), job(), Missed("李大山"))
    store.do(Subscribe(wanted=True))
    store.do(Forget(), job(), Missed("李大山"))
    assert [store.count(table) for table in (Registration, Miss)] == [0, 0]


def test_who_comes_back_is_somebody_new(store: Store) -> None:
    store.do(job())
    store.do(Forget())
    store.do(Follow(follows=True))
    assert store.records.facts("li").records() == ()
    assert store.count(Person) == 2


def test_what_was_missed_is_kept(store: Store) -> None:
    store.do(Missed("啥子", guesses=("find_job", "help")))
    with reading(store.engine) as session:
        miss = session.scalars(select(Miss)).one()
    assert (miss.text, miss.guesses, miss.reviewed, miss.at) == ("啥子", ["find_job", "help"], False, AT)


def test_hostile_text_is_cut_to_what_a_database_takes(store: Store) -> None:
    long = "长" * 5000 + "\x00"
    fields = Fields(name=long, phone=long, village=Place("", "", long), product=long, quantity=long, note=long)
    (record,) = store.do(Register(RecordKind.PRODUCE, fields), Missed(long), Consent(long)).records
    assert record.fields.name == "长" * 60


def test_all_or_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(EXECUTORS, Missed)
    with pytest.raises(KeyError):
        store.do(job(), Missed("呃"))
    assert [store.count(table) for table in (Person, Registration, Outbox)] == [0, 0, 0]


def test_without_tables_it_is_store_down() -> None:
    records = SqlRecords(make_engine("sqlite://"))
    with pytest.raises(StoreDown):
        records.commit("li", "m1", AT, (job(),))
    with pytest.raises(StoreDown):
        records.facts("li").profile()
    with pytest.raises(StoreDown):
        records.facts("li").jobs()


def test_offers_are_remembered_for_a_few_seconds() -> None:
    engine = make_engine("sqlite://")
    upgrade(engine)
    now = AT
    records = SqlRecords(engine, clock=lambda: now)
    assert records.facts("li").stations() == ()
    Store(engine)
    assert records.facts("li").stations() == ()
    now = AT + timedelta(seconds=6)
    assert [station.name for station in records.facts("wang").stations()] == [
        "横埠镇就业扶贫驿站",
        "义津镇就业扶贫驿站",
    ]


def test_a_complaint_without_a_name_stays_without_one(store: Store) -> None:
    store.do(Register(RecordKind.COMPLAINT, Fields(note="岗位都给了亲戚")))
    mine = Fields(name="李大山", phone="13800001234")
    store.do(Learn(mine))
    (complaint,) = store.records.facts("li").records()
    assert (complaint.fields.name, complaint.fields.phone) == ("", "")
    store.do(Learn(mine, about=RecordKind.COMPLAINT))
    (complaint,) = store.records.facts("li").records()
    assert complaint.fields.name == "李大山"
