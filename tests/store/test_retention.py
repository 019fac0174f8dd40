"""Whether those who were placed still have work, on every kind of database."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.records import RecordKind, Status
from bot.when import CHINA, today
from store.counting import targets
from store.database import reading
from store.referrals import caseload, checks, piles, retention
from store.referrals.checks import GRACE, Due, met
from store.referrals.endings import Ending
from store.referrals.piles import Pile
from store.referrals.retention import TRIES, Retention, Stopped
from store.refusals import ReadOnly, TooLate, Unfit, Unknown
from store.tables import Answer, Check, Placement
from tests.console.office import Office

STAYS, MOVED, STOPPED, MISSED = Answer


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def placed(office: Office, started: str = "2026-03-02", employer: str = "横埠服装厂") -> int:
    number = office.claimed()
    office.desk.finish(office.member("wang"), number, Status.PLACED, "", Ending(employer=employer, started=started))
    return number


def on(office: Office, day: str) -> None:
    office.time = datetime.fromisoformat(f"{day} 09:00").replace(tzinfo=CHINA)


def due(office: Office, login: str = "wang") -> list[Due]:
    found = checks.due(office.engine, office.member(login), office.time)
    assert len(found) == checks.count_for(office.engine, office.member(login), office.time)
    return found


def answer(office: Office, number: int, how: Answer, reason: Stopped | None = None, login: str = "wang") -> bool:
    all_checks = checks.of_referral(office.engine, office.member("county"), number, office.time)
    check = next(each for each in all_checks if not each.answer)
    return Retention(office.engine).answer(office.member(login), number, check.id, how, office.time, reason)


def stable(office: Office) -> int | None:
    found = targets.standing(office.engine, office.member("county"), "stable", today(office.time))
    assert found
    return found.reached


def test_checks_are_due_after_one_three_and_six_months(office: Office) -> None:
    number = placed(office, "2026-03-31")
    planned = checks.of_referral(office.engine, office.member("wang"), number, office.time)
    assert [check.due_on.isoformat() for check in planned] == ["2026-04-30", "2026-06-30", "2026-09-30"]
    assert (planned[0].employer, planned[0].started_on) == ("横埠服装厂", date(2026, 3, 31))
    on(office, "2026-04-29")
    assert due(office) == []
    on(office, "2026-04-30")
    assert [(each.line.id, each.months) for each in due(office)] == [(number, 1)]
    assert due(office, "zhao") == [], "another station's"


def test_only_work_is_asked_about_and_an_undo_takes_it_all_back(office: Office) -> None:
    other = office.claimed(kind=RecordKind.TRAINING)
    office.desk.finish(office.member("wang"), other, Status.ENROLLED)
    assert office.count(Placement) == 0
    number = placed(office)
    assert (office.count(Placement), office.count(Check)) == (1, 3)
    office.desk.undo(office.member("wang"), number)
    assert (office.count(Placement), office.count(Check)) == (0, 0)
    office.desk.finish(office.member("wang"), number, Status.PLACED)
    assert office.count(Check) == 3, "and again"
    office.desk.again(office.member("li"), number)
    assert office.count(Check) == 0


@pytest.mark.parametrize("started", ["2025-01-01", "2026-12-31", "yesterday"])
def test_a_day_far_away_is_refused(office: Office, started: str) -> None:
    number = office.claimed()
    with pytest.raises(Unfit):
        office.desk.finish(office.member("wang"), number, Status.PLACED, "", Ending(started=started))
    assert office.status(number) is Status.CLAIMED
    assert office.count(Placement) == 0


def test_who_is_not_reached_is_tried_again_and_then_it_is_over(office: Office) -> None:
    number = placed(office)
    on(office, "2026-04-02")
    for _ in range(TRIES - 1):
        assert not answer(office, number, MISSED)
        assert due(office) == []
        office.wait(days=2)
        assert len(due(office)) == 1
    assert answer(office, number, MISSED)
    assert due(office) == []
    office.wait(days=60)
    assert [each.months for each in due(office)] == [3], "the next one is asked all the same"


def test_who_stopped_is_not_asked_again_and_gets_a_new_request_by_one_tap(office: Office) -> None:
    number = placed(office)
    on(office, "2026-04-02")
    wang, work = office.member("wang"), Retention(office.engine)
    with pytest.raises(Unfit):
        answer(office, number, STOPPED)
    answer(office, number, STOPPED, Stopped.NO_ORDERS)
    case = caseload.case(office.engine, wang, number, office.time)
    assert case
    assert case.steps[-1].note == "1个月：没干了，厂里没活了"
    check = checks.of_referral(office.engine, wang, number, office.time)[0].id
    again, told = work.again(wang, number, check, office.time)
    assert work.again(wang, number, check, office.time) == (again, []), "tapped twice"
    assert len(told) == 1
    [line] = piles.queue(office.engine, wang, Pile.NEW, office.time).lines
    assert (line.id, line.name, line.phone, line.kind) == (again, "张桂英", "138****1234", RecordKind.JOB)
    assert checks.of_referral(office.engine, wang, number, office.time)[0].again == again
    on(office, "2026-12-02")
    assert due(office) == []


def test_an_answer_can_be_taken_back_by_who_gave_it_for_a_while(office: Office) -> None:
    number = placed(office)
    on(office, "2026-04-02")
    answer(office, number, STOPPED, Stopped.PAY)
    check = checks.of_referral(office.engine, office.member("wang"), number, office.time)[0]
    assert check.retractable
    with pytest.raises(TooLate):
        Retention(office.engine).retract(office.member("li"), number, check.id, office.time)
    Retention(office.engine).retract(office.member("wang"), number, check.id, office.time)
    assert [each.id for each in due(office)] == [check.id]
    answer(office, number, STAYS)
    with pytest.raises(TooLate):
        Retention(office.engine).retract(office.member("wang"), number, check.id, office.time + timedelta(minutes=11))


def test_who_may(office: Office) -> None:
    number = placed(office)
    other = placed(office)
    on(office, "2026-04-02")
    check = checks.of_referral(office.engine, office.member("wang"), other, office.time)[0].id
    for login, refusal in (("auditor", ReadOnly), ("zhao", Unknown)):
        with pytest.raises(refusal):
            answer(office, number, STAYS, login=login)
    with pytest.raises(Unfit):
        Retention(office.engine).answer(office.member("wang"), number, check, STAYS, office.time)
    assert answer(office, number, STAYS, login="county")
    with pytest.raises(Unfit):
        Retention(office.engine).again(office.member("wang"), number, check, office.time)


def test_the_board_rates_who_was_due_by_what_was_found_last(office: Office) -> None:
    assert stable(office) is None
    first, second, third = (placed(office) for _ in range(3))
    assert stable(office) is None, "too early for any"
    on(office, "2026-04-02")
    answer(office, first, STAYS)
    assert stable(office) == 100
    answer(office, second, MOVED)
    answer(office, third, STOPPED, Stopped.TIRED)
    assert stable(office) == 66
    on(office, "2026-06-16")
    assert stable(office) == 66, "there is still time for the second check"
    on(office, "2026-06-17")
    assert stable(office) == 0, "nobody was asked: nobody counts"
    answer(office, first, STAYS)
    assert stable(office) == 33


def test_a_check_nobody_made_counts_as_no_work_and_never_raises_the_rate() -> None:
    begin = date(2026, 3, 2)
    checks = [Check(months=months, due_on=retention._months_on(begin, months)) for months in (1, 3)]
    assert met(checks, checks[0].due_on) is None
    assert met(checks, checks[0].due_on + GRACE) is False
    checks[0].answer = Answer.MISSED
    assert met(checks, checks[0].due_on) is False
    checks[1].answer = Answer.STAYS
    assert met(checks, checks[1].due_on) is True


def test_of_two_placements_of_a_household_the_last_counts(office: Office) -> None:
    for _ in range(2):
        number = office.ask(person="same")
        office.desk.claim(office.member("wang"), number)
        office.desk.finish(office.member("wang"), number, Status.PLACED)
    on(office, "2026-04-02")
    answer(office, 1, STOPPED, Stopped.HOME)
    answer(office, 2, STAYS)
    found = targets.standing(office.engine, office.member("county"), "stable", today(office.time))
    assert found
    assert [(entry.referral, entry.met) for entry in found.entries or ()] == [(2, True)]
    with reading(office.engine) as session:
        assert session.query(Check).count() == 6
