"""Counting questions: beside the message's way, written by the sweeper, lost rather than waited for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select, text

from bot.effects import Answered, Forget, Learn, Missed, QuestionEnding
from bot.records import Fields, Place
from store.asked.questions import KEPT, LIST, MemoryQuestions, RedisQuestions, WeekCount, by_week, flush, notes
from store.connection import connect
from store.database import reading, writing
from store.records import SqlRecords
from store.tables import AskedQuestion

SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # eleven at night in the county
MONDAY = SUNDAY + timedelta(hours=2)
HENGBU = Place("340722106", "", "横埠镇")

Waiting = MemoryQuestions | RedisQuestions


@pytest.fixture(params=["memory", "redis"])
def waiting(request: pytest.FixtureRequest) -> Waiting:
    if request.param == "memory":
        return MemoryQuestions()
    return RedisQuestions(connect(request.getfixturevalue("redis_url")))


def counted(engine: Engine) -> list[WeekCount]:
    with reading(engine) as session:
        return by_week(session, date(2026, 11, 1), date(2026, 11, 30))


def kept(engine: Engine) -> Sequence[str]:
    with reading(engine) as session:
        return session.scalars(select(AskedQuestion.text).order_by(AskedQuestion.id)).all()


def test_questions_are_counted_by_week_topic_township_and_ending(engine: Engine, waiting: Waiting) -> None:
    SqlRecords(engine).commit("li", "m0", SUNDAY, [Learn(Fields(name="李大山", village=HENGBU))])
    for person, at, asked in (
        ("li", SUNDAY, Answered("eggs", "鸡蛋怎么领")),
        ("li", SUNDAY, Answered("eggs", "鸡蛋发几个")),
        ("li", MONDAY, Answered("eggs", "鸡蛋怎么领")),
        ("stranger", MONDAY, Answered("eggs", "鸡蛋怎么领")),
        ("li", MONDAY, Missed("上户口")),
        ("li", MONDAY, Missed("鸡蛋", ending=QuestionEnding.UNHELPFUL, topic="eggs")),
    ):
        waiting.put_back(notes(person, at, [asked]))
    assert flush(engine, waiting, MONDAY) == 6
    assert flush(engine, waiting, MONDAY) == 0
    first, second = date(2026, 11, 16), date(2026, 11, 23)
    assert counted(engine) == [
        WeekCount(first, "eggs", HENGBU.township, QuestionEnding.ANSWERED, 2),
        WeekCount(second, "", HENGBU.township, QuestionEnding.MISSED, 1),
        WeekCount(second, "eggs", "", QuestionEnding.ANSWERED, 1),
        WeekCount(second, "eggs", HENGBU.township, QuestionEnding.ANSWERED, 1),
        WeekCount(second, "eggs", HENGBU.township, QuestionEnding.UNHELPFUL, 1),
    ]
    waiting.put_back(notes("li", MONDAY, [Answered("eggs", "")]))
    flush(engine, waiting, MONDAY)
    assert counted(engine)[3].count == 2


def test_words_of_answered_questions_are_kept_masked_and_not_for_ever(engine: Engine, waiting: Waiting) -> None:
    SqlRecords(engine).commit("li", "m0", SUNDAY, [Learn(Fields(name="李大山"))])
    waiting.put_back(notes("li", SUNDAY, [Answered("eggs", "李大山的鸡蛋打13800001234")]))
    waiting.put_back(notes("li", SUNDAY, [Answered("eggs", "")]))  # tapped
    flush(engine, waiting, SUNDAY)
    assert kept(engine) == ["某某的鸡蛋打（号码）"]
    flush(engine, waiting, SUNDAY + KEPT + timedelta(seconds=1))
    assert kept(engine) == []


def test_who_is_forgotten_leaves_no_words(engine: Engine) -> None:
    records, waiting = SqlRecords(engine), MemoryQuestions()
    records.commit("li", "m0", SUNDAY, [Learn(Fields(name="李大山"))])
    waiting.put_back(notes("li", SUNDAY, [Answered("eggs", "鸡蛋怎么领")]))
    flush(engine, waiting, SUNDAY)
    records.commit("li", "m1", SUNDAY, [Forget()])
    assert kept(engine) == []


def test_what_cannot_be_written_now_is_counted_later(engine: Engine, waiting: Waiting) -> None:
    waiting.put_back(notes("li", MONDAY, [Answered("eggs", "鸡蛋怎么领")]))
    with writing(engine) as session:
        session.execute(text("ALTER TABLE questions RENAME TO away"))
    assert flush(engine, waiting, MONDAY) == 0
    with writing(engine) as session:
        session.execute(text("ALTER TABLE away RENAME TO questions"))
    assert flush(engine, waiting, MONDAY) == 1
    assert sum(each.count for each in counted(engine)) == 1


def test_without_redis_nothing_is_counted_and_nobody_waits(engine: Engine) -> None:
    waiting = RedisQuestions(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.1))
    assert flush(engine, waiting, MONDAY) == 0


def test_two_sweepers_count_each_question_once(engine: Engine, redis_url: str) -> None:
    ours, theirs = RedisQuestions(connect(redis_url)), RedisQuestions(connect(redis_url))
    ours.put_back(notes("li", MONDAY, [Answered("eggs", "鸡蛋怎么领")] * 3))
    assert (flush(engine, ours, MONDAY), flush(engine, theirs, MONDAY)) == (3, 0)
    assert Redis.from_url(redis_url).llen(LIST) == 0
