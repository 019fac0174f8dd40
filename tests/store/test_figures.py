from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.effects import Missed
from bot.records import RecordKind, Status
from store.figures import Asked, Figures, Sources, figures, misses_by_week
from store.letters import Call
from store.records import SqlRecords
from tests.console.office import YIJIN, Office, sqlite_office

THIS = date(2026, 3, 2)  # the Monday on which the office's clock stands
HENGBU_TOWN, YIJIN_TOWN = "340722106", "340722110"


@dataclass(frozen=True)
class Row:
    week: date
    topic: str
    township: str
    outcome: str
    count: int


def back(weeks: int) -> date:
    return THIS - timedelta(weeks=weeks)


ROWS = (
    Row(back(6), "wage_arrears", HENGBU_TOWN, "answered", 6),
    Row(back(6), "", HENGBU_TOWN, "missed", 4),
    Row(back(2), "wage_arrears", HENGBU_TOWN, "answered", 7),
    Row(back(2), "wage_arrears", HENGBU_TOWN, "offered", 1),
    Row(back(2), "wage_arrears", HENGBU_TOWN, "unhelpful", 2),
    Row(back(0), "", HENGBU_TOWN, "missed", 50),  # the running week does not count for the trend
    Row(back(2), "station_what", YIJIN_TOWN, "answered", 3),
    Row(back(2), "station_what", "", "answered", 5),
)


def kept(session: Session, since: date, until: date) -> Sequence[Row]:
    return [row for row in ROWS if since <= row.week <= until]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        yield office


def of(office: Office, login: str, sources: Sources | None = None) -> Figures:
    return figures(office.engine, office.member(login), office.time, 12, sources or Sources(kept))


def test_what_was_asked_is_counted_by_week_topic_and_township(office: Office) -> None:
    found = of(office, "county")
    assert found.weeks == tuple(back(weeks) for weeks in range(11, -1, -1))
    assert found.asked[back(2)] == Asked(18, 2)
    assert found.topics[0] == ("", Asked(54, 54))
    assert found.topics[1] == ("wage_arrears", Asked(16, 2))
    assert dict(found.townships) == {HENGBU_TOWN: Asked(70, 56), YIJIN_TOWN: Asked(3, 0), "": Asked(5, 0)}


def test_whether_misses_fall_is_judged_by_full_weeks(office: Office) -> None:
    found = of(office, "county")
    assert found.share == (2 / 18, 4 / 10)
    assert found.falling is True
    assert of(office, "yijin").falling is None


@pytest.mark.parametrize("login", ["hengbu", "wang"])
def test_a_township_and_its_station_see_their_own(office: Office, login: str) -> None:
    assert [township for township, _ in of(office, login).townships] == [HENGBU_TOWN]
    office.ask()
    office.ask(station=YIJIN)
    office.ask(station=None)
    assert {kind: sum(weeks.values()) for kind, weeks in of(office, login).registered.items()} == {RecordKind.JOB: 1}
    assert sum(of(office, "county").registered[RecordKind.JOB].values()) == 3
    assert of(office, "lost").registered == {}


def test_the_bots_words_are_nobodys_work(office: Office) -> None:
    referral = office.claimed()
    office.desk.called(office.member("wang"), referral, Call.NO_ANSWER)  # the bot tells the person that we tried
    office.desk.called(office.member("wang"), referral, Call.CONNECTED)
    office.desk.write(office.member("wang"), referral, "明天来站里")
    office.desk.finish(office.member("wang"), referral, Status.PLACED)  # and that it has ended
    found = of(office, "county")
    assert (found.calls[THIS], found.letters[THIS], found.ended[THIS], found.ended_well[THIS]) == (2, 1, 1, 1)


def test_a_case_that_ended_twice_counts_once_and_a_note_does_not_move_it(office: Office) -> None:
    referral = office.claimed()
    office.desk.called(office.member("wang"), referral, Call.CONNECTED)
    office.desk.finish(office.member("wang"), referral, Status.DECLINED)
    office.desk.undo(office.member("wang"), referral)
    assert of(office, "county").ended == {}
    office.desk.finish(office.member("wang"), referral, Status.PLACED)
    office.wait(weeks=1)
    office.desk.note(office.member("wang"), referral, "干得好")
    assert of(office, "county").ended == {THIS: 1}


def test_without_a_counter_of_answers_misses_are_counted_from_those_kept_for_review(office: Office) -> None:
    SqlRecords(office.engine).commit("p", "m", office.time, [Missed("天书")])
    found = of(office, "county", Sources())
    assert found.asked[THIS] == Asked(1, 1)
    assert found.falling is None
    assert Sources().questions is misses_by_week


def test_pushes_are_shown_when_there_are_any(office: Office) -> None:
    assert of(office, "county").reached is None
    found = of(office, "county", Sources(kept, lambda session, member, since, until: {THIS: 40}))
    assert found.reached == {THIS: 40}
