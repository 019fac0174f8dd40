"""A message costs two trips to Redis, with its figures and its line of the transcript."""

from datetime import UTC, datetime

from redis import Redis
from sqlalchemy import Engine

from bot.message import Inbound, Kind
from bot.scene import Mind
from store.asked.questions import LIST as QUESTIONS
from store.asked.questions import RedisQuestions
from store.connection import connect
from store.queue import RqDispatch
from store.records import SqlRecords
from store.sending.mailbox import SqlMailbox
from store.sessions import RedisSessions
from store.talks.transcript import LIST as TRANSCRIPT
from store.talks.transcript import RedisTranscript
from wiring import converse

MOST_BYTES = 1024  # of what is kept of a talk between two messages

FORM = ("我想找活", "同意", "张桂英", "13800001234", "横埠镇")


def counting(redis: Redis) -> list[object]:
    """Fills with what this client sends from now on."""
    sent: list[object] = []
    pool = redis.connection_pool

    class Counting(pool.connection_class):  # type: ignore[name-defined, misc]
        def send_packed_command(self, command: object, check_health: bool = True) -> None:
            sent.append(command)
            super().send_packed_command(command, check_health)

    pool.connection_class = Counting
    return sent


def test_a_message_costs_two_trips(redis_url: str, engine: Engine, sense: Mind) -> None:
    redis = connect(redis_url)
    sent = counting(redis)
    sessions, records, mailbox = RedisSessions(redis), SqlRecords(engine), SqlMailbox(engine)
    questions, transcript = RedisQuestions(redis), RedisTranscript(redis)
    bot = converse(sessions, records, RqDispatch(redis), sense, mailbox, questions, transcript)
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def costs(key: str, text: str) -> int:
        sent.clear()
        assert bot.receive(Inbound("li", key, Kind.TEXT, at, text))
        return len(sent)

    costs("m0", "你好")  # loads the scripts
    assert costs("m1", "怎么报公益性岗位、辅助性岗位") == 2
    assert costs("m2", "谢谢") == 2
    assert (redis.llen(QUESTIONS), redis.llen(TRANSCRIPT)) == (1, 3)


def test_a_session_stays_small(redis_url: str, engine: Engine, sense: Mind) -> None:
    sessions = RedisSessions(connect(redis_url))
    bot = converse(sessions, SqlRecords(engine), RqDispatch(connect(redis_url)), sense)
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    for number, text in enumerate(FORM):
        bot.receive(Inbound("li", f"m{number}", Kind.TEXT, at, text))
        assert len(sessions.look("li").session.encode()) <= MOST_BYTES
