from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.effects import QuestionEnding
from bot.records import RecordKind, Status
from store.asked.questions import WeekCount
from store.counting.figures import Asked, Figures, figures
from store.database import writing
from store.referrals.letters import Call
from store.tables import Got, Person, Push, PushPerson, PushStatus, QuestionCount, Reach
from tests.console.office import YIJIN, Office, sqlite_office

THIS = date(2026, 3, 2)  # the Monday on which the office's clock stands
HENGBU_TOWN, YIJIN_TOWN = "340722106", "340722110"


def back(weeks: int) -> date:
    return THIS - timedelta(weeks=weeks)


ROWS = (
    WeekCount(back(6), "wage_arrears", HENGBU_TOWN, QuestionEnding.ANSWERED, 6),
    WeekCount(back(6), "", HENGBU_TOWN, QuestionEnding.MISSED, 4),
    WeekCount(back(2), "wage_arrears", HENGBU_TOWN, QuestionEnding.ANSWERED, 7),
    WeekCount(back(2), "wage_arrears", HENGBU_TOWN, QuestionEnding.OFFERED, 1),
    WeekCount(back(2), "wage_arrears", HENGBU_TOWN, QuestionEnding.UNHELPFUL, 2),
    WeekCount(back(0), "", HENGBU_TOWN, QuestionEnding.MISSED, 50),  # the running week does not count for the trend
    WeekCount(back(2), "station_what", YIJIN_TOWN, QuestionEnding.ANSWERED, 3),
    WeekCount(back(2), "station_what", "", QuestionEnding.ANSWERED, 5),
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with sqlite_office(tmp_path) as office:
        with writing(office.engine) as session:
            session.add_all(count_of(row) for row in ROWS)
        yield office


def count_of(row: WeekCount) -> QuestionCount:
    return QuestionCount(day=row.week, topic=row.topic, township=row.township, outcome=row.outcome, count=row.count)


def of(office: Office, login: str) -> Figures:
    return figures(office.engine, office.member(login), office.time, 12)


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


def test_whom_a_push_reached_is_counted_in_its_week(office: Office) -> None:
    with writing(office.engine) as session:
        push = Push(
            title="招工",
            text="招工",
            choices=[],
            audience={},
            reach=Reach.EACH,
            status=PushStatus.DONE,
            pace=60,
            staff_id=office.member("county").id,
            created_at=office.time,
        )
        session.add(push)
        for name, got in (("p", Got.SENT), ("q", Got.ANNOUNCED), ("r", Got.REFUSED), ("s", Got.UNSURE)):
            person = Person(channel_id=name, created_at=office.time, updated_at=office.time)
            session.add(PushPerson(push=push, person=person, got=got, at=office.time))
    assert of(office, "county").reached == {THIS: 2}
    assert of(office, "wang").reached == {}
