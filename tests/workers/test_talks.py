"""A talk that staff take over: the real bot, Redis, RQ and SQL between a person and a member of staff."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from redis import Redis
from sqlalchemy import func, select

from bot.effects import Say
from bot.message import Inbound, Kind
from bot.phrases import attended as words
from bot.ports import Opened, StoreDown
from bot.records import RecordKind, Status
from bot.scene import Mind
from bot.session import load
from store.connection import connect
from store.database import reading, writing
from store.queue import RqDispatch
from store.records import SqlRecords
from store.refusals import Elsewhere, Unattended
from store.sending import outbox
from store.sending.mailbox import SqlMailbox
from store.sessions import RedisSessions
from store.staff import Member, all_staff
from store.tables import Exchange, Message, Person, Referral, ReferralEvent, Registration, Role, Staff, Takeover
from store.talks import takeovers, transcript
from store.talks.takeovers import Takeovers
from store.talks.transcript import RedisTranscript
from tests.workers.postal import Post
from wiring import converse

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, nine o'clock there


class Line:
    """One person at WeChat, and the staff of their station, over one county."""

    def __init__(self, post: Post, redis_url: str, mind: Mind) -> None:
        self.post = post
        post.now = MORNING
        post.records = SqlRecords(post.engine, lambda: post.now)
        self.sessions = RedisSessions(connect(redis_url))
        dispatch, noted = RqDispatch(post.redis), RedisTranscript(post.redis)
        self.bot = converse(self.sessions, post.records, dispatch, mind, SqlMailbox(post.engine), transcript=noted)
        hands = converse(self.sessions, post.records, dispatch, mind, transcript=noted)
        post.services = replace(post.services, handle=hands.handle, attend=self.sessions.attend)
        with writing(post.engine) as session:
            for login, name in (("wang", "王芳"), ("li", "李建国")):
                session.add(Staff(login=login, name=name, role=Role.STATION, station_id=1, password_hash=""))
        post.ask()  # of "li", at station 1
        self.desk = Takeovers(post.engine, dispatch.kick, lambda: post.now, self.sessions.attend)
        self.turn = 0

    def staff(self, login: str) -> Member:
        return next(member for member in all_staff(self.post.engine) if member.login == login)

    @property
    def wang(self) -> Member:
        return self.staff("wang")

    def act(self, text: str, kind: Kind = Kind.TEXT, choice: str = "") -> Inbound:
        self.turn += 1
        return Inbound("li", f"t{self.turn}", kind, self.post.now, text, choice=choice)

    def says(self, text: str, kind: Kind = Kind.TEXT, choice: str = "") -> str:
        say = self.bot.receive(self.act(text, kind, choice))
        return say.plain() if say else ""

    def opens_a_form(self) -> str:
        self.says("卖", choice="go.produce")
        return self.says("山芋")

    def kept(self) -> list[str]:
        """What the person said to staff."""
        with reading(self.post.engine) as session:
            query = select(Exchange.heard).where(Exchange.takeover_id.is_not(None)).order_by(Exchange.id)
            return list(session.scalars(query))

    def takeover(self) -> Takeover:
        with reading(self.post.engine) as session:
            return session.scalars(select(Takeover).order_by(Takeover.id.desc())).first()  # type: ignore[return-value]

    @property
    def heard(self) -> list[str]:
        return [text for _, text in self.post.phone.arrived]

    def back(self) -> None:
        self.desk.hand_back(self.wang, 1)
        self.post.work()


@pytest.fixture
def line(post: Post, redis_url: str, sense: Mind) -> Line:
    return Line(post, redis_url, sense)


def test_the_bot_is_silent_and_the_form_goes_on_where_it_was(line: Line) -> None:
    asked = line.opens_a_form()
    line.desk.take(line.wang, 1)
    assert line.says("你是哪个") == words.READING.format(who="横埠镇就业扶贫驿站的王芳")
    assert line.says("两百斤") == ""
    line.desk.write(line.wang, 1, "我是驿站小王，您的山芋我来问。")
    line.post.work()
    assert line.heard == ["【横埠镇就业扶贫驿站 王芳】我是驿站小王，您的山芋我来问。"]
    assert line.says("那好") == ""
    assert line.kept() == ["你是哪个", "两百斤", "那好"]
    line.back()
    again = line.heard[-1]
    assert again.startswith(words.BACK)
    assert "接着填" in again
    assert "有多少" in asked
    assert "有多少" in again
    assert "两百斤" not in str(load(line.sessions.look("li").session).drafts), "what was said to staff answers nothing"
    assert line.says("三百斤") not in ("", again), "now it is the bot's"


def test_a_redelivery_is_kept_once_and_gets_the_same(line: Line) -> None:
    line.desk.take(line.wang, 1)
    act = line.act("在不在")
    assert line.bot.receive(act) == line.bot.receive(act)
    line.post.redis.flushall()
    line.bot.receive(act)
    assert line.kept() == ["在不在"]


def test_it_holds_when_redis_is_wiped(line: Line) -> None:
    line.says("你好")
    line.desk.take(line.wang, 1)
    line.post.redis.flushall()
    assert line.says("在不在") == words.READING.format(who="横埠镇就业扶贫驿站的王芳")
    assert line.says("在的话说一声") == ""
    line.post.redis.hdel("yz:acts:{li}", "attended")
    line.post.later(seconds=15)
    assert line.says("喂") == ""
    assert line.kept() == ["在不在", "在的话说一声", "喂"]


class Away(RedisSessions):
    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        raise StoreDown("redis")


def test_words_are_kept_without_redis(line: Line, redis_url: str, sense: Mind) -> None:
    line.desk.take(line.wang, 1)
    bot = converse(Away(connect(redis_url)), line.post.records, RqDispatch(line.post.redis), sense)
    act = line.act("在不在")
    assert bot.receive(act) == bot.receive(act)
    assert line.kept() == ["在不在"]


def test_who_is_away_does_not_keep_it(line: Line) -> None:
    line.desk.take(line.wang, 1)
    line.says("在不在")
    with pytest.raises(Elsewhere):
        line.desk.write(line.staff("li"), 1, "我在")
    with pytest.raises(Elsewhere):
        line.desk.hand_back(line.staff("li"), 1)
    line.desk.take(line.staff("li"), 1, over=True)
    line.desk.write(line.staff("li"), 1, "我在")
    with pytest.raises(Elsewhere):
        line.desk.write(line.wang, 1, "我也在")
    line.desk.hand_back(line.staff("li"), 1)
    with pytest.raises(Unattended):
        line.desk.write(line.staff("li"), 1, "还在")


def test_rights_hold_whoever_has_the_talk(line: Line) -> None:
    line.desk.take(line.wang, 1)
    line.says("你好")
    assert "不主动给您发" in line.says("退订")
    assert line.says("我要投诉你们驿站的人态度不好") != ""
    assert "王芳在跟您说话" in line.says("转人工")
    assert "删" in line.says("删除我的信息")
    assert line.says("那个活还有吗") == "", "no answer to the question whether to forget"
    assert line.says("对的") == "", "and no late yes to it"
    assert "删" in line.says("删除我的信息")
    assert line.says("1") != ""
    with reading(line.post.engine) as session:
        assert session.scalars(select(Takeover.ending)).one() == "forgotten"
        assert not session.scalar(select(func.count(Exchange.id)))
        complaints = select(func.count(Registration.id)).where(Registration.kind == RecordKind.COMPLAINT)
        assert session.scalar(complaints) == 1


def test_a_complaint_stands_in_no_transcript(line: Line) -> None:
    line.desk.take(line.wang, 1)
    line.says("我要投诉你们驿站的人态度不好")
    transcript.flush(line.post.engine, RedisTranscript(line.post.redis))
    with reading(line.post.engine) as session:
        assert not any("投诉" in heard for heard in session.scalars(select(Exchange.heard)))


def test_what_is_left_alone_goes_back_and_nothing_is_lost(line: Line) -> None:
    line.opens_a_form()
    line.desk.take(line.wang, 1)
    line.says("我想问下价钱")
    line.post.later(hours=1, minutes=59)
    assert line.heard == []
    line.post.later(minutes=2)
    assert line.heard[-1].startswith(words.KEPT)
    with reading(line.post.engine) as session:
        added = session.scalars(select(ReferralEvent.note).where(ReferralEvent.what == "added")).all()
    assert added == ["我想问下价钱"]
    assert line.takeover().ending == "left"


def test_what_comes_after_the_case_is_a_new_request(line: Line) -> None:
    with writing(line.post.engine) as session:
        session.get_one(Referral, 1).status = Status.ANSWERED
    line.desk.take(line.wang, 1)
    line.says("还有一件事")
    line.post.later(hours=3)
    with reading(line.post.engine) as session:
        row = session.scalars(select(Registration).order_by(Registration.id.desc())).first()
        assert row is not None
        assert (row.kind, row.note, row.phone) == (RecordKind.STAFF, "还有一件事", "13800001234")
        assert row.referral.station_id == 1


def test_staff_are_told_of_words_that_nobody_read(line: Line) -> None:
    line.desk.take(line.wang, 1)
    line.says("在不在")
    line.says("喂")
    line.post.later(minutes=2)
    told = [news for news in line.post.group.told if news.talks_to]
    assert [news.talks_to for news in told] == ["王芳"]
    line.desk.write(line.wang, 1, "在的")
    line.says("那好")
    takeovers.saw(line.post.engine, 1, 99)
    line.post.later(minutes=2)
    assert len([news for news in line.post.group.told if news.talks_to]) == 1


def test_nothing_of_the_bots_own_accord_interrupts(line: Line) -> None:
    line.opens_a_form()
    line.desk.take(line.wang, 1)
    line.says("在不在")
    with writing(line.post.engine) as session:
        person = session.scalars(select(Person.id)).one()
        outbox.tell(session, person, Say("有新活了"), line.post.now, "news-1")
    for _ in range(2):
        line.post.later(hours=1, minutes=45)
        line.desk.write(line.wang, 1, "还在问")
        line.post.work()
    assert all("还在问" in text for text in line.heard), "no reminder of the form, no news"
    line.back()
    line.post.later(minutes=20)
    assert any("有新活了" in text for text in line.heard)
    line.post.later(hours=3)
    assert not any("还没填完" in text for text in line.heard), "the question was asked again a moment ago"


def test_what_staff_could_not_send_goes_with_the_next_reply(line: Line) -> None:
    line.desk.take(line.wang, 1)
    line.says("在不在")
    for number in range(5):
        line.desk.write(line.wang, 1, f"第{number}句")
    line.post.work()
    assert len(line.heard) == 4, "the last is kept for the outcome"
    assert "第4句" in line.says("喂")


def test_a_question_that_would_not_be_seen_is_not_opened(line: Line) -> None:
    line.opens_a_form()
    line.desk.take(line.wang, 1)
    for number in range(5):
        line.desk.write(line.wang, 1, f"第{number}句")
    line.back()
    assert "继续" in line.says("你好"), "it waited for this message, which is no answer"
    assert "有多少" in line.says("继续")


def test_staff_set_the_bot_going(line: Line) -> None:
    line.opens_a_form()
    state = load(line.sessions.look("li").session)
    line.desk.ask_again(line.wang, 1, state.heard_at)
    line.desk.ask_again(line.wang, 1, state.heard_at)
    line.post.work()
    assert [text.startswith(words.AGAIN) for text in line.heard] == [True]
    line.desk.set_free(line.wang, 1, state.heard_at)
    line.post.work()
    assert "先不填了" in line.heard[-1]
    assert not load(line.sessions.look("li").session).active
    line.desk.take(line.wang, 1)
    with pytest.raises(Elsewhere):
        line.desk.set_free(line.wang, 1, 1)


def test_what_the_bot_said_is_written_down_by_the_sweeper(line: Line, redis_url: str) -> None:
    line.says("你好")
    line.says("", Kind.STICKER)
    noted = RedisTranscript(Redis.from_url(redis_url))
    assert transcript.flush(line.post.engine, noted) == 2
    assert transcript.flush(line.post.engine, noted) == 0
    with reading(line.post.engine) as session:
        first, second = session.scalars(select(Exchange).order_by(Exchange.id)).all()
    assert (first.heard, second.heard) == ("你好", words.SHOWN["sticker"])
    assert "您想办哪样" in first.said
    transcript.drop_old(line.post.engine, line.post.now, line.post.services.talk_rules.keep_for)
    with reading(line.post.engine) as session:
        assert session.scalar(select(func.count(Exchange.id))) == 2
        assert not session.scalar(select(func.count(Message.id)))
