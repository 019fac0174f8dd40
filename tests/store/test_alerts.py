"""New jobs reach those who wait for them: once, in whatever way they were posted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from bot.effects import Alert, Follow, Forget, Register, Subscribe
from bot.matching import Wishes
from bot.records import Fields, JobKind, Picked, RecordKind, Status
from store.database import reading, writing
from store.offers import alerts
from store.records import SqlRecords
from store.tables import Job, JobAlert, Message, Outbox, Referral

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
AT_HOME = Wishes(kinds=(JobKind.HOME_BASED,))


class County:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.records = SqlRecords(engine, lambda: AT)

    def posts(self, title: str, kind: JobKind = JobKind.HOME_BASED, **more: object) -> int:
        with writing(self.engine) as session:
            row = Job(title=title, kind=kind, **more)
            session.add(row)
            session.flush()
            return row.id

    def waits(self, person: str, wishes: Wishes = AT_HOME, whom: str = "") -> None:
        with reading(self.engine) as session:
            passed = tuple(str(job) for job in session.scalars(select(Job.id).where(Job.open)))
        self.records.commit(person, f"wait-{whom}", AT, [Alert(wishes, passed, whom)])

    def announced(self, at: datetime = AT) -> list[tuple[str, str]]:
        with writing(self.engine) as session:
            owed = [
                row
                for job in alerts.due(session, at)
                for row in alerts.announce(session, job, alerts.whom_it_fits(session, job), at)
            ]
            for job in alerts.due(session, at):
                alerts.announced(session, job, at)
            messages = [
                session.get_one(Message, session.get_one(Outbox, row).payload["message"]) for row in dict.fromkeys(owed)
            ]
            return [(message.person.channel_id, message.text.split("：")[1].split("。")[0]) for message in messages]

    def do(self, person: str, *effects: object) -> None:
        self.records.commit(person, f"{effects}"[:60], AT, effects)  # type: ignore[arg-type]


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine)


def test_a_fitting_job_is_told_once(county: County) -> None:
    county.waits("li")
    county.waits("wang", Wishes(trade="缝纫"))
    job = county.posts("串珠", pay="一天40元")
    assert county.announced() == [("li", "串珠，一天40元")]
    assert county.announced() == []
    with writing(county.engine) as session:
        session.get_one(Job, job).announced_at = None
    county.announced()
    with reading(county.engine) as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalars(select(Message.choices)).one() == [[f"job.{job}", "报名这个活"]]


def test_what_was_there_and_not_wanted_is_no_news(county: County) -> None:
    county.posts("串珠")
    county.waits("li")
    assert county.announced() == []


def test_a_draft_is_news_when_it_is_opened(county: County) -> None:
    job = county.posts("串珠", open=False)
    county.waits("li")
    assert county.announced() == []
    with writing(county.engine) as session:
        session.get_one(Job, job).open = True
    assert len(county.announced()) == 1


def test_what_is_closed_is_not_announced(county: County) -> None:
    county.waits("li")
    county.posts("串珠", closes_on=date(2026, 3, 1))
    assert county.announced() == []


@pytest.mark.parametrize("effect", [Subscribe(wanted=False), Follow(follows=False), Forget()])
def test_who_does_not_want_to_hear_is_not_told(county: County, effect: object) -> None:
    county.waits("li")
    county.do("li", effect)
    county.posts("串珠")
    assert county.announced() == []


def test_who_wants_to_hear_again_is_told_of_the_next(county: County) -> None:
    county.waits("li")
    county.do("li", Subscribe(wanted=False))
    county.posts("串珠")
    county.announced()
    county.do("li", Subscribe(wanted=True))
    county.posts("编篮子")
    assert county.announced() == [("li", "编篮子")]


def test_who_applied_or_found_work_is_not_told(county: County) -> None:
    job = county.posts("串珠")
    county.waits("li")
    county.waits("wang")
    with writing(county.engine) as session:
        for row in session.scalars(select(JobAlert)):
            row.passed = []
    county.do("li", Register(RecordKind.JOB, Fields(choice=Picked(1, str(job), "串珠"))))
    assert county.announced() == [("wang", "串珠")]
    with writing(county.engine) as session:
        referral = session.scalars(select(Referral)).one()
        referral.status, referral.updated_at = Status.PLACED, AT + timedelta(days=1)
    county.posts("编篮子")
    assert county.announced() == [("wang", "编篮子")]


def test_one_message_for_a_job_that_fits_two_of_a_family(county: County) -> None:
    county.waits("li")
    county.waits("li", whom="媳妇")
    county.posts("串珠")
    assert len(county.announced()) == 1


def test_one_for_the_family_says_for_whom(county: County) -> None:
    county.waits("li", whom="媳妇")
    job = county.posts("串珠")
    county.announced()
    with reading(county.engine) as session:
        message = session.scalars(select(Message)).one()
        assert message.text.startswith("您替媳妇找的活来了：串珠。")
        assert message.choices == [[f"job.{job}.媳妇", "报名这个活"]]


def test_a_new_wish_replaces_the_former(county: County) -> None:
    county.waits("li")
    county.records.commit("li", "again", AT, [Alert(Wishes(kinds=(JobKind.AWAY,)), ())])
    county.posts("串珠")
    assert county.announced() == []
