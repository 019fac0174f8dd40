"""Promised calls in the store, on every kind of database: kept, asked about once, raised when they were not made."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.effects import Called, Learn, Register
from bot.records import Fields, Record, RecordKind, Status
from store.database import reading
from store.records import SqlRecords
from store.referrals import callbacks, caseload, piles
from store.referrals.history import last_step
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.tables import Outbox, Referral
from tests.console.office import Office

PHONE = "13800001234"


class Promised(Office):
    """An office that promises a call to whoever asks."""

    def promised(self, person: str = "p", key: str = "m1", hours: float = 2) -> int:
        effect = Register(RecordKind.STAFF, Fields(phone=PHONE), self.time + timedelta(hours=hours))
        return self.commit(person, key, effect).id

    def commit(self, person: str, key: str, effect: Register | Called | Learn) -> Record:
        return SqlRecords(self.engine).commit(person, key, self.time, [effect]).records[0]

    def not_called(self, record: int, person: str = "p", key: str = "no") -> None:
        again = self.time + timedelta(hours=5)
        self.commit(person, key, Called(record, reached=False, promised_at=again))

    def questions(self) -> list[Outbox]:
        return self.outbox("callback")

    def to_ask(self, row: Outbox) -> bool:
        with reading(self.engine) as session:
            return callbacks.to_ask_about(session, row.payload) is not None

    def referral(self, number: int = 1) -> Referral:
        with reading(self.engine) as session:
            return session.get_one(Referral, number)

    def steps(self, number: int = 1) -> list[str]:
        case = caseload.case(self.engine, self.member("county"), number, self.time)
        assert case
        return [step.what for step in case.steps]


@pytest.fixture
def office(engine: Engine) -> Promised:
    return Promised(engine)


def test_a_promise_is_kept_and_its_question_owed_for_later(office: Promised) -> None:
    office.promised()
    (question,) = office.questions()
    assert office.referral().promised_at == office.time + timedelta(hours=2)
    assert question.next_try_at == office.time + timedelta(hours=2) + callbacks.ASK_AFTER
    assert office.to_ask(question)


def test_it_is_not_asked_at_night(office: Promised) -> None:
    office.promised(hours=11.9)  # eight in the evening, less six minutes
    assert office.questions()[0].next_try_at == office.time + timedelta(hours=23)


def test_a_new_promise_makes_the_old_question_stale(office: Promised) -> None:
    office.promised()
    office.wait(minutes=10)
    office.promised(key="m2", hours=5)
    old, new = office.questions()
    assert [office.to_ask(row) for row in (old, new)] == [False, True]


def test_the_same_promise_again_is_asked_about_once(office: Promised) -> None:
    office.promised()
    office.promised(key="m2")
    assert len(office.questions()) == 1


def test_details_given_for_a_request_bring_its_promise(office: Promised) -> None:
    office.commit("p", "m1", Register(RecordKind.STAFF, Fields(note="想问问")))
    assert office.questions() == []
    by = office.time + timedelta(hours=1)
    office.commit("p", "m2", Learn(Fields(phone=PHONE), RecordKind.STAFF, by))
    assert office.referral().promised_at == by


def test_not_asked_after_a_call_that_connected(office: Promised) -> None:
    office.promised()
    county = office.member("county")
    office.desk.claim(county, 1)
    (question,) = office.questions()
    office.desk.called(county, 1, Call.NO_ANSWER)
    assert office.to_ask(question)
    office.desk.called(county, 1, Call.CONNECTED)
    assert not office.to_ask(question)
    office.desk.undo(county, 1)
    assert office.to_ask(question), "it had been logged by mistake"
    office.desk.called(county, 1, Call.CONNECTED)
    office.desk.release(county, 1)
    assert not office.to_ask(question), "put back, but they have spoken"


@pytest.mark.parametrize(("outcome", "asked"), [(Status.ANSWERED, False), (Status.UNREACHABLE, True)])
def test_after_an_end(office: Promised, outcome: Status, asked: bool) -> None:
    office.promised()
    office.desk.claim(office.member("county"), 1)
    office.desk.finish(office.member("county"), 1, outcome)
    assert office.to_ask(office.questions()[0]) is asked


def test_not_called_raises_a_new_one_and_tells_staff(office: Promised) -> None:
    record = office.promised()
    office.not_called(record)
    assert office.steps() == ["new", "raised"]
    assert office.referral().raised_at == office.time
    assert len(office.outbox("referral")) == 2
    assert len(office.questions()) == 2, "the new promise is asked about as well"


@pytest.mark.parametrize("closed", [False, True])
def test_not_called_opens_it_again_for_everybody(office: Promised, closed: bool) -> None:
    record, county = office.promised(), office.member("county")
    office.desk.claim(county, 1)
    if closed:
        office.desk.finish(county, 1, Status.UNREACHABLE)
    office.not_called(record)
    referral = office.referral()
    assert (referral.status, referral.assignee_id) == (Status.NEW, None)
    case = caseload.case(office.engine, county, 1, office.time)
    assert case
    assert (case.steps[-1].what, case.steps[-1].note) == ("reopened", "原来县里在办")
    assert case.undoable == ""


def test_a_claim_after_that_can_be_undone_to_new(office: Promised) -> None:
    record, county = office.promised(), office.member("county")
    office.desk.claim(county, 1)
    office.desk.finish(county, 1, Status.UNREACHABLE)
    office.not_called(record)
    office.desk.claim(county, 1)
    office.desk.undo(county, 1)
    assert office.status(1) is Status.NEW


def test_what_ended_well_stays_ended(office: Promised) -> None:
    record, county = office.promised(), office.member("county")
    office.desk.claim(county, 1)
    office.desk.finish(county, 1, Status.ANSWERED)
    SqlRecords(office.engine).commit("p", "no", office.time, [Called(record, reached=False)])
    assert office.status(1) is Status.ANSWERED


def test_only_ones_own_request_can_be_answered_about(office: Promised) -> None:
    record = office.promised()
    SqlRecords(office.engine).commit("q", "no", office.time, [Called(record, reached=False)])
    assert office.steps() == ["new"]


def test_called_is_noted_and_ends_the_urgency(office: Promised) -> None:
    record = office.promised()
    office.not_called(record)
    office.commit("p", "yes", Called(record, reached=True))
    assert office.steps() == ["new", "raised", "reached"]
    assert office.referral().raised_at is None


def test_a_call_that_connects_ends_the_urgency(office: Promised) -> None:
    record, county = office.promised(), office.member("county")
    office.not_called(record)
    office.desk.claim(county, 1)
    office.desk.called(county, 1, Call.CONNECTED)
    assert office.referral().raised_at is None


def test_who_was_not_called_goes_first_page_by_page(office: Promised) -> None:
    for number in range(5):
        office.wait(minutes=1)
        office.promised(f"p{number}")
    office.not_called(4, "p3")
    office.not_called(5, "p4", "no5")
    county, seen, after = office.member("county"), [], ""
    while True:
        page = piles.queue(office.engine, county, Pile.NEW, office.time, after, size=2)
        seen += [(line.id, line.urgent) for line in page.lines]
        after = page.after
        if not after:
            break
    assert seen == [(4, True), (5, True), (1, False), (2, False), (3, False)]


def test_history_knows_no_step_to_take_back_after_a_reopening(office: Promised) -> None:
    record, county = office.promised(), office.member("county")
    office.desk.claim(county, 1)
    office.not_called(record)
    with reading(office.engine) as session:
        assert last_step(session.get_one(Referral, 1).events, county.id, office.time) is None
