"""What reaches people outside of their windows, against the stand-in's API over real HTTP, with WeChat's refusals."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis import Redis

from bot.ports import ChannelError, Trouble
from simulator.api_state import ApiState
from simulator.app import create_app
from simulator.world import Person, World
from tests.loopback import served
from tests.wechat.test_client import ACCOUNT, SEND, failure
from wechat.client import WeChatClient
from wechat.http import Http
from wechat.template import Template
from wechat.tokens import SharedTokens

AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
TEMPLATE = Template("sim-template-1", {"thing1": "title", "thing2": "text", "time3": "time"})


class Stage:
    """A stand-in WeChat, and three followers."""

    def __init__(self, base: str, redis: Redis) -> None:
        self.base, self.redis = base, redis
        self.world, self.api = World(redis), ApiState(redis)
        self.people = self.world.people()[:3]
        for person in self.people:
            self.world.set_follows(person.openid, follows=True)
        self.client = self.with_template(TEMPLATE)

    def with_template(self, template: Template | None) -> WeChatClient:
        tokens = SharedTokens(self.redis, ACCOUNT.app_id)
        return WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, tokens, self.base, template)

    def ids(self) -> list[str]:
        return [person.openid for person in self.people]

    def received(self, person: Person) -> list[str]:
        return [bubble["text"] for bubble in self.world.chat(person.openid)]


@pytest.fixture
def stage(redis_url: str) -> Iterator[Stage]:
    with (
        Redis.from_url(redis_url) as redis,
        served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9/wechat")) as base,
    ):
        yield Stage(base + "/api", redis)


def test_an_announcement_needs_no_window_and_fits_its_fields(stage: Stage) -> None:
    person = stage.people[0]
    stage.client.announce(person.openid, "横埠镇缝纫工招人", "横埠新来一个活，按件计，管中饭，离家近，想去就回。", AT)
    text = "横埠新来一个活，按件计，管中饭，离家近…"
    assert stage.received(person) == [
        f"【服务通知】\nthing1：横埠镇缝纫工招人\nthing2：{text}\ntime3：2026年3月2日 9:05"
    ]


@pytest.mark.parametrize("broken", [Template("unknown", TEMPLATE.fields), Template("sim-template-1", {})])
def test_a_template_that_is_none_stops_everything(stage: Stage, broken: Template) -> None:
    error = failure(lambda: stage.with_template(broken).announce(stage.ids()[0], "题", "文", AT))
    assert (error.permanent, error.trouble) == (True, Trouble.OTHER)


def test_without_a_template_nothing_is_announced(stage: Stage) -> None:
    assert not stage.with_template(None).announces
    assert failure(lambda: stage.with_template(None).announce(stage.ids()[0], "题", "文", AT)).permanent


def test_who_left_gets_no_announcement(stage: Stage) -> None:
    stage.world.set_follows(stage.ids()[0], follows=False)
    assert failure(lambda: stage.client.announce(stage.ids()[0], "题", "文", AT)).trouble is Trouble.GONE


def test_a_mass_message_reaches_those_with_the_tag_once(stage: Stage) -> None:
    tag = stage.client.create_tag("push-1")
    stage.client.tag_people(tag, stage.ids())
    stage.client.untag_people(tag, stage.ids()[2:])
    stage.client.send_to_tag(tag, "横埠招工", "push-1")
    error = failure(lambda: stage.client.send_to_tag(tag, "横埠招工", "push-1"))
    assert (error.code, error.trouble) == (45065, Trouble.DOUBLE)
    assert [stage.received(person) for person in stage.people] == [["横埠招工"], ["横埠招工"], []]
    stage.client.delete_tag(tag)
    assert failure(lambda: stage.client.send_to_tag(tag, "横埠招工", "push-2")).code == 45159


def test_a_fifth_mass_message_in_a_month_does_not_arrive(stage: Stage) -> None:
    tag = stage.client.create_tag("push-1")
    stage.client.tag_people(tag, stage.ids()[:1])
    for number in range(5):
        stage.client.send_to_tag(tag, f"第{number}条", f"push-{number}")
    assert len(stage.received(stage.people[0])) == 4


def test_tags_have_their_limits(stage: Stage) -> None:
    client = stage.client
    tag = client.create_tag("push-1")
    for call, code in (
        (lambda: client.create_tag("push-1"), 45157),
        (lambda: client.create_tag("长" * 31), 45158),
        (lambda: client.tag_people(7, stage.ids()), 45159),
        (lambda: client.tag_people(tag, [*stage.ids()] * 17), 40032),
        (lambda: client.tag_people(tag, [*stage.ids(), "nobody"]), 49003),
        (lambda: client.send_to_tag(tag, " ", "k"), 44004),
    ):
        assert failure(call).code == code
    assert stage.api.tagged(tag) == []


def test_the_days_quota_ends(stage: Stage) -> None:
    stage.api.set_quota(SEND, 0)
    error = failure(lambda: stage.client.send_text(stage.ids()[0], "好"))
    assert (error.code, error.trouble, error.alert) == (45009, Trouble.QUOTA, True)


def test_the_kinds_of_trouble_are_told_apart(stage: Stage) -> None:
    openid = stage.ids()[0]

    def trouble(**fault: object) -> Trouble:
        stage.api.plan_fault(SEND, **fault)
        return failure(lambda: stage.client.send_text(openid, "好")).trouble

    assert failure(lambda: stage.client.send_text(openid, "好")).trouble is Trouble.CLOSED
    assert trouble(errcode=45047) is Trouble.SPENT
    assert trouble(errcode=43019) is Trouble.GONE
    assert trouble(errcode=45011) is Trouble.BUSY
    assert trouble(errcode=-1) is Trouble.BUSY
    assert trouble(status=502) is Trouble.BUSY
    assert trouble(cut=True) is Trouble.UNSURE, "it was sent, or it was not"


def test_no_connection_is_certainly_not_sent_and_no_answer_may_be() -> None:
    def trouble(base: str) -> Trouble:
        with pytest.raises(ChannelError) as caught:
            Http(base, timeout=(0.2, 0.2)).post("/x", {})
        return caught.value.trouble

    assert trouble("http://127.0.0.1:9") is Trouble.BUSY
    import socket

    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        assert trouble(f"http://127.0.0.1:{deaf.getsockname()[1]}") is Trouble.UNSURE
