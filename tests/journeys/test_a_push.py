"""A push against the stand-in WeChat itself: its windows, its quota, its refusals; nobody twice, nobody lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from sqlalchemy import Engine

from simulator.account import Account
from simulator.api_state import ApiState
from simulator.app import create_app
from simulator.world import MESSAGE_WINDOW, World
from store.database import writing
from store.tables import Got, Person, PushStatus
from tests.loopback import served
from tests.workers.postal import Post
from tests.workers.test_push import COUNTY, Campaign
from wechat.client import WeChatClient
from wechat.tokens import SharedTokens

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "s" * 32, "tokentoken", "a" * 42 + "A")
SEND = "/cgi-bin/message/custom/send"


class Field:
    """Seven people at the stand-in: five wrote lately, one long ago, one left unnoticed."""

    def __init__(self, engine: Engine, redis: Redis, base: str) -> None:
        self.post = Post(engine, redis)
        client = WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, SharedTokens(redis, ACCOUNT.app_id), base)
        self.post.services = replace(self.post.services, messenger=client)
        self.world, self.api = World(redis), ApiState(redis)
        self.people = [self.world.arrive().openid for _ in range(7)]
        self.campaign = Campaign(self.post, people=0)
        with writing(engine) as session:
            for openid in self.people:
                session.add(Person(channel_id=openid, created_at=self.post.now, updated_at=self.post.now))
        for openid in self.people:
            self.world.set_follows(openid, follows=openid != self.people[6])
            self.campaign.writes(openid)
            if openid != self.people[5]:
                self.world.open_window(openid, MESSAGE_WINDOW)

    def received(self) -> list[int]:
        return [len(self.world.chat(openid)) for openid in self.people]


@pytest.fixture
def field(engine: Engine, redis_url: str) -> Iterator[Field]:
    with (
        Redis.from_url(redis_url) as redis,
        served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9/wechat")) as base,
    ):
        yield Field(engine, redis, base + "/api")


def test_wechats_refusals_end_it_for_those_they_concern(field: Field) -> None:
    seen = field.campaign.pushes.one(COUNTY, field.campaign.id)
    assert (seen.reachable, seen.total) == (7, 7), "as far as we know"
    field.api.plan_fault(SEND, status=502)
    field.campaign.send()
    assert field.received() == [0] * 7
    field.post.later(minutes=1)
    assert field.received() == [1, 1, 1, 1, 1, 0, 0]
    assert field.campaign.got() == Counter({Got.SENT: 5, Got.REFUSED: 2})
    assert sorted(field.campaign.whys())[-2:] == ["closed", "left"]
    assert field.post.later(days=1) == 0


def test_the_days_quota_and_a_lost_answer_cost_nobody_a_second_message(field: Field) -> None:
    field.api.set_quota(SEND, 2)
    field.api.plan_fault(SEND, lost=True)
    field.campaign.send()
    assert field.campaign.got() == Counter({Got.UNSURE: 1, Got.WAITING: 6})
    field.post.later(minutes=1)
    assert field.received() == [1, 1, 0, 0, 0, 0, 0]
    assert field.campaign.push().note == "quota"
    assert field.post.group.warned
    field.api.set_quota(SEND, 100)
    field.post.later(hours=23)
    field.campaign.run(4)
    assert field.campaign.push().status is PushStatus.DONE
    assert field.received() == [1, 1, 1, 1, 1, 0, 0]
    assert field.campaign.got() == Counter({Got.SENT: 4, Got.REFUSED: 2, Got.UNSURE: 1})
