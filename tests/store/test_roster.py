"""Who decides over the places of a course, how far people came, and what produce went for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.effects import Forget, Register
from bot.records import Fields, Picked, RecordKind, Status
from store.catalogue.entries import NotYours, Wrong
from store.counting.targets import standing
from store.database import reading, writing
from store.offers import produce, roster, seats
from store.offers.produce import OnOffer, Show
from store.offers.roster import Mark
from store.records import SqlRecords
from store.refusals import Taken, Unfit, Unknown
from store.tables import Audit, Course, Message, Referral, ReferralEvent, Sale, VillagePost
from tests.console.office import HENGBU, PLACES, Office, sqlite_office

POOL = "course-1"
NONE: frozenset[Mark] = frozenset()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield furnished(office)


def furnished(office: Office) -> Office:
    with writing(office.engine) as session:
        session.add(Course(id=1, title="电工", starts_on=date(2026, 3, 10), seats=1, station_id=HENGBU))
    return office


def sign_up(office: Office, *names: str) -> list[int]:
    for name in names:
        fields = Fields(name=name, phone="13800001234", village=PLACES[HENGBU], choice=Picked(1, "1", "电工"))
        SqlRecords(office.engine).commit(name, name, office.time, [Register(RecordKind.TRAINING, fields)])
    with reading(office.engine) as session:
        return list(session.scalars(select(Referral.id).order_by(Referral.id)))[-len(names) :]


def line(office: Office, login: str = "wang", pool: str = POOL) -> list[tuple[str, int]]:
    found = roster.roster(office.engine, office.member(login), pool, office.time)
    return [(each.name, each.place) for each in found.people]


def told(office: Office) -> list[str]:
    with reading(office.engine) as session:
        return [message.text for message in session.scalars(select(Message).order_by(Message.id))]


def test_the_line_is_moved_a_place_given_and_one_taken_each_with_its_reason(office: Office) -> None:
    _, second, third, fourth = sign_up(office, "甲", "乙", "丙", "丁")
    wang, now = office.member("wang"), office.time
    roster.move_up(office.engine, wang, POOL, fourth, "零就业家庭", now)
    assert line(office) == [("甲", 0), ("乙", 1), ("丁", 2), ("丙", 3)]
    roster.give(office.engine, wang, POOL, fourth, "县里加了一个位子", now)
    assert line(office) == [("甲", 0), ("丁", 0), ("乙", 1), ("丙", 2)]
    assert "空出一个位子" in told(office)[-1]
    roster.remove(office.engine, wang, POOL, third, "本人说不来了", now)
    assert line(office) == [("甲", 0), ("丁", 0), ("乙", 1)]
    assert office.status(third) is Status.DECLINED
    with pytest.raises(Unfit):
        roster.move_up(office.engine, wang, POOL, second, "已经第一了", now)
    with pytest.raises(Unfit):
        roster.give(office.engine, wang, POOL, second, " ", now)
    with reading(office.engine) as session:
        steps = session.execute(select(ReferralEvent.what, ReferralEvent.note).where(ReferralEvent.by == "staff")).all()
        acts = session.scalars(select(Audit.action).where(Audit.action.startswith("seat-")).order_by(Audit.id)).all()
    assert {tuple(step) for step in steps} == {
        ("moved-up", "零就业家庭"),
        ("seated", "县里加了一个位子"),
        ("declined", "本人说不来了"),
    }
    assert acts == ["seat-moved-up", "seat-given", "seat-declined"]


def test_one_who_is_taken_out_leaves_the_place_to_the_next(office: Office) -> None:
    first, _ = sign_up(office, "甲", "乙")
    roster.remove(office.engine, office.member("wang"), POOL, first, "重复报名", office.time)
    with writing(office.engine) as session:
        seats.fill(session, POOL, office.time)
    assert line(office) == [("乙", 0)]


@pytest.mark.parametrize("login", ["zhao", "yijin", "auditor", "lost"])
def test_others_decide_nothing(office: Office, login: str) -> None:
    first, second = sign_up(office, "甲", "乙")
    member = office.member(login)
    for act in (roster.move_up, roster.give, roster.remove):
        with pytest.raises(NotYours):
            act(office.engine, member, POOL, second, "想要", office.time)
    office.wait(days=10)
    with pytest.raises(NotYours):
        roster.mark(office.engine, member, POOL, {first: (NONE, frozenset({Mark.CAME}))}, office.time)
    assert line(office, login) == ([("甲", 0), ("乙", 1)] if login == "auditor" else [])
    with pytest.raises(Unknown):
        roster.roster(office.engine, member, "course-99", office.time)


def test_who_finished_counts_as_trained(office: Office) -> None:
    first, second = sign_up(office, "甲", "乙")
    wang = office.member("wang")
    with pytest.raises(Unfit):  # it has not begun
        roster.mark(office.engine, wang, POOL, {first: (NONE, frozenset({Mark.CAME}))}, office.time)
    office.wait(days=10)

    def trained() -> int | None:
        found = standing(office.engine, wang, "trained", office.time.date())
        return found.reached if found else None

    came = frozenset({Mark.CAME})
    assert roster.mark(office.engine, wang, POOL, {first: (NONE, came), second: (NONE, NONE)}, office.time) == 1
    assert (office.status(first), office.status(second), trained()) == (Status.ENROLLED, Status.NEW, 0)
    # a colleague whose page is older adds theirs and takes nothing away
    roster.mark(office.engine, wang, POOL, {first: (NONE, frozenset({Mark.FINISHED}))}, office.time)
    [seat] = [each for each in roster.roster(office.engine, wang, POOL, office.time).people if each.number == first]
    assert seat.marks == {Mark.CAME, Mark.FINISHED}
    assert trained() == 1
    roster.mark(office.engine, wang, POOL, {first: (seat.marks, came)}, office.time)
    assert trained() == 0


def test_posts_of_a_village_have_the_same_page(office: Office) -> None:
    with writing(office.engine) as session:
        session.add(VillagePost(village="340722106213", quota=3))
    found = roster.roster(office.engine, office.member("hengbu"), "village-340722106213", office.time)
    assert (found.title, found.places, found.acts) == ("横埠镇山水村", 3, True)
    assert not roster.roster(office.engine, office.member("zhao"), "village-340722106213", office.time).acts


# --- produce -----------------------------------------------------------------------------------------------------


def offered(office: Office, person: str = "li") -> int:
    fields = Fields(name="李大山", phone="13800001234", village=PLACES[HENGBU], product="山芋", quantity="200斤")
    SqlRecords(office.engine).commit(person, f"{person}-s", office.time, [Register(RecordKind.PRODUCE, fields)])
    with reading(office.engine) as session:
        return session.scalars(select(Referral.id).order_by(Referral.id.desc())).first() or 0


def sell(office: Office, number: int, login: str = "wang", *, sold: bool = True, **typed: str) -> None:
    produce.record(office.engine, office.member(login), number, typed, office.time, sold=sold)


def test_a_buyer_and_then_the_sum(office: Office) -> None:
    number = offered(office)
    sell(office, number, sold=False, buyer="县里食堂", quantity="200斤")
    [offer] = produce.offers(office.engine, office.member("wang"))
    assert (offer.buyer, offer.yuan, offer.sold_on, offer.line.status) == ("县里食堂", 0, None, Status.CLAIMED)
    with pytest.raises(Wrong) as wrong:
        sell(office, number, buyer="", yuan="")
    assert set(wrong.value.wrongs) == {"buyer", "yuan"}
    with pytest.raises(Taken):
        sell(office, number, "li", buyer="别人", yuan="1")
    sell(office, number, buyer="县里食堂", quantity="200斤", yuan="300元")
    assert office.status(number) is Status.SOLD
    assert "有人要了" in told(office)[-1]
    sell(office, number, "li", buyer="县里食堂", quantity="200斤", yuan="320")  # put right
    assert produce.offers(office.engine, office.member("wang")) == []
    [offer] = produce.offers(office.engine, office.member("county"), Show.SOLD, "食堂")
    assert (offer.yuan, offer.sold_on) == (320, date(2026, 3, 2))
    assert produce.offers(office.engine, office.member("zhao"), Show.ALL) == []
    assert len(told(office)) == 1


def test_everybody_sees_the_goods_and_nobodys_name(office: Office) -> None:
    number = offered(office)
    fields = Fields(name="王", product="山芋，打13800001234找我", quantity="1斤")
    SqlRecords(office.engine).commit("w", "w-s", office.time, [Register(RecordKind.PRODUCE, fields)])
    assert produce.on_offer(office.engine) == [OnOffer("山芋", "200斤", "340722106")]
    sell(office, number, sold=False, buyer="食堂")
    assert produce.on_offer(office.engine) == []


def test_a_buyers_name_goes_with_the_person(office: Office) -> None:
    sell(office, offered(office), sold=False, buyer="张老板")
    SqlRecords(office.engine).commit("li", "bye", office.time, [Forget()])
    with reading(office.engine) as session:
        assert session.scalars(select(Sale.buyer)).all() == [""]


def test_on_every_database(engine: Engine) -> None:
    office = furnished(Office(engine))
    _, second, third = sign_up(office, "甲", "乙", "丙")
    roster.move_up(engine, office.member("wang"), POOL, third, "零就业", office.time)
    assert line(office) == [("甲", 0), ("丙", 1), ("乙", 2)]
    roster.give(engine, office.member("county"), POOL, second, "加位子", datetime(2026, 3, 2, tzinfo=UTC))
    assert line(office) == [("甲", 0), ("乙", 0), ("丙", 1)]
    sell(office, offered(office), buyer="食堂", yuan="5")
    assert [each.yuan for each in produce.offers(engine, office.member("wang"), Show.SOLD, "食")] == [5]
