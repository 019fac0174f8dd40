"""Finding referrals in one's scope, on every kind of database."""

import pytest
from sqlalchemy import Engine

from bot.records import RecordKind, Status
from store.referrals.filters import Filter, Whose, find
from tests.console.office import HENGBU, YIJIN, Office


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def found(office: Office, wanted: Filter, login: str = "wang") -> list[int]:
    return [line.id for line in find(office.engine, office.member(login), wanted).lines]


def test_each_filter_alone_and_all_together(office: Office) -> None:
    first = office.claimed("wang")
    second = office.ask(name="何家有", kind=RecordKind.PRODUCE, phone="13800009999")
    third = office.claimed("li", kind=RecordKind.TRAINING)
    ended = office.claimed("wang")
    office.desk.finish(office.member("wang"), ended, Status.PLACED)
    everything = [ended, third, second, first]
    assert found(office, Filter(place="340722106213")) == everything
    assert found(office, Filter(place="340722106")) == everything
    assert found(office, Filter(place="340722106214")) == []
    assert found(office, Filter(kind=RecordKind.PRODUCE)) == [second]
    assert found(office, Filter(status=Status.PLACED)) == [ended]
    assert found(office, Filter(whose=Whose.MINE)) == [first], "what has ended is nobody's work"
    assert found(office, Filter(whose=Whose.NOBODY)) == [second]
    assert found(office, Filter(whose=Whose.OTHERS)) == [third]
    assert found(office, Filter("9999")) == [second]
    assert found(office, Filter("999")) == [], "three figures are anybody's"
    whole = Filter("桂英", "340722106", RecordKind.JOB, Status.CLAIMED, Whose.MINE)
    assert found(office, whole) == [first]


def test_no_filter_leads_out_of_scope(office: Office) -> None:
    office.ask(station=YIJIN)
    office.ask(station=HENGBU)
    for wanted in (Filter(place="340722110"), Filter("义津"), Filter(status=Status.NEW), Filter(whose=Whose.NOBODY)):
        assert 1 not in found(office, wanted)
        assert 1 in found(office, wanted, "county")
    assert found(office, Filter(status=Status.NEW), "lost") == []


def test_pages_show_everything_once(office: Office) -> None:
    numbers = [office.ask() for _ in range(7)]
    seen, after = [], ""
    for _ in range(3):
        page = find(office.engine, office.member("wang"), Filter("桂英"), after, size=3)
        seen += [line.id for line in page.lines]
        after = page.after
        office.ask(name="桂英后来的")
    assert seen == numbers[::-1]
    assert after == ""


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
def test_a_page_that_makes_no_sense_is_the_first(office: Office, after: str) -> None:
    number = office.ask()
    assert [line.id for line in find(office.engine, office.member("wang"), Filter("桂英"), after).lines] == [number]
