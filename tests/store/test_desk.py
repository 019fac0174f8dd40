from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.records import RecordKind, Status
from store.database import reading, writing
from store.referrals import caseload, piles
from store.referrals.desk import Desk
from store.referrals.endings import outcomes
from store.referrals.filters import Filter, find
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.referrals.views import masked
from store.refusals import Ended, ReadOnly, Refusal, Taken, TooLate, Unclaimed, Unfit, Unknown, Unwritable
from store.tables import Audit, Message, Person, ReferralEvent, Role
from tests.console.office import ACTIONS, HENGBU, SEES, YIJIN, Office, sqlite_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


NEEDS_OWN = ("called", "finish", "later", "write", "undo")


def test_every_action_of_the_desk_is_in_the_matrix() -> None:
    assert {*ACTIONS, "hand_out"} == {name for name in vars(Desk) if not name.startswith("_")}, "hand_out asks nobody"


@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_do_what(office: Office, action: str) -> None:
    for login, sees in SEES.items():
        member = office.member(login)
        for station in (HENGBU, YIJIN, None):
            referral = office.ask(station=station)
            if action in NEEDS_OWN and station in sees and login != "auditor":
                office.desk.claim(member, referral)
            if action == "hand_over" and station == YIJIN:
                continue
            refusal: type[Refusal] | None = ReadOnly if login == "auditor" else None if station in sees else Unknown
            if action == "assign" and refusal is None and member.role is Role.STATION:
                refusal = Unfit  # they do not lead
            before = office.count(ReferralEvent), office.count(Audit)
            if refusal is None:
                ACTIONS[action](office.desk, member, referral)
            else:
                with pytest.raises(refusal):
                    ACTIONS[action](office.desk, member, referral)
                assert (office.count(ReferralEvent), office.count(Audit)) == before


def test_a_persons_other_requests_stay_in_scope(office: Office) -> None:
    here, there = (
        office.ask(station=HENGBU, person="p"),
        office.ask(station=YIJIN, kind=RecordKind.TRAINING, person="p"),
    )
    for login, expected in (("wang", []), ("county", [there])):
        case = caseload.case(office.engine, office.member(login), here, office.time)
        assert case is not None
        assert [line.id for line in case.others] == expected


def test_claiming_twice_is_once(office: Office) -> None:
    referral = office.claimed()
    before = office.count(ReferralEvent)
    office.desk.claim(office.member("wang"), referral)
    assert office.count(ReferralEvent) == before


def test_a_colleagues_case_can_be_taken_over_and_says_so(office: Office) -> None:
    referral = office.claimed("wang")
    office.desk.claim(office.member("li"), referral, over=True)
    case = caseload.case(office.engine, office.member("li"), referral, office.time)
    assert case is not None
    assert case.line.assignee == "李建国"
    assert "王芳" in case.steps[-1].note


@pytest.mark.parametrize("action", ["release", "called", "finish", "hand_over", "write"])
def test_a_colleagues_case_is_not_touched(office: Office, action: str) -> None:
    referral = office.claimed("wang")
    with pytest.raises(Taken) as taken:
        ACTIONS[action](office.desk, office.member("li"), referral)
    assert taken.value.name == "王芳"


@pytest.mark.parametrize("action", ["called", "finish", "write"])
def test_what_nobody_has_is_claimed_first(office: Office, action: str) -> None:
    referral = office.ask()
    with pytest.raises(Unclaimed):
        ACTIONS[action](office.desk, office.member("wang"), referral)


@pytest.mark.parametrize("action", ["release", "hand_over"])
def test_who_oversees_frees_what_is_stuck_with_somebody(office: Office, action: str) -> None:
    referral = office.claimed("wang")
    ACTIONS[action](office.desk, office.member("county"), referral)
    assert office.status(referral) is Status.NEW


def test_a_call_that_connected_is_a_contact(office: Office) -> None:
    referral = office.claimed()
    office.desk.called(office.member("wang"), referral, Call.CONNECTED)
    assert office.status(referral) is Status.CONTACTED
    assert office.count(Message) == 0


@pytest.mark.parametrize("call", [Call.NO_ANSWER, Call.BUSY, Call.SWITCHED_OFF])
def test_a_call_that_reached_nobody_is_told_to_the_person(office: Office, call: Call) -> None:
    referral = office.claimed()
    office.desk.called(office.member("wang"), referral, call)
    assert office.status(referral) is Status.CLAIMED
    case = caseload.case(office.engine, office.member("wang"), referral, office.time)
    assert case is not None
    assert case.steps[-1].what == call.value
    assert "横埠驿站" in case.letters[0].text
    assert "13800009901" in case.letters[0].text
    [owed] = office.outbox("message")
    assert owed.payload == {"message": 1}
    assert office.kicked == [owed.id]


def test_after_a_wrong_number_the_person_is_asked_for_the_right_one(office: Office) -> None:
    referral = office.claimed()
    attempt = office.desk.called(office.member("wang"), referral, Call.WRONG_NUMBER)
    assert attempt.told
    [owed] = office.outbox("lost")
    assert (owed.payload["referral"], owed.payload["gone"]) == (referral, 0)
    assert office.kicked == [owed.id]


@pytest.mark.parametrize("kind", RecordKind)
def test_an_outcome_fits_its_kind(office: Office, kind: RecordKind) -> None:
    wang = office.member("wang")
    for outcome in outcomes(kind):
        referral = office.claimed(kind=kind)
        office.desk.finish(wang, referral, outcome, "记一句")
        assert office.status(referral) is outcome
        assert not outcome.open
        case = caseload.case(office.engine, wang, referral, office.time)
        assert case is not None
        assert (case.steps[-1].what, case.steps[-1].note) == (outcome.value, "记一句")
        assert "记一句" not in case.letters[0].text, "a note is for staff"
    referral = office.claimed(kind=kind)
    for outcome in set(Status) - set(outcomes(kind)):
        with pytest.raises(Unfit):
            office.desk.finish(wang, referral, outcome)
        assert office.status(referral) is Status.CLAIMED


@pytest.mark.parametrize("action", ["claim", "release", "called", "finish", "hand_over", "write"])
def test_what_has_ended_stays_so(office: Office, action: str) -> None:
    referral = office.claimed()
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    with pytest.raises(Ended):
        ACTIONS[action](office.desk, office.member("wang"), referral)


@pytest.mark.parametrize("gone", ["left", "erased"])
def test_who_left_wechat_is_not_written_to(office: Office, gone: str) -> None:
    referral = office.claimed()
    values = {"follows": False} if gone == "left" else {"forgotten_at": office.time}
    with writing(office.engine) as session:
        session.execute(update(Person).values(values))
    with pytest.raises(Unwritable):
        office.desk.write(office.member("wang"), referral, "明天来站里")
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    assert office.count(Message) == 0
    assert office.outbox("message") == []


def test_a_message_carries_the_name_of_who_wrote(office: Office) -> None:
    referral = office.claimed()
    office.desk.write(office.member("wang"), referral, "  明天来站里\r\n带身份证 ")
    with reading(office.engine) as session:
        assert session.scalars(select(Message)).one().text == "【横埠驿站 王芳】明天来站里\n带身份证"


@pytest.mark.parametrize("written", ["", "  \n ", "长" * 2000])
@pytest.mark.parametrize("action", ["note", "write"])
def test_empty_and_endless_texts_are_refused(office: Office, action: str, written: str) -> None:
    referral = office.claimed()
    with pytest.raises(Unfit):
        getattr(office.desk, action)(office.member("wang"), referral, written)


def test_a_case_handed_over_is_new_elsewhere_and_gone_here(office: Office) -> None:
    referral = office.claimed()
    for _ in range(2):  # there, and back, and there again: each time staff are told
        office.desk.hand_over(office.member("county"), referral, YIJIN)
        office.desk.hand_over(office.member("county"), referral, HENGBU)
    office.desk.hand_over(office.member("wang"), referral, YIJIN)
    assert caseload.case(office.engine, office.member("wang"), referral, office.time) is None
    [line] = piles.queue(office.engine, office.member("zhao"), Pile.NEW, office.time).lines
    assert (line.id, line.assignee) == (referral, "")
    told = office.outbox("referral")
    assert len(told) == 6
    assert office.kicked == [row.id for row in told[1:]]


@pytest.mark.parametrize("station", [HENGBU, 99])
def test_a_case_is_not_handed_to_itself_or_nowhere(office: Office, station: int) -> None:
    referral = office.claimed()
    with pytest.raises(Unfit):
        office.desk.hand_over(office.member("wang"), referral, station)


def test_every_look_at_a_phone_number_is_written_down(office: Office) -> None:
    referral = office.ask()
    assert office.desk.reveal_phone(office.member("wang"), referral) == "13800001234"
    with reading(office.engine) as session:
        looked = session.scalars(select(Audit).where(Audit.action == "phone-seen")).one()
        assert (looked.staff_id, looked.subject) == (office.member("wang").id, f"referral-{referral}")


class TestUndo:
    """What can be taken back, and by whom, and how long."""

    def back(self, office: Office, referral: int, login: str = "wang") -> Status:
        office.desk.undo(office.member(login), referral)
        return office.status(referral)

    def test_step_by_step_to_the_beginning(self, office: Office) -> None:
        referral = office.claimed()
        office.desk.called(office.member("wang"), referral, Call.CONNECTED)
        office.desk.finish(office.member("wang"), referral, Status.PLACED)
        assert self.back(office, referral) is Status.CONTACTED
        assert self.back(office, referral) is Status.CLAIMED
        assert self.back(office, referral) is Status.NEW
        case = caseload.case(office.engine, office.member("wang"), referral, office.time)
        assert case is not None
        assert (case.line.assignee, case.undoable) == ("", "")
        with pytest.raises(TooLate):
            self.back(office, referral)

    def test_a_release_gives_the_case_back(self, office: Office) -> None:
        referral = office.claimed()
        office.desk.release(office.member("wang"), referral)
        assert self.back(office, referral) is Status.CLAIMED
        office.desk.called(office.member("wang"), referral, Call.CONNECTED)  # it is ours again

    def test_a_take_over_gives_the_case_back_to_the_first(self, office: Office) -> None:
        referral = office.claimed("wang")
        office.desk.claim(office.member("li"), referral, over=True)
        self.back(office, referral, "li")
        office.desk.called(office.member("wang"), referral, Call.CONNECTED)

    def test_notes_do_not_stand_in_the_way(self, office: Office) -> None:
        referral = office.claimed()
        office.desk.note(office.member("li"), referral, "我见过本人")
        assert self.back(office, referral) is Status.NEW

    def test_not_after_ten_minutes(self, office: Office) -> None:
        referral = office.claimed()
        office.wait(minutes=10, seconds=1)
        with pytest.raises(TooLate):
            self.back(office, referral)

    def test_not_by_another(self, office: Office) -> None:
        referral = office.claimed()
        with pytest.raises(TooLate):
            self.back(office, referral, "li")

    @pytest.mark.parametrize("action", ["write", "called"])
    def test_not_what_the_person_was_told_after(self, office: Office, action: str) -> None:
        referral = office.claimed()
        if action == "write":
            office.desk.write(office.member("wang"), referral, "明天来")
        else:
            office.desk.called(office.member("wang"), referral, Call.NO_ANSWER)
        with pytest.raises(TooLate):
            self.back(office, referral)

    def test_not_across_a_hand_over(self, office: Office) -> None:
        referral = office.claimed("county")
        office.desk.hand_over(office.member("county"), referral, YIJIN)
        with pytest.raises(TooLate):
            self.back(office, referral, "county")


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-03-02T01:00:00_5", "2026-03-02T01:00:00+00:00_x", f"2_2026-03-02T01:00:00+00:00_{10**30}"]
)
def test_a_page_that_makes_no_sense_is_the_first(office: Office, after: str) -> None:
    referral = office.ask()
    assert [
        line.id for line in piles.queue(office.engine, office.member("wang"), Pile.NEW, office.time, after).lines
    ] == [referral]


def test_search_finds_what_has_ended(office: Office) -> None:
    referral = office.claimed()
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    assert find(office.engine, office.member("li"), Filter("桂英")).lines


def test_the_longest_wait_is_first(office: Office) -> None:
    first = office.ask()
    office.wait(hours=2)
    office.ask(name="何家有")
    assert piles.queue(office.engine, office.member("wang"), Pile.NEW, office.time).lines[0].id == first


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001234", "138****1234"), ("", ""), ("1234567", "*******"), ("05623210000", "056****0000")],
)
def test_numbers_are_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown


def test_no_list_and_no_case_holds_a_full_number(office: Office) -> None:
    referral = office.ask(phone="13800007777")
    for login in ("wang", "county", "auditor"):
        member = office.member(login)
        case = caseload.case(office.engine, member, referral, office.time)
        page = piles.queue(office.engine, member, Pile.NEW, office.time)
        assert "13800007777" not in f"{case} {page}"


def test_a_withdrawn_request_is_ended(office: Office) -> None:
    referral = office.claimed()
    with writing(office.engine) as session:
        session.execute(text("UPDATE referrals SET status = 'withdrawn'"))
    office.wait(seconds=timedelta(minutes=1).total_seconds())
    with pytest.raises(Refusal):
        office.desk.finish(office.member("wang"), referral, Status.PLACED)
