"""A push on its way: nobody twice, nobody lost, nobody who does not want it, and not at night."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.effects import Subscribe
from bot.message import Inbound, Kind
from bot.ports import ChannelError, Trouble
from store.database import reading, writing
from store.pushing import rounds as push_rounds
from store.pushing.audience import Audience
from store.pushing.pushes import Content, Order, Pushes
from store.sending import outbox
from store.sending.acts import RedisActs
from store.sending.news import Road
from store.sessions import RedisSessions
from store.staff import Member
from store.tables import Got, Message, Outbox, Person, Push, PushPerson, PushStatus, Reach, Role, Staff
from tests.workers.postal import Post

COUNTY = Member(1, "county", "县里", Role.COUNTY, None, "", "", True, "")
NEWS = Content("缝纫工招人", "横埠新来一个活：缝纫工。", (("go.job", "我要找活"),), "job:1")
OTHER = [replace(NEWS, source=f"job:{number}") for number in range(2, 9)]


def refusal(trouble: Trouble, permanent: bool = False) -> ChannelError:
    return ChannelError(trouble.value, permanent=permanent, alert=trouble is Trouble.QUOTA, trouble=trouble)


class Campaign:
    """A county with people who wrote a moment ago, and one push to all of them."""

    def __init__(self, post: Post, people: int = 3, reach: Reach = Reach.EACH, pace: int = 60) -> None:
        self.post = post
        acts = RedisActs(post.redis)
        self.pushes = Pushes(post.engine, post.dispatch.kick, lambda: post.now, acts)
        with writing(post.engine) as session:
            session.add(Staff(id=1, login="county", name="县里", role=Role.COUNTY, password_hash="x"))
            for number in range(people):
                name = f"p{number:03}"
                session.add(Person(channel_id=name, created_at=post.now, updated_at=post.now))
        for number in range(people):
            self.writes(f"p{number:03}")
        self.reach, self.pace = reach, pace
        self.draft()

    def draft(self, content: Content = NEWS) -> None:
        self.id = self.pushes.draft(COUNTY, Order(content, Audience(), self.reach, self.pace))

    def writes(self, person: str) -> None:
        sessions = RedisSessions(self.post.redis)
        key = f"{self.post.now}"
        turn = sessions.open(person, key, Inbound(person, key, Kind.TEXT, self.post.now)).turn
        sessions.commit(person, key, turn, "{}", "null")

    def send(self) -> None:
        self.pushes.send(COUNTY, self.id)
        self.post.work()

    def run(self, rounds: int = 8) -> None:
        for _ in range(rounds):
            self.post.later(seconds=15)

    def push(self) -> Push:
        with reading(self.post.engine) as session:
            return session.get_one(Push, self.id)

    def got(self) -> Counter[Got]:
        with reading(self.post.engine) as session:
            return Counter(session.scalars(select(PushPerson.got)))

    def whys(self) -> list[str]:
        with reading(self.post.engine) as session:
            return list(session.scalars(select(PushPerson.why).order_by(PushPerson.id)))

    @property
    def reached(self) -> list[str]:
        return [person for person, _ in self.post.phone.arrived]


def test_everybody_is_reached_once_in_small_batches(post: Post) -> None:
    campaign = Campaign(post, people=12, pace=20)
    campaign.send()
    assert len(campaign.reached) == 5, "a quarter of a minute's"
    campaign.run(2)
    assert campaign.reached == [f"p{number:03}" for number in range(12)]
    assert (campaign.push().status, campaign.got()) == (PushStatus.DONE, Counter({Got.SENT: 12}))
    assert post.later(hours=2) == 0


def test_it_counts_in_the_ledger(post: Post) -> None:
    campaign = Campaign(post, people=1)
    for content in OTHER[:4]:
        campaign.draft(content)
        campaign.send()
        campaign.run(1)
    assert len(campaign.reached) == 3, "two are left for staff and for the outcome"
    assert campaign.whys()[-1] == "spent"


def test_stopped_it_sends_to_nobody_and_resumed_to_the_rest(post: Post) -> None:
    campaign = Campaign(post, people=12, pace=20)
    campaign.send()
    campaign.pushes.stop(COUNTY, campaign.id)
    campaign.run(3)
    assert len(campaign.reached) == 5
    campaign.pushes.resume(COUNTY, campaign.id)
    campaign.run(3)
    assert sorted(campaign.reached) == [f"p{number:03}" for number in range(12)]


def test_stopping_in_the_middle_of_a_batch_counts(post: Post) -> None:
    campaign = Campaign(post, people=4)
    send = post.phone.send

    def stopping(person: str, say: object) -> None:
        send(person, say)  # type: ignore[arg-type]
        campaign.pushes.stop(COUNTY, campaign.id)

    post.phone.send = stopping  # type: ignore[method-assign]
    campaign.send()
    assert campaign.reached == ["p000"]


def test_who_opts_out_after_the_preview_is_left_alone(post: Post) -> None:
    campaign = Campaign(post, people=3)
    assert campaign.pushes.one(COUNTY, campaign.id).reachable == 3
    post.records.commit("p001", "m", post.now, (Subscribe(wanted=False),))
    campaign.send()
    assert campaign.reached == ["p000", "p002"]
    assert campaign.whys() == ["", "opted-out", ""]


def test_nothing_is_sent_at_night(post: Post) -> None:
    campaign = Campaign(post)
    post.now = post.now.replace(hour=13)
    for number in range(3):
        campaign.writes(f"p{number:03}")
    campaign.send()
    assert campaign.reached == []
    assert campaign.push().note == "night"
    post.later(hours=11)
    assert len(campaign.reached) == 3


def test_whose_window_is_closed_is_told_by_template_or_not_at_all(post: Post) -> None:
    campaign = Campaign(post, people=2)
    post.now += timedelta(days=3)
    campaign.writes("p001")
    campaign.draft()
    campaign.send()
    assert (campaign.reached, campaign.whys()) == (["p001"], ["closed", ""])
    campaign.draft()
    post.phone.announces = True
    campaign.send()
    assert post.phone.announced == [("p000", "缝纫工招人")]
    with reading(post.engine) as session:
        held = session.scalars(select(Message).where(Message.held_at.is_not(None))).one()
    assert held.text == NEWS.text
    assert RedisSessions(post.redis).open("p000", "x").held == str(held.id)


def test_a_worker_killed_between_sending_and_noting_repeats_nobody(post: Post) -> None:
    campaign = Campaign(post, people=3)
    campaign.pushes.send(COUNTY, campaign.id)
    with writing(post.engine) as session:
        row = session.scalars(select(Outbox.id)).one()
        assert outbox.take(session, row, 0, post.now)
        claimed = push_rounds.claim(session, 1)
        assert claimed
        push_rounds.take(session, claimed, Road.MESSAGE, post.now)
        # ... it was sent, or it was not; then the power went
    post.later(seconds=60)
    assert campaign.reached == ["p001", "p002"]
    assert campaign.push().status is PushStatus.SENDING
    post.later(seconds=60)
    assert campaign.reached == ["p001", "p002"]
    assert campaign.got() == Counter({Got.SENT: 2, Got.UNSURE: 1})
    assert campaign.push().status is PushStatus.DONE


def test_a_line_that_breaks_leaves_one_unsure_and_the_rest_for_later(post: Post) -> None:
    campaign = Campaign(post, people=3)
    post.phone.wrong = [refusal(Trouble.UNSURE)]
    campaign.send()
    assert campaign.got() == Counter({Got.UNSURE: 1, Got.WAITING: 2})
    post.later(minutes=1)
    assert campaign.reached == ["p001", "p002"]


def test_a_busy_wechat_is_waited_for_longer_each_time(post: Post) -> None:
    campaign = Campaign(post, people=2)
    post.phone.wrong = [refusal(Trouble.BUSY)] * 3
    campaign.send()
    assert [post.later(seconds=seconds) for seconds in (59, 1, 119, 1, 239)] == [0, 1, 0, 1, 0]
    assert campaign.push().note == "busy"
    post.later(seconds=1)
    assert campaign.got() == Counter({Got.SENT: 2})
    with reading(post.engine) as session:
        assert len(session.scalars(select(Message)).all()) == 2


def test_the_days_quota_pauses_it_until_tomorrow_and_the_county_hears_of_it(post: Post) -> None:
    campaign = Campaign(post, people=2)
    post.phone.wrong = [refusal(Trouble.QUOTA)]
    campaign.send()
    assert (campaign.push().note, len(post.group.warned)) == ("quota", 1)
    post.later(hours=22)
    assert campaign.reached == []
    post.later(hours=1)
    assert len(campaign.reached) == 2


@pytest.mark.parametrize(
    ("trouble", "why"), [(Trouble.CLOSED, "closed"), (Trouble.SPENT, "spent"), (Trouble.GONE, "left")]
)
def test_what_concerns_one_person_ends_it_for_them(post: Post, trouble: Trouble, why: str) -> None:
    campaign = Campaign(post, people=3)
    post.phone.wrong = [refusal(trouble, permanent=True)]
    campaign.send()
    assert campaign.reached == ["p001", "p002"]
    assert campaign.whys() == [why, "", ""]


def test_a_window_that_proves_to_be_closed_leaves_the_announcement(post: Post) -> None:
    campaign = Campaign(post, people=1)
    post.phone.announces = True
    post.phone.wrong = [refusal(Trouble.CLOSED, permanent=True)]
    campaign.send()
    assert post.phone.announced == [("p000", "缝纫工招人")]
    assert campaign.got() == Counter({Got.ANNOUNCED: 1})


def test_what_wechat_refuses_for_everybody_stops_it(post: Post) -> None:
    campaign = Campaign(post, people=3)
    post.phone.wrong = [refusal(Trouble.OTHER, permanent=True)]
    campaign.send()
    assert (campaign.push().status, campaign.push().note) == (PushStatus.STOPPED, "refused")
    assert campaign.got() == Counter({Got.WAITING: 3})
    assert len(post.group.warned) == 1


def test_who_fills_in_a_form_is_left_in_peace(post: Post) -> None:
    campaign = Campaign(post, people=2)
    sessions = RedisSessions(post.redis)
    turn = sessions.open("p000", "form").turn
    sessions.commit("p000", "form", turn, '{"active": "job"}', "null")
    campaign.send()
    assert campaign.reached == ["p001"]
    campaign.run(125)
    assert campaign.reached == ["p001", "p000"]


@pytest.mark.parametrize("reach", Reach)
def test_the_same_thing_is_not_sent_again_within_a_month(post: Post, reach: Reach) -> None:
    campaign = Campaign(post, people=2, reach=reach)
    campaign.send()
    campaign.run(2)
    for days, reached in ((1, 2), (31, 4)):
        post.now += timedelta(days=days)
        for person in ("p000", "p001"):
            campaign.writes(person)
        campaign.draft()
        assert campaign.pushes.one(COUNTY, campaign.id).reachable == reached - 2
        campaign.send()
        campaign.run(2)
        assert len(campaign.reached) == reached


# --- to all at once --------------------------------------------------------------------------------------------------


def test_a_mass_message_goes_by_tag_to_who_may_have_it(post: Post) -> None:
    campaign = Campaign(post, people=52, reach=Reach.MASS)
    post.records.commit("p050", "m", post.now, (Subscribe(wanted=False),))
    post.now += timedelta(days=3)
    campaign.draft()
    campaign.send()
    assert campaign.reached == []
    campaign.run(1)
    post.records.commit("p051", "m", post.now, (Subscribe(wanted=False),))
    campaign.run(3)
    assert campaign.reached == [f"p{number:03}" for number in range(50)]
    assert campaign.got() == Counter({Got.SENT: 50, Got.REFUSED: 2})
    assert post.phone.tags == {}


def test_a_mass_message_whose_answer_was_lost_is_sent_with_the_same_key(post: Post) -> None:
    campaign = Campaign(post, people=2, reach=Reach.MASS)
    campaign.send()
    post.phone.wrong = [refusal(Trouble.UNSURE), refusal(Trouble.DOUBLE)]
    campaign.run(1)
    assert campaign.push().note == "busy"
    campaign.run(5)
    assert campaign.got() == Counter({Got.SENT: 2})


def test_nobody_gets_more_than_four_mass_messages_a_month(post: Post) -> None:
    campaign = Campaign(post, people=1, reach=Reach.MASS)
    for content in OTHER[:5]:
        campaign.send()
        campaign.run(2)
        campaign.draft(content)
    assert len(campaign.reached) == 4
    assert campaign.whys()[-1] == "month"
    post.now += timedelta(days=31)
    campaign.draft()
    campaign.send()
    campaign.run(2)
    assert len(campaign.reached) == 5


def test_somebody_unknown_to_wechat_does_not_keep_it_from_the_others(post: Post) -> None:
    campaign = Campaign(post, people=3, reach=Reach.MASS)
    gone = refusal(Trouble.GONE, permanent=True)
    post.phone.wrong = [gone, gone]
    campaign.send()
    campaign.run(2)
    assert campaign.reached == ["p001", "p002"]
    assert campaign.whys() == ["left", "", ""]
