"""Who has a referral in hand, and who is away, on every kind of database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.records import Status
from bot.when import today
from store.database import reading
from store.referrals import caseload, colleagues, piles
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.referrals.views import Line
from store.refusals import ReadOnly, Unfit, Unknown
from store.tables import Absence, Audit
from tests.console.office import HENGBU, YIJIN, Office

FRIDAY = date(2026, 3, 6)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def on(office: Office, pile: Pile, login: str = "li") -> list[Line]:
    return list(piles.queue(office.engine, office.member(login), pile, office.time).lines)


def leave(office: Office, who: str, by: str = "", until: date = FRIDAY) -> int:
    return colleagues.leave(office.engine, office.member(by or who), office.member(who).id, until, office.time)


def names(office: Office, login: str) -> set[str]:
    return {each.name for each in colleagues.colleagues(office.engine, office.member(login), today(office.time))}


def able(office: Office, number: int) -> set[str]:
    return {each.name for each in colleagues.able(office.engine, number, today(office.time))}


class TestAway:
    """Nothing stays with somebody who is not there."""

    def test_all_that_is_open_goes_back_and_says_so(self, office: Office) -> None:
        first, second, third, fourth = (office.claimed() for _ in range(4))
        wang, hers = office.member("wang"), office.claimed("li")
        office.desk.called(wang, second, Call.CONNECTED)
        office.desk.finish(wang, third, Status.ANSWERED)
        office.desk.later(wang, fourth, date(2026, 3, 20), "收完油菜")
        assert leave(office, "wang") == 3
        new = on(office, Pile.NEW)
        assert {(line.id, line.freed, line.assignee) for line in new} == {(first, True, ""), (second, True, "")}
        assert [(line.id, line.rest_note) for line in on(office, Pile.LATER)] == [(fourth, "收完油菜")]
        assert office.status(third) is Status.ANSWERED
        assert [line.id for line in on(office, Pile.MINE)] == [hers]
        case = caseload.case(office.engine, office.member("li"), first, office.time)
        assert case
        assert case.steps[-1].note == "王芳3月6日前不在"
        office.desk.claim(office.member("li"), first)
        assert not any(line.freed for line in on(office, Pile.OPEN) if line.id == first)

    def test_it_ends_with_its_day_or_when_they_work(self, office: Office) -> None:
        leave(office, "wang")
        number = office.ask()
        assert "王芳" not in able(office, number)
        office.time += timedelta(days=5)
        assert "王芳" in able(office, number)
        leave(office, "wang", until=date(2026, 3, 20))
        office.desk.claim(office.member("wang"), number)
        assert office.count(Absence) == 0
        assert "王芳" in able(office, number)

    def test_they_say_that_they_are_back(self, office: Office) -> None:
        leave(office, "wang", by="hengbu")
        colleagues.back(office.engine, office.member("wang"), office.member("wang").id, office.time)
        assert office.count(Absence) == 0
        with reading(office.engine) as session:
            assert set(session.scalars(select(Audit.action))) >= {"staff-away", "staff-back"}

    @pytest.mark.parametrize(
        ("by", "who", "refusal"),
        [
            ("wang", "li", Unknown),
            ("hengbu", "zhao", Unknown),
            ("hengbu", "county", Unknown),
            ("lost", "wang", Unknown),
            ("auditor", "wang", ReadOnly),
            ("county", "auditor", Unknown),
        ],
    )
    def test_only_those_who_lead_them_mark_others(
        self, office: Office, by: str, who: str, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            leave(office, who, by)
        assert office.count(Absence) == 0

    def test_whom_each_leads(self, office: Office) -> None:
        assert names(office, "wang") == {"王芳"}
        assert names(office, "hengbu") == {"王芳", "李建国", "横埠镇"}
        assert names(office, "county") == {"王芳", "李建国", "赵平", "横埠镇", "义津镇", "县里", "没分站"}
        assert names(office, "auditor") == set()

    @pytest.mark.parametrize("days", [-1, 181])
    def test_not_until_yesterday_nor_for_ever(self, office: Office, days: int) -> None:
        with pytest.raises(Unfit):
            leave(office, "wang", until=today(office.time) + timedelta(days=days))


class TestAssign:
    """Those who lead give a referral to somebody who can have it."""

    def assign(self, office: Office, number: int, to: str, by: str = "hengbu") -> None:
        office.desk.assign(office.member(by), number, office.member(to).id)

    @pytest.mark.parametrize("station", [HENGBU, YIJIN, None])
    def test_who_can_have_it_is_in_whose_scope_it_is(self, office: Office, station: int | None) -> None:
        number = office.ask(station=station)
        for login in ("wang", "li", "zhao", "hengbu", "yijin", "county", "lost"):
            member = office.member(login)
            sees = caseload.case(office.engine, member, number, office.time) is not None
            assert (member.name in able(office, number)) is sees

    def test_it_is_theirs_whoever_had_it(self, office: Office) -> None:
        number = office.claimed("wang")
        office.desk.called(office.member("wang"), number, Call.CONNECTED)
        self.assign(office, number, "li")
        [line] = on(office, Pile.MINE)
        assert (line.assignee, line.status) == ("李建国", Status.CONTACTED), "what was reached stays reached"
        case = caseload.case(office.engine, office.member("li"), number, office.time)
        assert case
        assert case.steps[-1].note == "李建国（原来王芳在办）"

    def test_what_they_do_then_can_be_taken_back_and_it_stays_theirs(self, office: Office) -> None:
        number = office.ask()
        self.assign(office, number, "li")
        office.desk.called(office.member("li"), number, Call.CONNECTED)
        office.desk.undo(office.member("li"), number)
        assert [(line.id, line.status) for line in on(office, Pile.MINE)] == [(number, Status.CLAIMED)]
        office.desk.undo(office.member("hengbu"), number)
        assert office.status(number) is Status.NEW

    @pytest.mark.parametrize(("to", "by"), [("zhao", "hengbu"), ("auditor", "county"), ("li", "wang")])
    def test_not_to_or_by_others(self, office: Office, to: str, by: str) -> None:
        number = office.ask()
        with pytest.raises(Unfit):
            self.assign(office, number, to, by)
        assert office.status(number) is Status.NEW

    def test_not_to_somebody_who_is_away(self, office: Office) -> None:
        number = office.ask()
        leave(office, "li")
        with pytest.raises(Unfit):
            self.assign(office, number, "li")
