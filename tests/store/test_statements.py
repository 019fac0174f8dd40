"""How much SQL a message costs: what is filed goes as rows, each statement once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from bot.effects import Consent, Durable, Missed, Register
from bot.records import Fields, JobKind, Picked, Place, RecordKind
from store.database import writing
from store.records import SqlRecords
from store.tables import Job, Station

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HENGBU = Place(township="340722106", village="", text="横埠镇")
LI = Fields(name="李大山", phone="13800001234", village=HENGBU, choice=Picked(1, "1", "缝纫工"))

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def statements(engine: Engine) -> Iterator[Count]:
    """How many statements something sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        sent.append(statement)

    def count(done: Callable[[], object]) -> int:
        sent.clear()
        done()
        return len(sent)

    event.listen(engine, "before_cursor_execute", note)
    yield count
    event.remove(engine, "before_cursor_execute", note)


def test_a_commit_sends_as_few_statements_as_what_it_files_needs(engine: Engine, statements: Count) -> None:
    with writing(engine) as session:
        session.add(Station(id=1, name="横埠驿站", township="340722106", scene="hengbu"))
        session.add(Job(id=1, title="缝纫工", kind=JobKind.AWAY))
    records = SqlRecords(engine)

    def costs(key: str, effect: Durable) -> int:
        return statements(lambda: records.commit("li", key, AT, [effect]))

    # The sender; the newcomer, what was not understood, the deed.
    assert costs("1", Missed("啥子")) == 4
    # The sender with what was done of this message; the person, the consent, the deed.
    assert costs("2", Consent("同意")) == 4
    # The same; what is open, what is known; the person, the request, its station, the referral with its first
    # step, the news to the station, the question whether the promise was kept, the deed; what is told of it.
    promised = Register(RecordKind.JOB, LI, promised_at=AT + timedelta(days=1))
    assert costs("3", promised) == 12
    assert costs("3", promised) == 2  # a retry finds what is there
    assert costs("4", Missed("啥子")) == 3


def test_what_is_looked_up_is_one_statement_and_only_once(engine: Engine, statements: Count) -> None:
    records = SqlRecords(engine)
    records.commit("li", "1", AT, [Register(RecordKind.JOB, LI)])
    facts = records.facts("li", AT)
    assert statements(facts.profile) == statements(facts.records) == statements(facts.attendant) == 1
    assert statements(facts.profile) == statements(facts.records) == 0


def test_jobs_that_did_not_change_stay_the_same_list(engine: Engine) -> None:
    """What was found among them is kept with it (see `bot.vacancies`)."""
    now = AT
    records = SqlRecords(engine, clock=lambda: now)
    with writing(engine) as session:
        session.add(Job(id=1, title="缝纫工", kind=JobKind.AWAY))
    before = records.facts("li", AT).jobs()
    now = AT + timedelta(minutes=1)
    assert records.facts("li", AT).jobs() is before
    with writing(engine) as session:
        session.get_one(Job, 1).title = "电焊工"
    now = AT + timedelta(minutes=2)
    assert [job.title for job in records.facts("li", AT).jobs()] == ["电焊工"]
