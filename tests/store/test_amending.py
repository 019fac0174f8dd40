"""Putting a request right after it was filed, and several people behind one account."""

import secrets

import pytest
from sqlalchemy import Engine

from bot.effects import Amend, Durable, Learn, Register, Withdraw
from bot.ports import Receipt
from bot.records import Fields, Picked, Place, Record, RecordKind
from store.database import writing
from store.records import SqlRecords
from store.tables import Station
from tests.talks import AT

HENGBU = Place("340722106", "340722106213", "横埠镇山水村")
SEWING, PACKING = Picked(1, "1", "缝纫工"), Picked(2, "2", "包装工")
WANG = Fields("王桂花", "13800001234", HENGBU, SEWING, age="53", wage="2800元一个月", skill="缝纫")


class Store:
    def __init__(self, engine: Engine) -> None:
        self.records = SqlRecords(engine)
        with writing(engine) as session:
            session.add(Station(id=1, name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu"))

    def do(self, *effects: Durable, key: str = "", person: str = "wang") -> Receipt:
        return self.records.commit(person, key or secrets.token_hex(4), AT, effects)

    def all(self, person: str = "wang") -> list[Record]:
        return list(self.records.facts(person).records())


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


def filed(store: Store, fields: Fields = WANG, person: str = "wang") -> Record:
    (record,) = store.do(Register(RecordKind.JOB, fields), person=person).records
    return record


def test_what_was_said_in_passing_is_kept(store: Store) -> None:
    assert filed(store).fields == WANG


def test_a_request_is_put_right_not_doubled(store: Store) -> None:
    record = filed(store)
    (again,) = store.do(Amend(record.id, Fields(name="王贵花", choice=PACKING))).records
    assert (again.id, again.fields.name, again.fields.choice) == (record.id, "王贵花", PACKING)
    assert again.fields.phone == "13800001234"
    assert len(store.all()) == 1
    assert store.records.facts("wang").profile().name == "王贵花"


def test_the_same_correction_again_changes_nothing(store: Store) -> None:
    record = filed(store)
    effect = Amend(record.id, Fields(phone="13800005678"))
    assert store.do(effect, key="k").records == store.do(effect, key="k").records


def test_only_an_open_request_of_ones_own_can_be_put_right(store: Store) -> None:
    record = filed(store)
    assert store.do(Amend(record.id, Fields(name="李大山")), person="li").records == ()
    store.do(Withdraw(record.id))
    assert store.do(Amend(record.id, Fields(name="李大山"))).records == ()


def test_two_neighbours_who_want_the_same_are_two(store: Store) -> None:
    one = filed(store, Fields("李大山", "13800001111", HENGBU, SEWING, for_whom="两个人"))
    two = filed(store, Fields("李二山", "13800002222", HENGBU, SEWING, for_whom="两个人"))
    assert one.id != two.id
    assert [record.fields.name for record in store.all()] == ["李二山", "李大山"]
    assert store.records.facts("wang").profile().name == ""


def test_putting_somebody_elses_request_right_teaches_nothing_of_the_writer(store: Store) -> None:
    filed(store)
    theirs = filed(store, Fields("王小虎", "13800005678", HENGBU, SEWING, for_whom="弟"))
    store.do(Amend(theirs.id, Fields(phone="13800009999", for_whom="弟")))
    assert store.records.facts("wang").profile().phone == "13800001234"
    assert [record.fields.phone for record in store.all()] == ["13800009999", "13800001234"]


@pytest.mark.parametrize(
    "effect",
    [Learn(Fields(phone="13800009999")), Register(RecordKind.TRAINING, Fields("王桂花", "13800009999", HENGBU))],
)
def test_a_new_number_reaches_what_is_open_under_the_former_one(store: Store, effect: Durable) -> None:
    own = filed(store)
    theirs = filed(store, Fields("王小虎", "13800001234", HENGBU, SEWING, for_whom="弟"))
    changed = {record.id: record.fields.phone for record in store.do(effect).records}
    assert changed[own.id] == "13800009999"
    assert theirs.id not in changed
