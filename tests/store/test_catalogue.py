"""The lists of the county: who may change what, two at once, what ends by itself."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.records import JobKind, Status
from store.catalogue import entries, listing
from store.catalogue.entries import Changed, NotYours, StillBusy, Wrong
from store.catalogue.listing import Asked, Show
from store.catalogue.scope import Scope
from store.catalogue.states import State
from store.database import reading, writing
from store.facts import Offers, SqlFacts
from store.refusals import Unfit, Unknown
from store.tables import Audit, Course, Job, Registration, Station, VillagePost, Workshop
from tests.console.office import HENGBU, MEMBERS, YIJIN, Office, sqlite_office

TODAY = date(2026, 3, 2)
JOB = {"title": "缝纫工", "kind": "车间", "employer": "横埠服装厂", "township": "横埠镇", "pay": "按件算"}
HENGBU_TOWN, YIJIN_TOWN = "340722106", "340722110"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def add(office: Office, login: str = "wang", kind: str = "jobs", **typed: str) -> int:
    return entries.add(office.engine, office.member(login), kind, (JOB if kind == "jobs" else {}) | typed, office.time)


def change(office: Office, number: int, login: str = "wang", mark: str = "", **typed: str) -> None:
    found = entries.entry(office.engine, office.member(login), "jobs", number)
    entries.change(
        office.engine, office.member(login), "jobs", number, {**found.texts, **typed}, mark or found.mark, office.time
    )


def job(office: Office, number: int) -> Job:
    with reading(office.engine) as session:
        return session.get_one(Job, number)


def shown(office: Office) -> list[str]:
    facts = SqlFacts(office.engine, Offers(office.engine, office.now), "x", office.time)
    return [each.title for each in facts.jobs()]


def states(office: Office, login: str = "county", **asked: Any) -> dict[str, State]:
    page = listing.page(office.engine, office.member(login), "jobs", Asked(**{"show": Show.ALL, **asked}), TODAY)
    return {line.texts["title"]: line.state for line in page.lines}


def test_what_is_put_in_is_theirs_shown_at_once_and_written_down(office: Office) -> None:
    number = add(office, wage_from="2800", light="是")
    row = job(office, number)
    assert (row.station_id, row.kind, row.wage_from, row.light, row.trade) == (
        HENGBU,
        JobKind.WORKSHOP,
        2800,
        True,
        "缝纫",
    )
    assert shown(office) == ["缝纫工"]
    change(office, number, pay="每月3000元")
    entries.close(office.engine, office.member("wang"), "jobs", number, office.time)
    assert shown(office) == []
    entries.reopen(office.engine, office.member("hengbu"), "jobs", number, office.time)
    assert shown(office) == ["缝纫工"]
    with reading(office.engine) as session:
        acts = session.scalars(select(Audit.action).where(Audit.subject == f"job-{number}").order_by(Audit.id)).all()
    assert acts == ["job-added", "job-changed", "job-closed", "job-reopened"]


@pytest.mark.parametrize(
    ("login", "allowed"),
    [(login, login in {"wang", "li", "hengbu", "county"}) for login in MEMBERS],
)
def test_only_those_whose_it_is_change_it(office: Office, login: str, allowed: bool) -> None:
    number = add(office)
    member = office.member(login)
    assert entries.entry(office.engine, member, "jobs", number).mine is allowed
    acts: tuple[Callable[[], None], ...] = (
        lambda: change(office, number, login, pay="面谈"),
        lambda: entries.close(office.engine, member, "jobs", number, office.time),
        lambda: entries.reopen(office.engine, member, "jobs", number, office.time),
    )
    for act in acts:
        if allowed:
            act()
        else:
            with pytest.raises(NotYours):
                act()
    if not allowed:
        assert (job(office, number).pay, job(office, number).open) == ("按件算", True)


def test_who_may_change_is_said_the_same_way_twice(office: Office) -> None:
    """As a condition of a query and of a row that is read."""
    with writing(office.engine) as session:
        session.add(Station(id=3, name="横埠二站", township=HENGBU_TOWN, scene="hengbu-2"))
        session.flush()
        for station in (None, HENGBU, YIJIN, 3):
            for town in ("", HENGBU_TOWN, YIJIN_TOWN):
                whose: dict[str, Any] = {"township": town, "station_id": station}
                session.add(Job(title="工", kind=JobKind.AWAY, **whose))
                session.add(Course(title="班", starts_on=TODAY, **whose))
                session.add(Workshop(name="厂", **whose))
        for town in (HENGBU_TOWN, YIJIN_TOWN):
            session.add(VillagePost(village=f"{town}201", quota=3))
    for login in MEMBERS:
        with reading(office.engine) as session:
            scope = Scope.of(session, office.member(login))
            tables: tuple[Any, ...] = (Job, Course, Workshop, Station, VillagePost)
            for table in tables:
                asked = {row.id for row in session.scalars(select(table).where(scope.where(table)))}
                assert asked == {row.id for row in session.scalars(select(table)) if scope.holds(row)}, (login, table)


def test_nobody_gives_away_or_takes_what_is_another_townships(office: Office) -> None:
    workshop = {"name": "官塘车间", "township": "横埠镇"}
    number = entries.add(office.engine, office.member("county"), "workshops", workshop, office.time)
    found = entries.entry(office.engine, office.member("hengbu"), "workshops", number)
    moved = {**found.texts, "township": "义津镇"}
    with pytest.raises(Wrong) as wrong:
        entries.change(office.engine, office.member("hengbu"), "workshops", number, moved, found.mark, office.time)
    assert set(wrong.value.wrongs) == {"township"}
    station = {"name": "义津二站", "township": "义津镇"}
    for login in ("wang", "hengbu", "zhao", "auditor"):
        with pytest.raises(NotYours):
            entries.add(office.engine, office.member(login), "stations", station, office.time)
    assert entries.add(office.engine, office.member("yijin"), "stations", station, office.time)


def test_two_who_change_the_same_row_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    number = add(office)
    mark = entries.entry(office.engine, office.member("li"), "jobs", number).mark
    change(office, number, "wang", pay="每月3000元")
    with pytest.raises(Changed) as changed:
        change(office, number, "li", mark=mark, pay="每月2500元")
    assert changed.value.last == ("王芳", office.time)
    assert changed.value.now["pay"] == "每月3000元"
    assert job(office, number).pay == "每月3000元"
    change(office, number, "li", mark=changed.value.mark, pay="每月2500元")  # having seen it
    assert job(office, number).pay == "每月2500元"


def test_announcing_a_job_is_no_change_of_it(office: Office) -> None:
    number = add(office)
    mark = entries.entry(office.engine, office.member("wang"), "jobs", number).mark
    with writing(office.engine) as session:
        session.get_one(Job, number).announced_at = office.time
    change(office, number, mark=mark, pay="面谈")


def test_a_job_ends_by_itself_is_seen_before_and_gets_another_month(office: Office) -> None:
    for day in ("2026-03-01", "2026-03-02", "2026-03-05", "2026-03-06"):
        add(office, title=f"工{day}", closes_on=day)
    assert list(states(office).values()) == [State.OPEN, State.ENDING, State.ENDING, State.OVER]
    assert shown(office) == ["工2026-03-02", "工2026-03-05", "工2026-03-06"]
    assert listing.count_ending(office.engine, office.member("wang"), TODAY) == 3
    assert listing.count_ending(office.engine, office.member("zhao"), TODAY) == 0
    assert set(states(office, "wang", show=Show.ENDING)) == {"工2026-03-01", "工2026-03-02", "工2026-03-05"}
    assert entries.extend(office.engine, office.member("wang"), 1, office.time) == date(2026, 4, 1)
    assert entries.extend(office.engine, office.member("wang"), 3, office.time) == date(2026, 4, 4)
    assert listing.count_ending(office.engine, office.member("wang"), TODAY) == 1
    with pytest.raises(Unfit):
        entries.extend(office.engine, office.member("wang"), add(office), office.time)


def test_a_job_that_has_all_it_wanted_is_shown_no_more(office: Office) -> None:
    number = add(office, wanted="2")
    for _ in range(2):
        assert shown(office) == ["缝纫工"]
        referral = office.claimed()
        with writing(office.engine) as session:
            session.get_one(Registration, referral).choice_id = str(number)
        office.desk.finish(office.member("wang"), referral, Status.PLACED)
    assert shown(office) == []
    assert states(office) == {"缝纫工": State.FULL}
    change(office, number, wanted="3")
    assert shown(office) == ["缝纫工"]


def test_what_is_wrong_is_said_beside_each_and_the_same_twice_is_refused(office: Office) -> None:
    with pytest.raises(Wrong) as wrong:
        add(office, title="", wage_from="3000", wage_to="2000", age_to="六十", closes_on="月底")
    assert set(wrong.value.wrongs) == {"title", "wage_to", "age_to", "closes_on"}
    add(office)
    with pytest.raises(Wrong) as wrong:
        add(office, "li")
    assert "已经有了" in wrong.value.wrongs["title"]
    with pytest.raises(Unknown):
        entries.entry(office.engine, office.member("county"), "people", 1)


def test_lists_are_searched_and_paged(office: Office) -> None:
    with writing(office.engine) as session:
        for number in range(listing.PAGE + 5):
            session.add(Job(title=f"工{number}", kind=JobKind.AWAY, station_id=HENGBU, township=HENGBU_TOWN))
        session.add(Job(title="护林员", kind=JobKind.AUXILIARY, employer="林场_甲", township=YIJIN_TOWN))
    county = office.member("county")
    first = listing.page(office.engine, county, "jobs", Asked(), TODAY)
    rest = listing.page(office.engine, county, "jobs", Asked(before=first.before), TODAY)
    assert (len(first.lines), len(rest.lines), rest.before) == (listing.PAGE, 6, 0)
    assert list(states(office, text="场_")) == list(states(office, text="义津")) == ["护林员"]
    assert states(office, text="%") == {}
    assert list(states(office, township=YIJIN_TOWN)) == ["护林员"]
    assert "护林员" not in states(office, "wang", mine=True)
    assert "护林员" in states(office, "wang")


def test_a_station_closes_only_when_nobody_waits_there_and_gets_nothing_more(office: Office) -> None:
    county = office.member("county")
    referral = office.ask(station=YIJIN)
    with pytest.raises(StillBusy) as busy:
        entries.close(office.engine, county, "stations", YIJIN, office.time)
    assert busy.value.count == 1
    office.desk.hand_over(county, referral, HENGBU)
    entries.close(office.engine, county, "stations", YIJIN, office.time)
    facts = SqlFacts(office.engine, Offers(office.engine, office.now), "x", office.time)
    assert [station.id for station in facts.stations()] == [HENGBU]
    with pytest.raises(NotYours):
        entries.close(office.engine, office.member("zhao"), "stations", HENGBU, office.time)


def test_an_example_that_is_changed_is_one_no_more(office: Office) -> None:
    number = add(office)
    with writing(office.engine) as session:
        session.get_one(Job, number).example = True
    change(office, number, pay="面谈")
    assert not job(office, number).example


def test_on_every_database(engine: Engine) -> None:
    office = Office(engine)
    number = add(office, wanted="1", closes_on="2026-03-03")
    change(office, number, pay="面谈", closes_on="")
    assert states(office, text="服装") == {"缝纫工": State.OPEN}
    assert shown(office) == ["缝纫工"]
