"""Whom staff see, what of them, and what they put right. On every kind of database."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.effects import Alert, Consent, Forget, Register
from bot.matching import Wishes
from bot.records import Fields, Place, RecordKind, Status
from store.database import reading, writing
from store.people import counter, doubles, listing, profile, timeline
from store.people.counter import Visit
from store.people.doubles import Shared
from store.people.listing import Which
from store.people.profile import Correction, Misread
from store.people.timeline import Source
from store.records import SqlRecords
from store.referrals import caseload
from store.refusals import ReadOnly, Unfit, Unknown
from store.tables import Audit, ConsentGiven, Message, Origin, Person, Recording, Referral, Registration
from tests.console.office import HENGBU, PLACES, YIJIN, Office

CORRECTIONS = select(Audit.action).where(Audit.action.startswith("person-")).order_by(Audit.id)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def visit(key: str = "a" * 24, **given: Any) -> Visit:
    usual: dict[str, Any] = {
        "kind": RecordKind.JOB,
        "name": "钱小凤",
        "phone": "138 0000 5678",
        "village": "横埠镇山水村",
    }
    return Visit(key=key, **usual | {"wish": "想找个坐着干的活", "agreed": True} | given)


def names(office: Office, login: str, text: str = "", which: Which = Which.ALL) -> list[str]:
    return [each.name for each in listing.people(office.engine, office.member(login), text, which).people]


def person_of(office: Office, referral: int) -> int:
    with reading(office.engine) as session:
        return session.get_one(Referral, referral).registration.person_id


def test_everybody_sees_their_own_people(office: Office) -> None:
    office.ask("横埠人", HENGBU)
    office.ask("义津人", YIJIN)
    office.ask("没说村", None)
    with writing(office.engine) as session:
        home = {"township": "340722106", "created_at": office.time, "updated_at": office.time}
        session.add(Person(channel_id="roster-1", name="名单上的", follows=False, **home))
    assert names(office, "wang") == names(office, "hengbu") == ["名单上的", "横埠人"]
    assert names(office, "zhao") == ["义津人"]
    assert names(office, "county") == names(office, "auditor") == ["名单上的", "没说村", "义津人", "横埠人"]
    assert names(office, "lost") == []
    with pytest.raises(Unknown):
        profile.profile(office.engine, office.member("zhao"), person_of(office, 1))


@pytest.mark.parametrize("text", ["张桂", "1234", "13800001234", "山水", "横埠"])
def test_somebody_is_found(office: Office, text: str) -> None:
    office.ask()
    office.ask("李四", YIJIN, phone="13800009999")
    assert names(office, "county", text) == ["张桂英"]


def test_nobody_is_found_by_a_piece_of_a_number(office: Office) -> None:
    office.ask()
    assert names(office, "county", "123") == names(office, "county", "0000") == names(office, "county", "%") == []


def test_the_list_is_narrowed(office: Office) -> None:
    office.ask("有事的")
    done = office.claimed()
    office.desk.finish(office.member("wang"), done, Status.PLACED)
    SqlRecords(office.engine).commit(
        "poor",
        "m",
        office.time,
        [Consent("行"), Register(RecordKind.STAFF, Fields(name="零就业", village=PLACES[HENGBU], nobody_works=True))],
    )
    SqlRecords(office.engine).commit("m1", "bye", office.time, [Forget()])
    counter.write_down(office.engine, office.member("wang"), visit(), office.time)
    assert names(office, "wang", which=Which.OPEN) == ["钱小凤", "零就业"]
    assert names(office, "wang", which=Which.ZERO) == ["零就业"]
    assert names(office, "wang", which=Which.FOLLOWS) == ["零就业", "张桂英"]
    assert names(office, "wang", which=Which.COUNTER) == ["钱小凤"]
    assert names(office, "wang", which=Which.LEFT) == [""]
    assert names(office, "wang", which=Which.UNAGREED) == ["张桂英"]
    assert set(names(office, "wang")) == {"钱小凤", "零就业", "张桂英"}


def test_a_long_list_goes_on(office: Office) -> None:
    for number in range(5):
        office.ask(f"第{number}位")
    seen, after, wang = [], 0, office.member("wang")
    while True:
        page = listing.people(office.engine, wang, after=after, size=2)
        seen += [each.name for each in page.people]
        if not (after := page.after):
            break
    assert seen == [f"第{number}位" for number in (4, 3, 2, 1, 0)]


def test_the_line_of_time_has_everything_once_on_however_many_pages(office: Office) -> None:
    wang = office.member("wang")
    referral = office.claimed()
    person = person_of(office, referral)
    records = SqlRecords(office.engine)
    records.commit("m1", "yes", office.time, [Consent("行"), Alert(Wishes(trade="缝纫"), ())])
    office.desk.write(wang, referral, "明天来")
    office.desk.reveal_phone(wang, referral)
    office.wait(hours=1)
    profile.correct(office.engine, wang, person, Correction(remark="腿不好"), office.time)
    profile.reveal_phone(office.engine, wang, person, office.time)
    with writing(office.engine) as session:
        session.add(Recording(person_id=person, kind="voice", media="x", file="f", at=office.time))
        session.add(Message(person_id=person, text="您好", origin=Origin.BOT, created_at=office.time))
    whole = timeline.timeline(office.engine, wang, person, size=100).entries
    assert {entry.source for entry in whole} >= {Source.CASE, Source.LETTER, Source.RECORDING, Source.AGREED}
    assert [entry.row.action for entry in whole if entry.source is Source.STAFF] == [
        "phone-seen",
        "person-remark",
        "phone-seen",
    ]
    assert list(whole) == sorted(whole, key=lambda entry: (entry.at, entry.source, entry.id), reverse=True)
    pieces: list[timeline.Entry] = []
    after = ""
    while True:
        page = timeline.timeline(office.engine, wang, person, after, size=2)
        pieces += page.entries
        if not (after := page.after):
            break
    assert pieces == list(whole)


def test_a_case_of_another_township_is_not_on_it(office: Office) -> None:
    office.ask("张桂英", HENGBU, person="one")
    office.ask("张桂英", YIJIN, RecordKind.TRAINING, person="one")
    person = person_of(office, 1)
    cases = [
        {entry.referral for entry in timeline.timeline(office.engine, office.member(login), person).entries}
        for login in ("wang", "zhao", "county")
    ]
    assert cases == [{1}, {2}, {1, 2}]


def test_what_is_put_right_is_right_in_what_is_open_too(office: Office) -> None:
    wang, ended = office.member("wang"), office.ask(person="one", kind=RecordKind.TRAINING)
    office.desk.claim(wang, ended)
    office.desk.finish(wang, ended, Status.ENROLLED)
    referral = office.ask(person="one")
    person = person_of(office, referral)
    typed = Correction("章桂英", "13800004321", "义津镇", "耳朵背")
    profile.correct(office.engine, wang, person, typed, office.time)
    with reading(office.engine) as session:
        row = session.get_one(Person, person)
        assert (row.name, row.phone, row.township, row.remark) == ("章桂英", "13800004321", "340722110", "耳朵背")
        said = {each.id: (each.name, each.phone) for each in session.scalars(select(Registration))}
        actions = [
            each for each in session.scalars(select(Audit.action).order_by(Audit.id)) if each.startswith("person-")
        ]
    assert said == {ended: ("张桂英", "13800001234"), referral: ("章桂英", "13800004321")}
    assert actions == ["person-name", "person-phone", "person-home", "person-remark"]
    profile.correct(office.engine, wang, person, Correction(remark="耳朵背"), office.time)
    with reading(office.engine) as session:
        assert (
            len(
                [
                    each
                    for each in session.scalars(select(Audit.action).order_by(Audit.id))
                    if each.startswith("person-")
                ]
            )
            == 4
        )


@pytest.mark.parametrize("typed", [Correction(phone="123"), Correction(village="火星"), Correction(name="长" * 30)])
def test_what_cannot_be_read_changes_nothing(office: Office, typed: Correction) -> None:
    person = person_of(office, office.ask())
    with pytest.raises(Misread):
        profile.correct(office.engine, office.member("wang"), person, typed, office.time)
    assert names(office, "wang", "1234") == ["张桂英"]


Act = Callable[[Office, str, int], object]
ACTS: list[Act] = [
    lambda office, login, person: profile.reveal_phone(office.engine, office.member(login), person, office.time),
    lambda office, login, person: profile.correct(
        office.engine, office.member(login), person, Correction("新名"), office.time
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not(office: Office, act: Act) -> None:
    person = person_of(office, office.ask())
    for login, refusal in (("auditor", ReadOnly), ("zhao", Unknown), ("lost", Unknown)):
        with pytest.raises(refusal):
            act(office, login, person)
    SqlRecords(office.engine).commit("m1", "bye", office.time, [Forget()])
    with pytest.raises(Unknown):
        act(office, "wang", person)


def test_somebody_who_comes_in_is_referred_at_once(office: Office) -> None:
    wang = office.member("wang")
    written = counter.write_down(office.engine, wang, visit(nobody_works=True), office.time)
    again = counter.write_down(office.engine, wang, visit(nobody_works=True), office.time)
    assert (again.person, office.count(Referral), office.count(Person)) == (written.person, 1, 1)
    found = profile.profile(office.engine, wang, written.person)
    assert (found.somebody.name, found.somebody.zero, found.somebody.account) == ("钱小凤", True, False)
    (case,) = found.cases
    assert (case.wish, case.station, case.zero_employment) == ("想找个坐着干的活", "横埠驿站", True)
    (agreed,) = found.agreements
    assert agreed.heard_by == "王芳"
    assert "只给驿站的人看" in agreed.wording
    assert written.outbox
    steps = caseload.case(office.engine, wang, case.id, office.time)
    assert steps
    assert ("counter", "王芳") in {(step.what, step.who) for step in steps.steps}


def test_who_was_here_before_is_the_same_person(office: Office) -> None:
    office.ask("钱小凤", phone="13800005678", person="wechat")
    written = counter.write_down(office.engine, office.member("wang"), visit(kind=RecordKind.STAFF), office.time)
    assert (written.known, written.person, office.count(Person)) == (True, 1, 1)
    with reading(office.engine) as session:
        assert session.get_one(Person, 1).follows
        assert session.scalar(select(ConsentGiven.staff_id)) is not None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"agreed": False}, Unfit),
        ({"wish": " "}, Unfit),
        ({"kind": RecordKind.VACANCY}, Unfit),
        ({"name": " "}, Misread),
        ({"phone": "138"}, Misread),
    ],
)
def test_what_is_missing_at_the_counter(office: Office, given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        counter.write_down(office.engine, office.member("wang"), visit(**given), office.time)
    assert office.count(Person) == 0
    with pytest.raises(ReadOnly):
        counter.write_down(office.engine, office.member("auditor"), visit(), office.time)


def test_who_has_no_village_goes_to_the_station_they_came_to(office: Office) -> None:
    counter.write_down(office.engine, office.member("zhao"), visit(village=""), office.time)
    assert names(office, "zhao", which=Which.OPEN) == ["钱小凤"]


def test_erasure_leaves_that_somebody_agreed_and_until_when(office: Office) -> None:
    SqlRecords(office.engine).commit(
        "one",
        "a",
        office.time,
        [Consent("行不行"), Register(RecordKind.STAFF, Fields(name="李大山", village=Place("340722106", "", "横埠")))],
    )
    with writing(office.engine) as session:
        session.scalars(select(Person)).one().remark = "李大山的侄子是村长"
    office.wait(days=1)
    SqlRecords(office.engine).commit("one", "b", office.time, [Forget()])
    with reading(office.engine) as session:
        row = session.scalars(select(ConsentGiven)).one()
        assert (row.wording, row.withdrawn_at) == ("行不行", office.time)
        assert not session.scalars(select(Person)).one().remark


def test_a_number_that_too_many_share_is_shown_with_how_many(office: Office) -> None:
    for number in range(doubles.MANY):
        office.ask(f"张{'甲乙丙丁戊'[number]}", phone="13800004444", person=f"many-{number}")
        office.ask(f"李{'甲乙丙丁戊'[number]}", person=f"other-{number}", phone=f"1380000555{number}")
    for _ in range(doubles.MANY):
        office.ask("王常客", phone="13800006666", person="one")
    assert doubles.shared(office.engine, office.member("wang")) == (Shared("138****4444", "4444", doubles.MANY),)
    assert doubles.shared(office.engine, office.member("zhao")) == ()
    SqlRecords(office.engine).commit("many-0", "bye", office.time, [Forget()])
    assert doubles.shared(office.engine, office.member("county")) == ()
