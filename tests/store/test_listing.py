from datetime import UTC, datetime

from sqlalchemy import Engine, select

from bot.effects import Register
from bot.records import Fields, Picked, Place, RecordKind
from store.database import reading, writing
from store.records import SqlRecords
from store.referrals.listing import masked, referrals
from store.tables import Audit, Station

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def fill(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Station(name="横埠镇就业扶贫驿站", township="340722106", scene="hengbu"))
    asked = Fields(
        name="李大山",
        phone="13800001234",
        village=Place("340722106", "340722106213", "横埠镇山水村"),
        choice=Picked(2, "7", "缝纫工"),
    )
    effects = (Register(RecordKind.JOB, asked), Register(RecordKind.STAFF, Fields(note="想问问")))
    SqlRecords(engine).commit("li", "m1", AT, effects)


def test_newest_first_with_masked_phones(engine: Engine) -> None:
    fill(engine)
    talk, job = referrals(engine)
    assert (talk["kind"], talk["choice"], talk["note"]) == ("staff", None, "想问问")
    assert job == {
        "id": 1,
        "kind": "job",
        "status": "new",
        "person": "li",
        "name": "李大山",
        "phone": "138****1234",
        "station": "横埠镇就业扶贫驿站",
        "created_at": "2026-03-02T01:00:00+00:00",
        "updated_at": "2026-03-02T01:00:00+00:00",
        "village": "横埠镇山水村",
        "choice": {"position": 2, "id": "7", "title": "缝纫工"},
        "product": "",
        "quantity": "",
        "note": "",
        "for_whom": "",
        "age": "",
        "wage": "",
        "skill": "",
        "in_writing": False,
        "assignee": None,
        "outcome": "",
        "promised_at": None,
        "urgent": False,
    }


def test_to_reveal_phones_is_audited(engine: Engine) -> None:
    fill(engine)
    assert {row["phone"] for row in referrals(engine, reveal_at=AT)} == {"13800001234"}
    with reading(engine) as session:
        (noted,) = session.scalars(select(Audit)).all()
    assert (noted.action, noted.at) == ("referrals.reveal", AT)


def test_masking_hides_short_numbers_altogether() -> None:
    assert [masked(phone) for phone in ("", "12345", "13800001234")] == ["", "*****", "138****1234"]
