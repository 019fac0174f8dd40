"""Who was recorded twice: suggested, merged without a loss, taken back, told apart. On every kind of database."""

from typing import Any

import pytest
from sqlalchemy import Engine, ForeignKey, select, update

from bot.effects import Alert, Consent, Durable, Follow, Forget, Missed, Register, Say, Subscribe
from bot.matching import Wishes
from bot.message import Inbound, Kind
from bot.ports import Beside
from bot.records import Fields, Picked, RecordKind
from bot.session import Session, dump, stamp
from store.base import Base
from store.database import reading, writing
from store.people import doubles, listing, merging, profile
from store.people.addresses import all_of, came_with
from store.people.doubles import Why
from store.records import SqlRecords
from store.referrals.households import Plans
from store.refusals import ReadOnly, TooLate, Unfit, Unknown
from store.sending import mailbox, outbox
from store.sending.alarms import MemoryAlarms, owe_alarms
from store.sessions_in_memory import MemorySessions
from store.tables import (
    Address,
    AskedQuestion,
    Deed,
    HouseholdPlan,
    JobAlert,
    Merge,
    Message,
    Outbox,
    Person,
    PlanStep,
    Push,
    PushPerson,
    Reach,
    Recording,
    Registration,
    Takeover,
)
from store.talks.passing import attendant_of
from tests.console.office import HENGBU, PLACES, YIJIN, Office

KEPT, GONE = 1, 2
NOT_MOVED = {
    ("people", "merged_into_id"),
    ("addresses", "person_id"),
    ("addresses", "came_with_id"),
    ("merges", "kept_id"),
    ("merges", "gone_id"),
    ("told_apart", "person_id"),
    ("told_apart", "other_id"),
}
"""They tell of rows of `people`, whoever these are now; of an account's owner, `merging` itself says so."""


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def furnish(office: Office) -> None:
    """The same woman under two accounts, each with everything that a person can have."""
    records, wang = SqlRecords(office.engine), office.member("wang")
    with writing(office.engine) as session:
        push = Push(title="开班", text="开班了", choices=[], audience={}, reach=Reach.EACH, pace=1, staff_id=wang.id)
        push.created_at = office.time
        session.add(push)
    for account, name, phone in (("one", "张桂英", "13800001234"), ("two", "章桂英", "13800001243")):
        office.ask(name, phone=phone, person=account)
        wish = Picked(1, "9", "保洁")
        poor = Register(RecordKind.TRAINING, Fields(name=name, village=PLACES[HENGBU], choice=wish, nobody_works=True))
        said: list[Durable] = [Consent("行不行"), Alert(Wishes(trade=account), ()), poor, Missed(f"{account}没听懂")]
        records.commit(account, "same-key", office.time, said)
    office.ask("章桂英", phone="13800001243", person="two", kind=RecordKind.TRAINING)
    with writing(office.engine) as session:
        for number in (KEPT, GONE):
            session.add(Message(person_id=number, text=f"给{number}", origin="staff", created_at=office.time))
            session.add(Recording(person_id=number, kind="voice", media="m", file=f"f{number}", at=office.time))
            session.add(AskedQuestion(person_id=number, topic="t", text="x", at=office.time))
            session.add(PushPerson(push_id=1, person_id=number, got="waiting", at=office.time))
    with reading(office.engine) as session:
        steps = session.scalars(select(PlanStep).order_by(PlanStep.id)).all()
    of_gone = steps[len(steps) // 2 :]
    Plans(office.engine).tick(wang, 4, of_gone[0].id, office.time)
    with writing(office.engine) as session:
        plan = of_gone[1].plan_id
        session.add(PlanStep(plan_id=plan, what="带她去车间", due_on=of_gone[1].due_on))


def merge(office: Office, *take: str, login: str = "wang") -> int:
    return merging.merge(office.engine, office.member(login), KEPT, GONE, take, office.time)


def everything(office: Office) -> dict[str, list[Any]]:
    """Every row, but for what counts changes and for the record of the merge itself."""
    with reading(office.engine) as session:
        return {
            table.name: [
                tuple(value for name, value in row._mapping.items() if name not in ("updated_at", "version"))
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in ("merges", "audit")
        }


def owners(office: Office, table: Any) -> set[int]:
    with reading(office.engine) as session:
        return set(session.scalars(select(table.person_id)))


def test_every_reference_to_a_person_is_thought_of() -> None:
    found = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(isinstance(key, ForeignKey) and key.target_fullname == "people.id" for key in column.foreign_keys)
    }
    moved = {(table.name, "person_id") for table in merging.hanging()}
    assert found == moved | NOT_MOVED, "should it move in a merge? then call the column person_id"


def test_whatever_must_be_unique_for_a_person_is_understood() -> None:
    rules = {(table.name, *names, empty) for table in merging.hanging() for names, empty in merging.unique_with(table)}
    assert ("takeovers", "ended_at") in rules
    assert all(empty in ("", *Base.metadata.tables[name].c.keys()) for name, *_, empty in rules)


def test_of_two_talks_that_staff_have_taken_over_one_goes_on(office: Office) -> None:
    furnish(office)
    wang, now = office.member("wang"), office.time
    with writing(office.engine) as session:
        for person, referral in ((KEPT, 1), (GONE, 3)):
            taken = {"person_id": person, "referral_id": referral, "staff_id": wang.id, "began_at": now}
            session.add(Takeover(**taken, acted_at=now))
            session.add(Takeover(**taken, acted_at=now, ended_at=now))
    before = everything(office)
    number = merge(office)
    with reading(office.engine) as session:
        rows = session.scalars(select(Takeover).order_by(Takeover.id)).all()
        standing = [(each.person_id, each.ended_at is None) for each in rows]
        assert standing == [(KEPT, True), (KEPT, False), (KEPT, False), (KEPT, False)]
        for account in ("one", "two"):
            attendant = attendant_of(session, account)
            assert attendant
            assert attendant.talk == 1
    merging.undo(office.engine, wang, number, office.time)
    after = everything(office)
    assert after.pop("takeovers") != before.pop("takeovers"), "a talk that has ended stays ended"
    assert after == before


def test_everything_hangs_on_one(office: Office) -> None:
    furnish(office)
    merge(office)
    for table in (Registration, Message, Recording, AskedQuestion):
        assert owners(office, table) == {KEPT}, table
    with reading(office.engine) as session:
        alert, left = session.scalars(select(JobAlert).order_by(JobAlert.id)).all()
        assert (alert.person_id, left.person_id) == (KEPT, GONE)  # what would stand there twice stays
        keys = {(deed.person_id, deed.message_key) for deed in session.scalars(select(Deed))}
        assert keys == {(KEPT, "same-key"), (GONE, "same-key"), (KEPT, "m1"), (KEPT, "m2"), (KEPT, "m3")}
        plan = session.scalars(select(HouseholdPlan).where(HouseholdPlan.person_id == KEPT)).one()
        done = [step.what for step in plan.steps if step.done_at]
        assert done == ["打电话约好，上门看看"]
        assert "带她去车间" in {step.what for step in plan.steps}
        assert len(plan.steps) == 7
    found = profile.profile(office.engine, office.member("wang"), KEPT)
    assert len(found.cases) == 5
    with pytest.raises(Unknown):
        profile.profile(office.engine, office.member("wang"), GONE)


@pytest.mark.parametrize(
    ("take", "name", "phone"),
    [
        ((), "张桂英", "13800001234"),
        (("name",), "章桂英", "13800001234"),
        (("name", "phone"), "章桂英", "13800001243"),
    ],
)
def test_staff_choose_what_stays_and_it_can_be_taken_back(
    office: Office, take: tuple[str, ...], name: str, phone: str
) -> None:
    furnish(office)
    before = everything(office)
    number = merge(office, *take)
    with reading(office.engine) as session:
        kept = session.get_one(Person, KEPT)
        assert (kept.name, kept.phone) == (name, phone)
    assert everything(office) != before
    office.wait(days=6)
    assert merging.undo(office.engine, office.member("li"), number, office.time) == KEPT
    assert everything(office) == before
    with pytest.raises(TooLate):
        merging.undo(office.engine, office.member("li"), number, office.time)


def test_after_a_week_it_stays(office: Office) -> None:
    furnish(office)
    number = merge(office)
    office.wait(days=8)
    with pytest.raises(TooLate):
        merging.undo(office.engine, office.member("wang"), number, office.time)


def test_both_accounts_reach_the_one(office: Office) -> None:
    furnish(office)
    merge(office)
    records = SqlRecords(office.engine)
    for account in ("one", "two"):
        assert records.facts(account).profile().name == "张桂英"
        assert len(records.facts(account).records()) == 5
    records.commit("two", "new", office.time, [Subscribe(wanted=False)])
    with reading(office.engine) as session:
        person = session.get_one(Person, KEPT)
        assert (person.channel_id, person.subscribed) == ("two", False)
        assert set(all_of(session, person)) == {"one", "two"}
    records.commit("two", "m3", office.time, [Register(RecordKind.TRAINING, Fields(name="章桂英"))])
    assert office.count(Registration) == 5  # the message came again, and finds what it did
    assert office.count(Person) == 2


def test_what_waits_comes_with_the_next_message_from_either(office: Office) -> None:
    furnish(office)
    merge(office)
    marks: list[tuple[str, str]] = []
    with writing(office.engine) as session:
        outbox.tell(session, KEPT, Say("轮到您了"), office.time, "x")
        number = session.scalars(select(Message.id).order_by(Message.id.desc())).first() or 0
    mailbox.hold(office.engine, lambda person, mark: marks.append((person, mark)), number, "closed", office.time)
    assert {person for person, _ in marks} == {"one", "two"}
    inbound = Inbound(person="two", key="k", kind=Kind.TEXT, at=office.time, text="在吗")
    mail = mailbox.SqlMailbox(office.engine).collect(inbound, Say("在"))
    (say,) = mail.says
    assert "轮到您了" in say.text


def test_an_alarm_rings_in_the_talk_that_set_it(office: Office) -> None:
    furnish(office)
    sessions = MemorySessions()
    for account in ("one", "two"):
        turn = sessions.open(account, "m").turn
        sessions.commit(account, "m", turn, dump(Session()), "", Beside(alarm=stamp(office.time)))
    merge(office)
    SqlRecords(office.engine).commit("two", "later", office.time, [Missed("写最后的")])  # they write from there now
    owe_alarms(office.engine, MemoryAlarms(sessions), office.time)
    with reading(office.engine) as session:
        alarms = session.scalars(select(Outbox).where(Outbox.kind == "alarm").order_by(Outbox.id)).all()
        assert [came_with(session, row.payload["person"]) for row in alarms] == ["one", "two"]


def test_leaving_with_one_account_is_not_leaving(office: Office) -> None:
    furnish(office)
    merge(office)
    records = SqlRecords(office.engine)
    records.commit("one", "one-bye", office.time, [Follow(follows=False)])
    with reading(office.engine) as session:
        person = session.get_one(Person, KEPT)
        assert (person.channel_id, person.follows, person.forgotten_at) == ("two", True, None)
    records.commit("two", "two-bye", office.time, [Follow(follows=False)])
    with reading(office.engine) as session:
        assert session.get_one(Person, KEPT).forgotten_at


def test_erasing_the_one_erases_both(office: Office) -> None:
    furnish(office)
    number = merge(office, "name")
    SqlRecords(office.engine).commit("two", "bye", office.time, [Forget()])
    whole = repr(everything(office)["people"]) + repr(everything(office)["job_alerts"])
    assert not [each for each in ("桂英", "1380000", "'one'", "'two'") if each in whole]
    assert office.count(Address) == office.count(Deed) == 0
    with pytest.raises(Unknown):
        merging.undo(office.engine, office.member("county"), number, office.time)


def test_news_go_to_the_one_alone(office: Office) -> None:
    furnish(office)
    merge(office)
    with reading(office.engine) as session:
        assert [session.get_one(Person, number).here for number in (KEPT, GONE)] == [True, False]


def test_somebody_of_the_counter_gets_the_account(office: Office) -> None:
    with writing(office.engine) as session:
        home = {"created_at": office.time, "updated_at": office.time, "township": "340722106"}
        session.add(Person(id=KEPT, channel_id="counter-1", name="张桂英", follows=False, subscribed=False, **home))
    office.ask(person="wechat")
    before = everything(office)
    number = merge(office)
    with reading(office.engine) as session:
        kept = session.get_one(Person, KEPT)
        assert (kept.channel_id, kept.follows, kept.subscribed, kept.phone) == ("wechat", True, True, "13800001234")
        assert all_of(session, kept) == ["wechat"]
    merging.undo(office.engine, office.member("wang"), number, office.time)
    assert everything(office) == before


def test_three_become_one_and_three_again(office: Office) -> None:
    for account in ("one", "two", "three"):
        office.ask(person=account)
    before, wang = everything(office), office.member("wang")
    first = merging.merge(office.engine, wang, 2, 3, (), office.time)
    second = merging.merge(office.engine, wang, 1, 2, (), office.time)
    records = SqlRecords(office.engine)
    assert [len(records.facts(each).records()) for each in ("one", "two", "three")] == [3, 3, 3]
    merging.undo(office.engine, wang, second, office.time)
    assert [len(records.facts(each).records()) for each in ("one", "two", "three")] == [1, 2, 2]
    merging.undo(office.engine, wang, first, office.time)
    assert everything(office) == before


def test_who_may(office: Office) -> None:
    office.ask(person="one")
    office.ask(person="two", station=YIJIN)
    for login, refusal in (("auditor", ReadOnly), ("wang", Unknown), ("zhao", Unknown), ("hengbu", Unknown)):
        with pytest.raises(refusal):
            merge(office, login=login)
        with pytest.raises(refusal):
            doubles.tell_apart(office.engine, office.member(login), KEPT, GONE, office.time)
    for one, other, take in ((1, 1, ()), (1, 2, ("channel_id",))):
        with pytest.raises(Unfit):
            merging.merge(office.engine, office.member("county"), one, other, take, office.time)
    merge(office, login="county")
    with pytest.raises(Unknown):
        merge(office, login="county")
    assert office.count(Merge) == 1


def suggested(office: Office, login: str = "county") -> list[tuple[int, int, Why]]:
    found = doubles.suggestions(office.engine, office.member(login))
    return [(each.kept.id, each.other.id, each.why) for each in found]


@pytest.mark.parametrize(
    ("name", "phone", "station", "why"),
    [
        ("张桂英", "13800001234", YIJIN, Why.PHONE_AND_NAME),
        ("张桂英", "13800001243", YIJIN, Why.NAME_AND_NEAR_PHONE),
        ("张桂英", "13800001239", YIJIN, Why.NAME_AND_NEAR_PHONE),
        ("张桂英", "13800009999", HENGBU, Why.NAME_AND_HOME),
        ("张桂英", "13800009999", YIJIN, None),
        ("李大山", "13800001234", HENGBU, Why.PHONE),
        ("李大山", "13800001243", HENGBU, None),
    ],
)
def test_who_may_be_one(office: Office, name: str, phone: str, station: int, why: Why | None) -> None:
    office.ask(person="one")
    office.ask(name, station, phone=phone, person="two")
    assert suggested(office) == ([(1, 2, why)] if why else [])
    of_one = doubles.of_person(office.engine, office.member("county"), 2)
    assert [each.why for each in of_one] == ([why] if why else [])


def test_who_was_told_apart_or_merged_is_not_suggested_again(office: Office) -> None:
    for account in ("one", "two", "three"):
        office.ask(person=account)
    assert len(suggested(office)) == 3
    doubles.tell_apart(office.engine, office.member("wang"), 3, 1, office.time)
    doubles.tell_apart(office.engine, office.member("wang"), 1, 3, office.time)
    assert {pair[:2] for pair in suggested(office)} == {(1, 2), (2, 3)}
    merge(office)
    assert suggested(office) == []


def test_only_ones_own_are_suggested_and_those_on_wechat_are_kept(office: Office) -> None:
    with writing(office.engine) as session:
        home = {"created_at": office.time, "updated_at": office.time, "township": "340722106"}
        session.add(Person(channel_id="roster-1", name="张桂英", phone="13800001234", **home))
    office.ask(person="one")
    assert suggested(office, "wang") == [(2, 1, Why.PHONE_AND_NAME)]
    assert suggested(office, "zhao") == []
    with writing(office.engine) as session:
        session.execute(update(Person).values(name=""))
    assert [each.name for each in listing.people(office.engine, office.member("wang")).people] == ["", ""]
