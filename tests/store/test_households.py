"""Households in which nobody works: they come first, and have a plan that staff work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.effects import Forget, Register
from bot.records import Fields, Picked, RecordKind
from store.database import reading, writing
from store.offers import posts
from store.records import SqlRecords
from store.referrals import households, piles
from store.referrals.households import FIRST_STEPS, Plans
from store.referrals.piles import Pile
from store.refusals import ReadOnly, Unfit, Unknown
from store.tables import Audit, HouseholdPlan, PlanStep, Referral, ReferralEvent, VillagePost
from tests.console.office import HENGBU, PLACES, Office

LATER = date(2026, 4, 1)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def marked(office: Office, person: str = "poor", kind: RecordKind = RecordKind.JOB, whom: str = "") -> int:
    picked = Picked(1, "9", "保洁")
    fields = Fields(name="李大山", village=PLACES[HENGBU], choice=picked, for_whom=whom, nobody_works=True)
    SqlRecords(office.engine).commit(person, f"{person}{kind}{whom}", office.time, [Register(kind, fields)])
    with reading(office.engine) as session:
        return session.scalars(select(Referral.id).order_by(Referral.id.desc())).first() or 0


def test_it_comes_before_those_who_wait_longer_on_every_page(office: Office) -> None:
    before = [office.ask(person=f"p{number}") for number in range(3)]
    office.wait(hours=1)
    first = [marked(office, "one"), marked(office, "two")]
    wang, seen, after = office.member("wang"), [], ""
    while True:
        page = piles.queue(office.engine, wang, Pile.NEW, office.time, after, size=2)
        seen += [line.id for line in page.lines]
        if not (after := page.after):
            break
    assert seen == [*first, *before]
    assert piles.queue(office.engine, wang, Pile.NEW, office.time).lines[0].zero_employment


def test_a_household_has_one_plan_for_all_its_requests(office: Office) -> None:
    here, there = marked(office), marked(office, kind=RecordKind.TRAINING)
    marked(office, whom="邻居")
    assert office.count(HouseholdPlan) == 2
    wang = office.member("wang")
    plan = households.steps(office.engine, wang, here, LATER)
    assert plan == households.steps(office.engine, wang, there, LATER)
    assert [step.what for step in plan] == [what for _, what in FIRST_STEPS]
    assert [step.overdue for step in plan][-1:] == [False]
    assert plan[0].overdue
    assert households.steps(office.engine, wang, office.ask(), LATER) == ()


def test_steps_are_ticked_untied_and_added_and_all_is_written_down(office: Office) -> None:
    referral, wang, plans = marked(office), office.member("wang"), Plans(office.engine)
    first = households.steps(office.engine, wang, referral, LATER)[0]
    plans.tick(wang, referral, first.id, office.time)
    assert households.steps(office.engine, wang, referral, LATER)[0].done_by == "王芳"
    plans.tick(wang, referral, first.id, office.time)
    assert not households.steps(office.engine, wang, referral, LATER)[0].done_at
    plans.add(wang, referral, "带他去车间看看", "赵村长", date(2026, 3, 5), office.time)
    added = households.steps(office.engine, wang, referral, LATER)[1]
    assert (added.what, added.responsible) == ("带他去车间看看", "赵村长")
    with reading(office.engine) as session:
        for table in (select(ReferralEvent.what).order_by(ReferralEvent.id), select(Audit.action).order_by(Audit.id)):
            steps = [what for what in session.scalars(table) if what.startswith("plan-")]
            assert steps == ["plan-done", "plan-undone", "plan-added"]


def test_who_may(office: Office) -> None:
    referral, plans = marked(office), Plans(office.engine)
    step = households.steps(office.engine, office.member("wang"), referral, LATER)[0].id
    for login, refusal in (("auditor", ReadOnly), ("zhao", Unknown)):
        with pytest.raises(refusal):
            plans.tick(office.member(login), referral, step, office.time)
        with pytest.raises(refusal):
            plans.add(office.member(login), referral, "x", "", LATER, office.time)
    assert households.steps(office.engine, office.member("zhao"), referral, LATER) == ()
    wang, other = office.member("wang"), marked(office, "other")
    for where, which in ((other, step), (referral, 999)):
        with pytest.raises(Unfit):
            plans.tick(wang, where, which, office.time)
    for what, due in (("", LATER), ("x" * 300, LATER), ("x", date(2020, 1, 1))):
        with pytest.raises(Unfit):
            plans.add(wang, referral, what, "", due, office.time)
    with pytest.raises(Unfit):
        plans.add(wang, office.ask(), "x", "", LATER, office.time)


def test_the_plan_goes_with_the_person(office: Office) -> None:
    marked(office)
    SqlRecords(office.engine).commit("poor", "bye", datetime(2026, 3, 3, tzinfo=UTC), [Forget()])
    assert office.count(HouseholdPlan) == office.count(PlanStep) == 0


def test_posts_are_filled_in_by_those_whose_villages_they_are(office: Office) -> None:
    village = "340722106201"

    def save(login: str, quota: int, taken: int) -> None:
        row = VillagePost(village=village, quota=quota, taken=taken, poverty_village=False)
        posts.save(office.engine, office.member(login), row, office.time + timedelta(days=1))

    save("wang", 3, 1)
    save("county", 9, 2)
    line = next(
        each for each in posts.listing(office.engine, office.member("wang"), village[:9]) if each.village == village
    )
    assert (line.quota, line.taken, line.usual) == (9, 2, False)
    for login, refusal in (("zhao", Unknown), ("auditor", ReadOnly), ("lost", Unknown)):
        with pytest.raises(refusal):
            save(login, 3, 1)
    for quota, taken in ((2, 3), (-1, 0), (99, 0)):
        with pytest.raises(Unfit):
            save("wang", quota, taken)
    with pytest.raises(Unknown):
        posts.listing(office.engine, office.member("zhao"), village[:9])
    with writing(office.engine) as session:
        assert [row.subject for row in session.scalars(select(Audit).where(Audit.action == "posts"))] == [
            f"village-{village}"
        ] * 2
