"""The list of households' plans: who sees which, what is late, how one comes to its end."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, select

from bot.effects import Register
from bot.records import Fields, Picked, RecordKind, Status
from store.database import reading
from store.records import SqlRecords
from store.referrals import plans
from store.referrals.households import Plans
from store.referrals.plans import Which
from store.refusals import ReadOnly, Unfit, Unknown
from store.tables import Referral
from tests.console.office import HENGBU, PLACES, YIJIN, Office

BEGIN, LATER = date(2026, 3, 2), date(2026, 3, 20)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def poor(office: Office, name: str, station: int = HENGBU, whom: str = "") -> int:
    fields = Fields(name=name, village=PLACES[station], choice=Picked(1, "9", "保洁"), for_whom=whom, nobody_works=True)
    SqlRecords(office.engine).commit(name, f"{name}{whom}", office.time, [Register(RecordKind.JOB, fields)])
    with reading(office.engine) as session:
        return session.scalars(select(Referral.id).order_by(Referral.id.desc())).first() or 0


def names(office: Office, login: str, which: Which = Which.OPEN, on: date = BEGIN, township: str = "") -> list[str]:
    page = plans.plans(office.engine, office.member(login), which, on, township=township)
    return [plan.name for plan in page.plans]


def test_everybody_sees_the_plans_of_their_own(office: Office) -> None:
    poor(office, "横埠户")
    poor(office, "义津户", YIJIN)
    office.ask("有人上班的")
    assert names(office, "wang") == names(office, "hengbu") == ["横埠户"]
    assert names(office, "zhao") == ["义津户"]
    assert names(office, "county") == names(office, "auditor") == ["横埠户", "义津户"]
    assert names(office, "county", township="340722110") == ["义津户"]
    assert names(office, "lost") == []
    with pytest.raises(Unknown):
        plans.one(office.engine, office.member("zhao"), 1, BEGIN)


def test_what_is_late_is_marked_and_what_is_due_first_stands_first(office: Office) -> None:
    first = poor(office, "先来的")
    office.wait(days=3)
    poor(office, "后来的")
    wang = office.member("wang")
    found = plans.one(office.engine, wang, 1, LATER)
    for step in found.steps:
        if step.overdue:
            Plans(office.engine).tick(wang, first, step.id, office.time)
    assert names(office, "wang", Which.LATE, LATER) == ["后来的"]
    assert names(office, "wang", on=LATER) == ["后来的", "先来的"]
    assert plans.count_late(office.engine, wang, LATER) == 1
    assert plans.count_late(office.engine, wang, BEGIN) == 0
    found = plans.one(office.engine, wang, 1, LATER)
    assert (found.done, found.late, found.next and found.next.what) == (3, False, "不会手艺的，报一个免费培训")


def test_a_long_list_goes_on(office: Office) -> None:
    for number in range(5):
        poor(office, f"第{number}户")
    seen, after = [], ""
    while True:
        page = plans.plans(office.engine, office.member("wang"), Which.OPEN, BEGIN, after, size=2)
        seen += [plan.name for plan in page.plans]
        if not (after := page.after):
            break
    assert seen == [f"第{number}户" for number in range(5)]


def test_it_ends_when_somebody_works_and_goes_on_when_that_is_taken_back(office: Office) -> None:
    referral, wang = poor(office, "横埠户"), office.member("wang")
    office.desk.claim(wang, referral)
    office.desk.finish(wang, referral, Status.PLACED)
    assert names(office, "wang") == []
    assert names(office, "wang", Which.ENDED) == ["横埠户"]
    assert plans.one(office.engine, wang, 1, LATER).works
    assert names(office, "wang", Which.LATE, LATER) == []
    office.desk.undo(wang, referral)
    assert names(office, "wang") == ["横埠户"]


def test_a_neighbour_who_works_ends_nothing(office: Office) -> None:
    poor(office, "横埠户")
    wang, neighbour = office.member("wang"), poor(office, "横埠户", whom="邻居")
    office.desk.claim(wang, neighbour)
    office.desk.finish(wang, neighbour, Status.PLACED)
    assert len(names(office, "wang")) == len(names(office, "wang", Which.ENDED)) == 1


def test_staff_close_it_and_open_it_again(office: Office) -> None:
    referral, wang, acts = poor(office, "横埠户"), office.member("wang"), Plans(office.engine)
    acts.close(wang, referral, "儿子在外上班了", office.time)
    found = plans.one(office.engine, wang, 1, LATER)
    assert (found.ended, found.closed_why, found.next, found.late) == (True, "儿子在外上班了", None, False)
    with pytest.raises(Unfit):
        acts.close(wang, referral, "x", office.time)
    acts.reopen(wang, referral, office.time)
    assert names(office, "wang") == ["横埠户"]
    with pytest.raises(Unfit):
        acts.reopen(wang, referral, office.time)


def test_somebody_answers_for_each_step(office: Office) -> None:
    referral, wang, acts = poor(office, "横埠户"), office.member("wang"), Plans(office.engine)
    steps = plans.one(office.engine, wang, 1, BEGIN).steps
    acts.tick(wang, referral, steps[0].id, office.time)
    acts.assign(wang, referral, 0, ("赵村长", None), office.time)
    acts.assign(wang, referral, steps[1].id, ("王芳", date(2026, 3, 4)), office.time)
    found = plans.one(office.engine, wang, 1, BEGIN).steps
    assert [step.responsible for step in found] == ["", "王芳", *["赵村长"] * 4]
    assert found[1].due_on == date(2026, 3, 4)
    for which, whom in (
        (steps[0].id, ("王芳", None)),
        (999, ("王芳", None)),
        (0, ("", None)),
        (0, ("王芳", LATER)),
        (steps[1].id, ("王芳", date(2020, 1, 1))),
    ):
        with pytest.raises(Unfit):
            acts.assign(wang, referral, which, whom, office.time)


Act = Callable[[Office, str, int], object]
ACTS: list[Act] = [
    lambda office, login, number: Plans(office.engine).close(office.member(login), number, "x", office.time),
    lambda office, login, number: Plans(office.engine).reopen(office.member(login), number, office.time),
    lambda office, login, number: Plans(office.engine).assign(
        office.member(login), number, 0, ("x", None), office.time
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not(office: Office, act: Act) -> None:
    referral = poor(office, "横埠户")
    for login, refusal in (("auditor", ReadOnly), ("zhao", Unknown), ("lost", Unknown)):
        with pytest.raises(refusal):
            act(office, login, referral)
    with pytest.raises(Unfit):
        act(office, "wang", office.ask())
