"""New jobs are announced a few people at a time, since replies wait while somebody writes."""

import pytest
from sqlalchemy import func, select

from bot.effects import Alert
from bot.matching import Wishes
from bot.records import JobKind
from store.database import reading, writing
from store.offers import alerts
from store.records import SqlRecords
from store.tables import Job, Message
from tests.workers.postal import Post
from workers import rounds

MANY = 2 * alerts.AT_ONCE + 1


@pytest.fixture
def job(post: Post) -> int:
    """A new one, and many who wait for such a one."""
    records = SqlRecords(post.engine)
    for number in range(MANY):
        waits = Alert(Wishes(kinds=(JobKind.HOME_BASED,)), (), "")
        records.commit(f"p{number}", "m0", post.now, [waits])
    with writing(post.engine) as session:
        row = Job(title="串珠", kind=JobKind.HOME_BASED)
        session.add(row)
        session.flush()
        return row.id


def told(post: Post, job: int) -> tuple[int, bool]:
    with reading(post.engine) as session:
        return session.scalar(select(func.count(Message.id))) or 0, session.get_one(Job, job).announced_at is not None


def test_everybody_is_told_in_one_round(post: Post, job: int) -> None:
    rounds.go_round(post.services)
    assert told(post, job) == (MANY, True)
    rounds.go_round(post.services)
    assert told(post, job) == (MANY, True), "and nobody twice"


def test_who_was_not_reached_in_time_is_told_in_the_next_round(
    post: Post, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(post.engine) as session:
        alerts.announce(session, job, alerts.whom_it_fits(session, job)[: alerts.AT_ONCE], post.now)
    with monkeypatch.context() as hurried:
        hurried.setattr(rounds, "LONGEST", -1.0)
        rounds.go_round(post.services)
    assert told(post, job) == (alerts.AT_ONCE, False)
    rounds.go_round(post.services)
    assert told(post, job) == (MANY, True)
