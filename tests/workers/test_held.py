"""What cannot be sent waits for its person's next message, and reaches them once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation import Clock, Conversation
from bot.effects import Choice, Forget, Say
from bot.message import Inbound, Kind
from bot.ports import ChannelError, Trouble
from bot.replies import dump_say, undump
from bot.scene import Mind
from store.database import reading, writing
from store.sending import outbox
from store.sending.ledger import LONGEST_BYTES
from store.sending.mailbox import SqlMailbox
from store.sessions import RedisSessions
from store.tables import Message, Outbox, Person, Weight
from tests.workers.postal import Post

CLOSED = ChannelError("their 48 hours are over", permanent=True, code=45015, trouble=Trouble.CLOSED)
SPENT = ChannelError("used up", permanent=True, code=45047, trouble=Trouble.SPENT)
CALLED = Say("驿站的人给您打电话了吗？", (Choice("go.progress", "打了"), Choice("go.staff", "没有")))


class Talker:
    """A person on the real conversation, beside the workers."""

    def __init__(self, post: Post, sense: Mind) -> None:
        self.post = post
        self.sessions = RedisSessions(post.redis)
        self.conversation = Conversation(
            self.sessions, post.records, post.dispatch, sense, Clock(), SqlMailbox(post.engine)
        )
        self.count = 0

    def act(self, kind: Kind, text: str = "", key: str = "", choice: str = "") -> Say:
        self.count += 1
        inbound = Inbound("li", key or f"k{self.count}", kind, self.post.now, text, choice=choice)
        outcome = self.conversation.handle(inbound)
        assert outcome.say
        return outcome.say

    def says(self, text: str, key: str = "") -> str:
        return self.act(Kind.TEXT, text, key).plain()


@pytest.fixture
def li(post: Post, sense: Mind) -> Talker:
    return Talker(post, sense)


def tell(post: Post, say: Say, dedupe: str, news: bool = False) -> int:
    with writing(post.engine) as session:
        person = session.scalars(select(Person)).one()
        return outbox.tell(session, person.id, say, post.now, dedupe, news=news)


def deliver(post: Post, row: int) -> None:
    post.dispatch.kick([row])
    post.work()


def messages(post: Post) -> list[Message]:
    with reading(post.engine) as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def test_a_closed_window_holds_and_the_next_reply_takes_it_along(post: Post, li: Talker) -> None:
    row = post.write("明天来站里签字。")
    post.phone.wrong = [CLOSED]
    deliver(post, row)
    (held,) = messages(post)
    assert (held.held_at, held.delivered_at, held.error) == (post.now, None, "closed")
    assert post.later(days=2) == 0, "nobody tries again meanwhile"
    first = li.says("你好", key="m1")
    assert first.startswith("前天有话给您，当时没送到，现在补上：\n明天来站里签字。\n\n您好！")
    assert li.says("你好", key="m1") == first, "a redelivery gets the same reply"
    assert "签字" not in li.says("你好", key="m2")
    (sent,) = messages(post)
    assert (sent.held_at, sent.delivered_at, sent.error) == (None, post.now, "")
    assert post.phone.arrived == []


def test_the_fifth_is_kept_for_the_outcome(post: Post, li: Talker) -> None:
    li.says("你好")
    post.ask()
    for number in range(5):
        deliver(post, post.write(f"第{number}条"))
    assert len(post.phone.arrived) == 4
    assert messages(post)[-1].error == "spent"
    with writing(post.engine) as session:
        outcome = Message(person_id=1, text="办好了", origin="staff", created_at=post.now, weight=Weight.OUTCOME)
        session.add(outcome)
        session.flush()
        row = outbox.post(session, outcome.id, post.now)
    deliver(post, row)
    assert post.phone.arrived[-1] == ("li", "办好了")
    assert "第4条" in li.says("你好")


def test_a_known_closed_window_costs_no_call(post: Post, li: Talker) -> None:
    li.says("你好")
    post.now += timedelta(hours=49)
    post.ask()
    deliver(post, post.write())
    assert post.phone.arrived == []
    assert messages(post)[0].error == "closed"


def test_a_tap_opens_a_minute_and_no_more(post: Post, li: Talker) -> None:
    li.act(Kind.MENU, "go.station")
    post.ask()
    deliver(post, post.write("一"))
    post.now += timedelta(minutes=1)
    deliver(post, post.write("二"))
    assert [text for _, text in post.phone.arrived] == ["一"]
    assert "二" in li.act(Kind.MENU, "go.station").plain()


def test_what_wechat_refuses_is_believed(post: Post, li: Talker) -> None:
    li.says("你好")
    post.ask()
    post.phone.wrong = [SPENT]
    deliver(post, post.write())
    assert messages(post)[0].error == "spent"
    assert messages(post)[0].held_at == post.now


def test_who_left_is_not_reachable_and_it_says_why(post: Post) -> None:
    post.ask()
    row = post.write()
    post.phone.wrong = [ChannelError("left", permanent=True, code=43004, trouble=Trouble.GONE)]
    deliver(post, row)
    (message,) = messages(post)
    assert (message.error, message.held_at, message.delivered_at) == ("left", None, None)


def test_choices_of_what_waited_can_be_tapped_and_typed(post: Post, li: Talker) -> None:
    post.ask()
    row = tell(post, CALLED, "called-1")
    post.phone.wrong = [CLOSED]
    deliver(post, row)
    say = li.act(Kind.TEXT, "你好")
    number = len(say.choices) + 1
    assert f"{number}. 打了\n{number + 1}. 没有" in say.plain()
    assert undump(dump_say(say)) == say
    assert "您登记的事" in li.says(str(number))


def test_choices_of_what_waited_do_not_answer_an_open_question(post: Post, li: Talker) -> None:
    li.says("我要卖山芋")
    li.says("同意")
    post.ask()
    row = tell(post, CALLED, "called-1")
    post.phone.wrong = [CLOSED]
    deliver(post, row)
    assert "打了\n没有" in li.act(Kind.STICKER).plain(), "to tap, without numbers"
    assert "您登记的事" not in li.says("1")
    assert "您登记的事" in li.act(Kind.TEXT, "打了", choice="go.progress").plain()


def test_a_crash_between_taking_out_and_remembering_loses_and_doubles_nothing(post: Post, li: Talker) -> None:
    post.phone.wrong = [CLOSED]
    deliver(post, post.write("签字"))
    inbound = Inbound("li", "m1", Kind.TEXT, post.now, "你好")
    SqlMailbox(post.engine).collect(inbound, None)  # and then the power went
    assert "签字" in li.says("你好", key="m1")
    assert "签字" not in li.says("你好", key="m2")


def test_a_wiped_redis_only_delays_it(post: Post, li: Talker) -> None:
    post.phone.wrong = [CLOSED]
    deliver(post, post.write("签字"))
    post.redis.flushall()
    assert "签字" not in li.says("你好")
    post.later(minutes=1)
    assert "签字" in li.says("你好")


def test_what_does_not_fit_beside_the_reply_is_sent_on_its_own(post: Post, li: Talker) -> None:
    post.ask()
    post.phone.wrong = [CLOSED, CLOSED]
    deliver(post, post.write("短的"))
    deliver(post, post.write("长" * 600))
    reply = li.says("你好")
    assert len(reply.encode()) <= LONGEST_BYTES
    assert "短的" in reply
    post.work()
    assert post.phone.arrived == [("li", "长" * 600)]
    assert [message.held_at for message in messages(post)] == [None, None]


def test_a_turn_that_a_worker_takes_carries_nothing_and_is_no_act(post: Post, sense: Mind) -> None:
    talker = Talker(post, sense)
    talker.conversation = Conversation(talker.sessions, post.records, post.dispatch, sense, Clock())
    post.phone.wrong = [CLOSED]
    deliver(post, post.write("签字"))
    assert "签字" not in talker.says("你好")
    assert messages(post)[0].held_at is not None
    assert set(post.redis.hkeys("yz:acts:{li}")) == {b"held"}


def test_erasing_takes_what_waits_along(post: Post, li: Talker) -> None:
    post.ask()
    post.phone.wrong = [CLOSED]
    deliver(post, post.write("签字"))
    post.records.commit("li", "bye", post.now, (Forget(),))
    assert "签字" not in li.says("你好")
    (message,) = messages(post)
    assert (message.text, message.held_at, message.carried_by) == ("", None, "")


# --- news ------------------------------------------------------------------------------------------------------------

NEWS = Say("横埠新来一个活：缝纫工。", (Choice("go.job", "我要找活"),))


def test_news_reach_who_wrote_lately_without_numbers(post: Post, li: Talker) -> None:
    li.says("你好")
    post.ask()
    deliver(post, tell(post, NEWS, "alert-1", news=True))
    assert post.phone.arrived == [("li", "横埠新来一个活：缝纫工。\n我要找活")]


def test_news_wait_for_the_morning(post: Post, li: Talker) -> None:
    post.now = post.now.replace(hour=13)  # nine in the evening
    li.says("你好")
    post.ask()
    row = tell(post, NEWS, "alert-1", news=True)
    deliver(post, row)
    assert post.phone.arrived == []
    assert post.row(row).next_try_at == post.now.replace(day=3, hour=0)
    post.later(hours=11)
    assert len(post.phone.arrived) == 1


def test_news_wait_for_who_fills_in_a_form(post: Post, li: Talker) -> None:
    li.says("我想找活")
    post.ask()
    deliver(post, tell(post, NEWS, "alert-1", news=True))
    assert post.phone.arrived == []
    post.later(minutes=31)
    assert len(post.phone.arrived) == 1


def test_opting_out_counts_up_to_the_last_moment(post: Post, li: Talker) -> None:
    li.says("你好")
    post.ask()
    row = tell(post, NEWS, "alert-1", news=True)
    assert "恢复" in li.says("退订"), "it says how to have news again"
    deliver(post, row)
    assert post.phone.arrived == []
    assert messages(post)[0].error == "opted-out"
    assert "新活" in li.says("恢复")
    deliver(post, tell(post, NEWS, "alert-2", news=True))
    assert len(post.phone.arrived) == 1


def test_news_that_cannot_reach_are_not_kept_without_a_template(post: Post) -> None:
    post.ask()
    deliver(post, tell(post, NEWS, "alert-1", news=True))
    (message,) = messages(post)
    assert (message.error, message.held_at) == ("closed", None)


def test_an_announcement_makes_the_whole_wait_and_it_grows_old(post: Post, li: Talker) -> None:
    post.ask()
    post.phone.announces = True
    deliver(post, tell(post, NEWS, "alert-1", news=True))
    assert len(post.phone.announced) == 1
    assert "缝纫工" in li.says("看看")
    post.now += timedelta(days=3)
    deliver(post, tell(post, NEWS, "alert-2", news=True))
    post.now += timedelta(days=4)
    assert "缝纫工" not in li.says("有么事")
    assert messages(post)[1].error == "stale"


def test_no_news_twice_for_one_reason(post: Post) -> None:
    post.ask()
    assert tell(post, NEWS, "alert-1", news=True) == tell(post, NEWS, "alert-1", news=True)
    with reading(post.engine) as session:
        assert len(session.scalars(select(Outbox).where(Outbox.kind == "message")).all()) == 1
