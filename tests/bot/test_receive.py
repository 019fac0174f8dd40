"""receive(): order, retries, overlap and degraded stores. Ports are real or broken on purpose, never mocked."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot.conversation import OURS, Clock, Conversation
from bot.effects import Durable, Say
from bot.facts import Facts
from bot.message import Inbound, Kind
from bot.phrases import busy, talk
from bot.ports import ALONE, Beside, Opened, Receipt, Records, Sessions, StoreDown
from bot.scene import Mind
from store.database import make_engine, reading
from store.offers.examples import load as load_examples
from store.records import SqlRecords
from store.sending.mailbox import SqlMailbox
from store.sessions_in_memory import MemorySessions
from store.tables import Outbox, Referral, Registration
from tests.databases import migrate
from wiring import NoDispatch

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path}/t.db")
    migrate(engine)
    load_examples(engine)
    return engine


@pytest.fixture
def records(engine: Engine) -> SqlRecords:
    return SqlRecords(engine)


def said(text: str, key: str, person: str = "p") -> Inbound:
    return Inbound(person, key, Kind.TEXT, AT, text)


def conversation(sessions: Sessions, records: Records, sense: Mind, clock: Clock | None = None) -> Conversation:
    return Conversation(sessions, records, NoDispatch(), sense, clock or Clock())


def text_of(say: Say | None) -> str:
    assert say is not None
    return say.plain()


FORM = ["我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村", "1"]


def up_to_confirmation(talker: Conversation, person: str = "p") -> None:
    for number, line in enumerate(FORM):
        talker.receive(said(line, f"m{number}", person))


def count(engine: Engine, table: type) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_a_retry_gets_the_same_reply_and_files_nothing_twice(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    talker = conversation(MemorySessions(), records, sense)
    up_to_confirmation(talker)
    first = talker.receive(said("对的", "last"))
    again = talker.receive(said("对的", "last"))
    assert "登记好了" in text_of(first)
    assert again == first
    assert (count(engine, Registration), count(engine, Referral)) == (1, 1)


class Slow:
    """Records that take their time to commit, so that a retry meets the first at work."""

    def __init__(self, inner: Records, seconds: float) -> None:
        self.inner = inner
        self.seconds = seconds
        self.entered = threading.Event()

    def facts(self, person: str, at: datetime) -> Facts:
        return self.inner.facts(person, at)

    def commit(self, person: str, key: str, at: datetime, effects: Sequence[Durable]) -> Receipt:
        self.entered.set()
        time.sleep(self.seconds)
        return self.inner.commit(person, key, at, effects)

    def acted(self, person: str, key: str) -> bool:
        return self.inner.acted(person, key)


def test_a_retry_that_arrives_meanwhile_waits_for_the_reply(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    sessions = MemorySessions()
    up_to_confirmation(conversation(sessions, records, sense))
    slow = Slow(records, 0.3)
    talker = conversation(sessions, slow, sense)
    replies: list[Say | None] = []
    threads = [threading.Thread(target=lambda: replies.append(talker.receive(said("对的", "last")))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 3
    assert replies[0] == replies[1] == replies[2]
    assert "登记好了" in text_of(replies[0])
    assert count(engine, Referral) == 1


def test_a_turn_lost_between_filing_and_remembering_files_nothing_twice(
    engine: Engine, records: SqlRecords, sense: Mind
) -> None:
    """A process that stalls longer than its lock: another message gets in; the turn is taken again."""
    sessions = MemorySessions(turn_ms=100)
    up_to_confirmation(conversation(sessions, records, sense))
    slow = Slow(records, 0.3)
    stalled = conversation(sessions, slow, sense)
    outcome: list[Say | None] = []
    thread = threading.Thread(target=lambda: outcome.append(stalled.receive(said("对的", "last"))))
    thread.start()
    assert slow.entered.wait(2)
    time.sleep(0.15)
    conversation(sessions, records, sense).receive(said("上一步", "between"))
    thread.join()
    assert outcome[0] is not None
    assert count(engine, Registration) == 1


class NoSessions:
    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        raise StoreDown("redis")

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, beside: Beside = ALONE) -> bool:
        raise StoreDown("redis")

    def release(self, person: str, turn: str) -> None:
        return

    def refuse(self, person: str, key: str, reply: str) -> str | None:
        raise StoreDown("redis")

    def hold(self, person: str, mark: str) -> None:
        raise StoreDown("redis")

    def attend(self, person: str, mark: str) -> None:
        return


class NoRecords:
    def facts(self, person: str, at: datetime) -> Facts:
        raise StoreDown("sql")

    def commit(self, person: str, key: str, at: datetime, effects: Sequence[Durable]) -> Receipt:
        raise StoreDown("sql")

    def acted(self, person: str, key: str) -> bool:
        raise StoreDown("sql")


@pytest.mark.parametrize("text", ["培训要钱不", "你好", "驿站在哪"])
def test_without_redis_what_needs_no_memory_is_answered(records: SqlRecords, sense: Mind, text: str) -> None:
    with_redis = conversation(MemorySessions(), records, sense).receive(said(text, "a"))
    assert conversation(NoSessions(), records, sense).receive(said(text, "b")) == with_redis


def test_without_redis_no_form_is_pretended(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    reply = conversation(NoSessions(), records, sense).receive(said("我想找活", "a"))
    assert text_of(reply).startswith(talk.CANNOT_WRITE.split("{")[0])


def test_without_redis_a_redelivery_of_what_was_filed_is_not_denied(records: SqlRecords, sense: Mind) -> None:
    assert "已经告诉" in text_of(conversation(MemorySessions(), records, sense).receive(said("转人工", "a")))
    without = conversation(NoSessions(), records, sense)
    assert text_of(without.receive(said("转人工", "a"))) == talk.DONE_BEFORE
    assert text_of(without.receive(said("转人工", "b"))).startswith(talk.CANNOT_WRITE.split("{")[0])


def test_without_sql_nobody_is_told_that_it_was_filed(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    sessions = MemorySessions()
    up_to_confirmation(conversation(sessions, records, sense))
    reply = conversation(sessions, NoRecords(), sense).receive(said("对的", "last"))
    assert "登记好了" not in text_of(reply)
    assert count(engine, Registration) == 0
    retried = conversation(sessions, records, sense).receive(said("对的", "last"))
    assert "登记好了" in text_of(retried)
    assert count(engine, Registration) == 1


def test_without_both_policy_is_still_answered(sense: Mind, records: SqlRecords) -> None:
    normal = conversation(MemorySessions(), records, sense).receive(said("培训要钱不", "a"))
    assert conversation(NoSessions(), NoRecords(), sense).receive(said("培训要钱不", "b")) == normal


class ForgetfulSessions(MemorySessions):
    """Redis goes away between loading and keeping."""

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, beside: Beside = ALONE) -> bool:
        raise StoreDown("redis")


def test_what_was_filed_stays_filed_when_the_session_is_lost(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    reply = conversation(ForgetfulSessions(), records, sense).receive(said("转人工", "a"))
    assert "已经告诉" in text_of(reply)
    with reading(engine) as session:
        assert list(session.scalars(select(Outbox.kind))) == ["referral"]
    assert count(engine, Referral) == 1


def test_two_people_at_once_do_not_mix(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    talker = conversation(MemorySessions(), records, sense)
    people = [f"p{number}" for number in range(6)]
    threads = [threading.Thread(target=up_to_confirmation, args=(talker, person)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for person in people:
        assert "登记好了" in text_of(talker.receive(said("对的", "last", person)))
    assert count(engine, Referral) == len(people)


def test_silence_is_remembered_too(records: SqlRecords, sense: Mind) -> None:
    talker = conversation(MemorySessions(), records, sense)
    left = Inbound("p", "k", Kind.UNFOLLOW, AT)
    assert talker.receive(left) is None
    assert talker.receive(left) is None


# --- too much at once -----------------------------------------------------------------------------------------


class Jumping:
    """A clock that moves on by so many seconds each time when somebody looks: a process that was stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = 0.0

    def now(self) -> float:
        self.at += self.seconds
        return self.at


def test_a_process_that_was_stopped_files_nothing_of_an_old_turn(
    engine: Engine, records: SqlRecords, sense: Mind
) -> None:
    sessions = MemorySessions()
    up_to_confirmation(conversation(sessions, records, sense))
    stopped = conversation(sessions, records, sense, Clock(Jumping(OURS + 1).now, lambda seconds: None))
    assert text_of(stopped.receive(said("对的", "last"))) == busy.STILL
    assert count(engine, Registration) == 0
    assert "登记好了" in text_of(conversation(sessions, records, sense).receive(said("对的", "last")))


def test_who_waits_behind_an_own_message_is_told_to_send_again_and_only_that(
    engine: Engine, records: SqlRecords, sense: Mind
) -> None:
    sessions = MemorySessions()
    hasty = Conversation(sessions, records, NoDispatch(), sense, Clock(Jumping(1.5).now), SqlMailbox(engine))
    at_work = sessions.open("p", "first")
    assert text_of(hasty.receive(said("第一句", "first"))) == busy.STILL
    assert text_of(hasty.receive(said("第二句", "second"))) == busy.BEHIND
    sessions.release("p", at_work.turn)
    talker = conversation(sessions, records, sense)
    assert text_of(talker.receive(said("第二句", "second"))) == busy.BEHIND, "a late delivery of it is not handled"


def test_who_is_turned_away_is_so_for_good(records: SqlRecords, sense: Mind) -> None:
    talker = conversation(MemorySessions(), records, sense)
    assert text_of(talker.turn_away(said("培训要钱不", "a"))) == busy.TOO_MANY
    assert text_of(talker.receive(said("培训要钱不", "a"))) == busy.TOO_MANY
    answered = talker.receive(said("培训要钱不", "b"))
    assert talker.turn_away(said("培训要钱不", "b")) == answered
    without = conversation(NoSessions(), records, sense)
    assert text_of(without.turn_away(said("你好", "c"))) == busy.TOO_MANY


def test_a_flood_is_answered_politely_once(engine: Engine, records: SqlRecords, sense: Mind) -> None:
    talker = Conversation(MemorySessions(pace=8), records, NoDispatch(), sense, Clock(), SqlMailbox(engine))
    up_to_confirmation(talker)
    assert "登记好了" in text_of(talker.receive(said("对的", "last"))), "nothing of what was read is lost"
    replies = [talker.receive(said("喂", f"flood{number}")) for number in range(5)]
    assert text_of(replies[1]) == busy.TOO_FAST
    assert replies[2:] == [None] * 3
    assert count(engine, Registration) == 1
