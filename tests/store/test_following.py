"""A referral that rests, returns by itself, ends with a reason, and is opened again: on every kind of database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.effects import Called, Found, Learn, Register, Withdraw
from bot.records import Fields, Picked, RecordKind, Status
from store.database import reading
from store.records import SqlRecords
from store.referrals import caseload, piles
from store.referrals.endings import Ending
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.referrals.reasons import Reason, reasons
from store.referrals.views import Case
from store.refusals import Taken, TooLate, Unfit
from store.tables import Person, Referral
from tests.console.office import YIJIN, Office

MISS = Call.NO_ANSWER


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def case(office: Office, number: int, login: str = "wang") -> Case:
    found = caseload.case(office.engine, office.member(login), number, office.time)
    assert found
    return found


def on(office: Office, pile: Pile, login: str = "wang") -> list[int]:
    return [line.id for line in piles.queue(office.engine, office.member(login), pile, office.time).lines]


def missed(office: Office, number: int, call: Call = MISS) -> None:
    """A call reaches nobody, at the moment when it is due."""
    line = case(office, number).line
    office.time = max(office.time, line.rests_until or office.time)
    office.desk.called(office.member("wang"), number, call)


class TestLadder:
    """Calls that reach nobody."""

    def test_it_leaves_the_queue_and_returns_by_itself(self, office: Office) -> None:
        number = office.claimed()
        attempt = office.desk.called(office.member("wang"), number, MISS)
        assert attempt.told
        assert attempt.again == office.time + timedelta(hours=2)
        assert (on(office, Pile.MINE), on(office, Pile.LATER), on(office, Pile.OPEN)) == ([], [number], [number])
        assert piles.counts(office.engine, office.member("wang"), office.time)[Pile.MINE] == 0
        office.wait(hours=2)
        assert (on(office, Pile.MINE), on(office, Pile.LATER)) == ([number], [])

    def test_each_rung_in_turn_then_unreachable_with_its_reason(self, office: Office) -> None:
        number, came_back = office.claimed(), []
        for tries in range(1, 5):
            missed(office, number)
            found = case(office, number)
            assert found.tries == tries
            assert found.line.rests_until
            came_back.append(found.line.rests_until - office.time)
        assert came_back == [timedelta(hours=hours) for hours in (2, 21.5, 6, 66)]
        missed(office, number, Call.SWITCHED_OFF)
        found = case(office, number)
        assert (found.line.status, found.line.rests_until) == (Status.UNREACHABLE, None)
        with reading(office.engine) as session:
            row = session.get_one(Referral, number)
            assert (row.reason, row.outcome) == (Reason.SWITCHED_OFF.name, "打了5回都没打通")
        assert [row.payload["gone"] for row in office.outbox("lost")] == [1], "the person is asked how to be reached"
        office.desk.undo(office.member("wang"), number)
        assert (office.status(number), case(office, number).line.rests_until) == (Status.CLAIMED, None)

    def test_a_call_that_connects_begins_the_ladder_anew(self, office: Office) -> None:
        number = office.claimed()
        missed(office, number)
        office.desk.called(office.member("wang"), number, Call.CONNECTED)
        assert on(office, Pile.MINE) == [number]
        assert case(office, number).tries == 0
        missed(office, number)
        assert case(office, number).tries == 1

    @pytest.mark.parametrize("call", [call for call in Call if call is not Call.CONNECTED])
    def test_every_miss_rests_it_and_says_so(self, office: Office, call: Call) -> None:
        number = office.claimed()
        missed(office, number, call)
        assert on(office, Pile.LATER) == [number]
        assert case(office, number).steps[-1].what == call.value
        assert len(office.outbox("lost" if call is Call.WRONG_NUMBER else "message")) == 1

    def test_what_the_person_does_wakes_it(self, office: Office) -> None:
        number = office.claimed()
        missed(office, number, Call.WRONG_NUMBER)
        SqlRecords(office.engine).commit("m1", "new", office.time, [Learn(Fields(phone="13800005678"))])
        assert on(office, Pile.MINE) == [number]
        assert case(office, number).tries == 0
        assert office.desk.reveal_phone(office.member("wang"), number) == "13800005678"

    def test_who_says_that_nobody_called_wakes_it(self, office: Office) -> None:
        number = office.claimed()
        missed(office, number)
        SqlRecords(office.engine).commit("m1", "no", office.time, [Called(1, reached=False)])
        assert on(office, Pile.NEW) == [number]

    @pytest.mark.parametrize("act", ["take over", "hand over", "wake"])
    def test_who_takes_it_up_has_it_at_once(self, office: Office, act: str) -> None:
        number = office.claimed()
        missed(office, number)
        if act == "take over":
            office.desk.claim(office.member("li"), number, over=True)
            assert on(office, Pile.MINE, "li") == [number]
        elif act == "hand over":
            office.desk.hand_over(office.member("wang"), number, YIJIN)
            assert on(office, Pile.NEW, "zhao") == [number]
            assert case(office, number, "zhao").tries == 0
        else:
            office.desk.wake(office.member("wang"), number)
            assert on(office, Pile.MINE) == [number]


class TestAgreedDay:
    """A day that was agreed with the person."""

    def test_it_returns_on_the_morning_of_a_working_day_with_its_note(self, office: Office) -> None:
        number = office.claimed()
        saturday = date(2026, 3, 7)
        back = office.desk.later(office.member("wang"), number, saturday, "收完油菜再说")
        assert f"{back:%m-%d %H:%M}" == "03-09 08:30"
        [line] = piles.queue(office.engine, office.member("wang"), Pile.LATER, office.time).lines
        assert (line.rest_note, line.rests_until) == ("收完油菜再说", back)
        office.time = back
        [line] = piles.queue(office.engine, office.member("wang"), Pile.MINE, office.time).lines
        assert line.rest_note == "收完油菜再说", "it says why it came back"
        assert office.outbox("message") == [], "the person agreed and need not be told"

    def test_put_back_it_still_rests(self, office: Office) -> None:
        number = office.claimed()
        office.desk.later(office.member("wang"), number, date(2026, 3, 5))
        office.desk.release(office.member("wang"), number)
        assert (on(office, Pile.NEW), on(office, Pile.LATER)) == ([], [number])

    def test_it_can_be_taken_back(self, office: Office) -> None:
        number = office.claimed()
        office.desk.called(office.member("wang"), number, Call.CONNECTED)
        office.desk.later(office.member("wang"), number, date(2026, 3, 5))
        office.desk.undo(office.member("wang"), number)
        assert office.status(number) is Status.CONTACTED
        assert on(office, Pile.MINE) == [number]
        office.desk.undo(office.member("wang"), number)
        assert office.status(number) is Status.CLAIMED

    @pytest.mark.parametrize("days", [-1, 0, 181])
    def test_not_for_today_nor_for_ever(self, office: Office, days: int) -> None:
        number = office.claimed()
        with pytest.raises(Unfit):
            office.desk.later(office.member("wang"), number, date(2026, 3, 2) + timedelta(days=days))
        assert on(office, Pile.MINE) == [number]


class TestReasons:
    """Why it came to nothing."""

    @pytest.mark.parametrize("kind", RecordKind)
    def test_every_kind_has_few_of_its_own(self, office: Office, kind: RecordKind) -> None:
        for reason in reasons(kind, Status.DECLINED):
            number = office.claimed(kind=kind)
            office.desk.finish(office.member("wang"), number, Status.DECLINED, "说清楚了", Ending(reason))
            assert case(office, number).steps[-1].note == f"{reason.word}；说清楚了"
        assert 3 <= len(reasons(kind, Status.DECLINED)) <= 9
        assert reasons(kind, Status.ANSWERED) == ()

    def test_a_reason_of_another_kind_is_refused(self, office: Office) -> None:
        number = office.claimed(kind=RecordKind.PRODUCE)
        for outcome, reason in ((Status.DECLINED, Reason.HEALTH), (Status.SOLD, Reason.PRICE)):
            with pytest.raises(Unfit):
                office.desk.finish(office.member("wang"), number, outcome, "", Ending(reason))
        assert office.status(number) is Status.CLAIMED


class TestAgain:
    """What had ended."""

    def test_it_is_theirs_and_what_was_stays_in_its_history(self, office: Office) -> None:
        number = office.claimed()
        wang, li = office.member("wang"), office.member("li")
        office.desk.called(wang, number, Call.CONNECTED)
        contacted = case(office, number).steps[-1]
        office.wait(days=3)
        office.desk.finish(wang, number, Status.DECLINED, "", Ending(Reason.FAR))
        office.wait(days=1)
        office.desk.again(li, number)
        found = case(office, number)
        assert (found.line.status, found.line.assignee) == (Status.CLAIMED, "李建国")
        assert contacted in found.steps, "when they were first reached stays true"
        with reading(office.engine) as session:
            assert session.get_one(Referral, number).reason == ""
        office.desk.again(li, number)
        with pytest.raises(Taken):
            office.desk.again(wang, number)

    def test_nothing_before_it_can_be_taken_back(self, office: Office) -> None:
        number, wang = office.claimed(), office.member("wang")
        office.desk.finish(wang, number, Status.ANSWERED)
        office.desk.again(wang, number)
        office.desk.undo(wang, number)
        assert office.status(number) is Status.NEW
        with pytest.raises(TooLate):
            office.desk.undo(wang, number)

    def test_what_the_person_took_back_stays_so(self, office: Office) -> None:
        number = office.ask()
        SqlRecords(office.engine).commit("m1", "back", office.time, [Withdraw(1)])
        with pytest.raises(Unfit):
            office.desk.again(office.member("wang"), number)


def test_asking_again_for_the_same_wakes_it(office: Office) -> None:
    number = office.claimed()
    office.desk.later(office.member("wang"), number, date(2026, 3, 20))
    wish = Register(RecordKind.JOB, Fields(phone="13800001234", choice=Picked(1, "1", "缝纫工")))
    SqlRecords(office.engine).commit("m1", "m9", office.time, [wish])
    assert on(office, Pile.MINE) == [number]


class TestFound:
    """Somebody who could not be reached says how."""

    def lost(self, office: Office) -> int:
        number = office.claimed()
        for _ in range(5):
            missed(office, number)
        assert office.status(number) is Status.UNREACHABLE
        return number

    def test_another_number_opens_it_again_for_the_station(self, office: Office) -> None:
        number = self.lost(office)
        by = office.time + timedelta(hours=3)
        SqlRecords(office.engine).commit("m1", "f", office.time, [Found(1, "13800005678", promised_at=by)])
        [line] = piles.queue(office.engine, office.member("li"), Pile.NEW, office.time).lines
        assert (line.id, line.phone, line.assignee, line.promised_at) == (number, "138****5678", "", by)
        assert case(office, number).steps[-1].what == "found"
        assert case(office, number).tries == 0
        assert "found" in office.outbox("referral")[-1].dedupe
        with reading(office.engine) as session:
            assert session.scalars(select(Person.phone)).one() == "13800005678"
            assert session.get_one(Referral, number).reason == ""

    def test_the_time_they_name_stands_in_its_history(self, office: Office) -> None:
        number = self.lost(office)
        SqlRecords(office.engine).commit("m1", "f", office.time, [Found(1, note="晚上打")])
        assert case(office, number).steps[-1].note == "晚上打"
        assert on(office, Pile.NEW) == [number]

    def test_who_changes_their_number_opens_what_was_lost_under_the_old_one(self, office: Office) -> None:
        number = self.lost(office)
        declined = office.claimed()
        office.desk.finish(office.member("wang"), declined, Status.DECLINED)
        SqlRecords(office.engine).commit("m1", "new", office.time, [Learn(Fields(phone="13800005678"))])
        assert on(office, Pile.NEW) == [number]
        assert office.status(declined) is Status.DECLINED

    def test_an_open_one_wakes_and_stays_whose_it_is(self, office: Office) -> None:
        number = office.claimed()
        missed(office, number, Call.WRONG_NUMBER)
        SqlRecords(office.engine).commit("m1", "f", office.time, [Found(1, "13800005678")])
        assert on(office, Pile.MINE) == [number]
        assert office.desk.reveal_phone(office.member("wang"), number) == "13800005678"

    def test_only_ones_own_and_not_what_ended_otherwise(self, office: Office) -> None:
        number = self.lost(office)
        SqlRecords(office.engine).commit("stranger", "f", office.time, [Found(1, "13800005678")])
        assert office.status(number) is Status.UNREACHABLE
        other = office.claimed()
        office.desk.finish(office.member("wang"), other, Status.DECLINED)
        SqlRecords(office.engine).commit("m2", "f", office.time, [Found(2)])
        assert office.status(other) is Status.DECLINED
