"""A job that always fails, or kills whoever tries it, keeps nobody waiting and ends where staff see it."""

from sqlalchemy import update

from bot.ports import ChannelError
from store.database import writing
from store.sending import outbox, undone
from store.sending.outbox import CUT_OFF, MOST_FAILURES
from store.staff import all_staff
from store.tables import Outbox, Role, Staff
from tests.workers.postal import Post


def test_what_fails_for_ever_is_given_up(post: Post) -> None:
    (row,) = post.ask()
    post.group.wrong = [ChannelError("http", permanent=False, code=500)] * (MOST_FAILURES + 5)
    tries = sum(post.later(hours=1, minutes=12) for _ in range(MOST_FAILURES + 5))
    assert tries == MOST_FAILURES
    assert post.row(row).next_try_at is None
    assert post.row(row).last_error == "http (code 500)"


def test_what_kills_its_worker_is_given_up_too(post: Post) -> None:
    (row,) = post.ask()
    for attempt in range(MOST_FAILURES):
        with writing(post.engine) as session:
            assert outbox.take(session, row, attempt, post.now) is not None, "and then the worker was gone"
    assert post.later(hours=2) == 1
    assert post.group.told == []
    assert (post.row(row).next_try_at, post.row(row).last_error) == (None, CUT_OFF)


def test_poison_holds_up_nothing(post: Post) -> None:
    (poison,) = post.ask()
    with writing(post.engine) as session:
        session.execute(update(Outbox).values(kind="nonsense"))
    letter = post.write()
    post.dispatch.kick([poison, letter])
    post.work()
    assert [words for _, words in post.phone.arrived] == ["您好，请来一趟驿站。"]
    assert post.row(poison).last_error == "KeyError"


def test_staff_have_it_tried_again(post: Post) -> None:
    (row,) = post.ask()
    post.group.wrong = [ChannelError("http", permanent=True, code=404)]
    post.later(seconds=15)
    with writing(post.engine) as session:
        session.add(Staff(login="county", name="县里", role=Role.COUNTY, password_hash=""))
    (county,) = all_staff(post.engine)
    assert [each.id for each in undone.undone(post.engine, county, post.now)] == [row]
    undone.try_again(post.engine, county, row, post.now)
    assert post.later(seconds=15) == 1
    assert len(post.group.told) == 1
    assert undone.undone(post.engine, county, post.now) == []


def test_what_was_only_put_off_has_not_failed(post: Post) -> None:
    (row,) = post.ask()
    with writing(post.engine) as session:
        for attempt in range(MOST_FAILURES * 2):
            assert outbox.take(session, row, attempt, post.now) is not None
            outbox.put_off(session, row, post.now)
    assert post.row(row).failures == 0
