"""The phone, from a tap on the page through the real webhook over HTTP and back."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from flask import Flask, Response
from redis import Redis

from bot.effects import Choice, Say
from bot.message import Inbound, Kind
from simulator.account import Account
from simulator.acts import read
from simulator.app import create_app, mount
from simulator.gateway import FAILURE, Broken, Gateway, unpack
from simulator.world import World
from tests.chromium import phone_sized
from tests.loopback import served
from web.webhook import SORRY, webhook_blueprint
from wechat.channel import Channel
from wechat.client import WeChatClient
from wechat.tokens import MemoryTokens

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "s" * 32, "tokentoken", "a" * 42 + "A")
PERSON = "oSim_test_person_00000000001"


@dataclass
class Stage:
    """One process that serves webhook and simulator; `taken` is what reached the bot."""

    base: str
    world: World
    taken: list[Inbound] = field(default_factory=list)
    say: Callable[[Inbound], Say] = lambda inbound: Say(f"收到{inbound.text or inbound.kind}")

    def receive(self, inbound: Inbound) -> Say:
        self.taken.append(inbound)
        return self.say(inbound)

    def post(self, what: str, **asked: Any) -> requests.Response:
        return requests.post(f"{self.base}/simulator/people/{PERSON}/{what}", json=asked, timeout=10)

    def act(self, act: str, **asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.post("acts", act=act, **asked).json()
        return answer

    def follow(self) -> None:
        self.act("follow")
        self.taken.clear()

    def shown(self) -> list[tuple[str, str]]:
        chat = requests.get(f"{self.base}/simulator/people/{PERSON}/chat", timeout=10).json()
        return [(bubble["side"], bubble["text"]) for bubble in chat["bubbles"]]


@pytest.fixture
def stage(redis_url: str) -> Iterator[Stage]:
    app = Flask(__name__)
    with Redis.from_url(redis_url) as redis, served(app) as base:
        stage = Stage(base, World(redis))
        stage.world.people()
        channel = Channel(ACCOUNT.token, ACCOUNT.app_id, [ACCOUNT.aes_key])
        app.register_blueprint(webhook_blueprint(channel, stage.receive))
        scenes = (("station-1", "横埠镇驿站"),)
        mount(create_app("test", redis, ACCOUNT, f"{base}/wechat", lambda: scenes), app)
        yield stage


def test_following_brings_the_welcome(stage: Stage) -> None:
    assert stage.act("follow") == {"ok": True, "reason": ""}
    assert [inbound.kind for inbound in stage.taken] == [Kind.FOLLOW]
    assert stage.shown() == [("note", "您已关注该公众号"), ("bot", "收到follow")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"act": "text", "text": "找活 ]]> <b>"}, {"kind": Kind.TEXT, "text": "找活 ]]> <b>"}),
        ({"act": "tap", "text": "对", "id": "yes:1"}, {"kind": Kind.TEXT, "text": "对", "choice": "yes:1"}),
        ({"act": "sticker"}, {"kind": Kind.STICKER}),
        (
            {"act": "location", "label": "浮山镇", "latitude": 30.9, "longitude": 117.3},
            {"kind": Kind.LOCATION, "label": "浮山镇", "latitude": 30.9, "longitude": 117.3},
        ),
        ({"act": "scan", "scene": "station-1"}, {"kind": Kind.SCAN, "scene": "station-1"}),
        ({"act": "menu", "key": "find_job"}, {"kind": Kind.MENU, "text": "find_job"}),
        ({"act": "unfollow"}, {"kind": Kind.UNFOLLOW}),
    ],
    ids=lambda value: str(value.get("act", "")),
)
def test_each_act_reaches_the_bot_as_what_it_is(stage: Stage, asked: dict[str, Any], expected: dict[str, Any]) -> None:
    stage.follow()
    assert stage.post("acts", **asked).json()["ok"]
    (inbound,) = stage.taken
    assert inbound == Inbound(person=PERSON, key=inbound.key, at=inbound.at, **expected)


def test_scanning_before_following_is_following_with_the_station(stage: Stage) -> None:
    stage.act("scan", scene="station-1", label="横埠镇驿站")
    assert (stage.taken[0].kind, stage.taken[0].scene) == (Kind.FOLLOW, "station-1")
    assert stage.shown()[0] == ("note", "扫了二维码：横埠镇驿站")


@pytest.mark.parametrize(("heard", "text"), [(False, ""), (True, "我住在横埠")])
def test_voice_comes_as_a_recording_with_or_without_words(stage: Stage, heard: bool, text: str) -> None:
    stage.follow()
    assert stage.post("voice", text="我住在横埠", heard=heard).json()["ok"]
    (inbound,) = stage.taken
    assert (inbound.kind, inbound.text) == (Kind.VOICE, text)
    client = WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, MemoryTokens(), f"{stage.base}/simulator/api")
    assert client.media(inbound.media).content.startswith(b"#!AMR\n")


def test_a_picture_can_be_sent_and_fetched(stage: Stage) -> None:
    stage.follow()
    url = f"{stage.base}/simulator/people/{PERSON}/picture"
    requests.post(url, data=b"\x89PNG", headers={"Content-Type": "image/png"}, timeout=10)
    assert stage.taken[0].kind is Kind.IMAGE
    file = requests.get(f"{stage.base}/simulator/files/{stage.taken[0].media}", timeout=10)
    assert (file.content, file.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    assert requests.post(url, data=b"<svg/>", headers={"Content-Type": "image/svg+xml"}, timeout=10).status_code == 415


def test_customer_service_messages_arrive_and_are_counted(stage: Stage) -> None:
    stage.follow()
    client = WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, MemoryTokens(), f"{stage.base}/simulator/api")
    client.typing(PERSON)
    chat = requests.get(f"{stage.base}/simulator/people/{PERSON}/chat?after=2", timeout=10).json()
    assert (chat["typing"], chat["left"], chat["bubbles"]) == (True, 3, [])
    client.send_text(PERSON, "驿站的人说：")
    chat = requests.get(f"{stage.base}/simulator/people/{PERSON}/chat?after=2", timeout=10).json()
    assert (chat["typing"], chat["left"], chat["bubbles"][0]["text"]) == (False, 2, "驿站的人说：")
    assert stage.post("later").ok
    assert stage.world.messages_left(PERSON) == 0


def test_the_page_is_told_of_menu_scenes_and_places(stage: Stage) -> None:
    client = WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, MemoryTokens(), f"{stage.base}/simulator/api")
    client.create_menu([{"name": "找工作", "type": "click", "key": "find_job"}])
    client.create_qr("station-2")
    setup = requests.get(f"{stage.base}/simulator/setup", timeout=10).json()
    assert setup["menu"][0]["name"] == "找工作"
    assert {scene["label"] for scene in setup["scenes"]} == {"横埠镇驿站", "station-2"}
    assert setup["places"]


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "text"},
        {"act": "text", "text": "  "},
        {"act": "fly"},
        {},
        {"act": "location", "label": "x", "latitude": "north", "longitude": 1},
    ],
)
def test_what_a_phone_cannot_do_is_an_error(stage: Stage, asked: dict[str, Any]) -> None:
    stage.follow()
    assert stage.post("acts", **asked).status_code == 400
    assert stage.taken == []


def test_without_following_nothing_can_be_written(stage: Stage) -> None:
    assert stage.post("acts", act="text", text="好").status_code == 400
    assert stage.post("voice", text="好").status_code == 400
    assert requests.get(f"{stage.base}/simulator/people/nobody/chat", timeout=10).status_code == 404


def test_a_failing_bot_is_still_polite(stage: Stage) -> None:
    stage.follow()
    stage.say = lambda inbound: Say(f"{1 // (inbound.text == '')}")
    stage.act("text", text="好")
    assert stage.shown()[-1] == ("bot", SORRY.plain())


def webhook(answers: list[Callable[[], Response]]) -> Flask:
    """A webhook that gives these answers one after the other."""
    app = Flask(__name__)

    @app.post("/wechat")
    def answer() -> Response:
        return answers.pop(0)()

    return app


def slow() -> Response:
    time.sleep(10)
    return Response("success")


XML = read({"act": "text", "text": "好"}, follows=True).xml(PERSON, ACCOUNT.name)


def test_a_late_answer_is_asked_for_again() -> None:
    answers: list[Callable[[], Response]] = [slow, lambda: Response("success")]
    with served(webhook(answers)) as base:
        assert Gateway(ACCOUNT, f"{base}/wechat", timeout=1).deliver(PERSON, XML) is None
    assert answers == []


def test_after_three_tries_wechat_gives_up() -> None:
    answers: list[Callable[[], Response]] = [slow] * 4
    with served(webhook(answers)) as base, pytest.raises(Broken, match="3 times"):
        Gateway(ACCOUNT, f"{base}/wechat", timeout=0.2).deliver(PERSON, XML)
    waited_until = time.monotonic() + 5
    while len(answers) > 1 and time.monotonic() < waited_until:
        time.sleep(0.01)
    assert len(answers) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<html>Internal Server Error</html>",
        "junk",
        '{"a": 1}',
        "<xml><Encrypt>junk</Encrypt><MsgSignature>0</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>",
        "<xml><ToUserName>gh_1</ToUserName></xml>",
    ],
)
def test_an_unreadable_reply_is_the_failure_notice(body: str) -> None:
    for sealed in (True, False):
        with pytest.raises(Broken):
            unpack(ACCOUNT, body, PERSON, sealed=sealed)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("oSim", "oSomebody"), "somebody else"),
        (("gh_1", "wx1"), "somebody else"),
        (("text", "image"), "text only"),
        (("好", " "), "empty"),
        (("好", "好" * 700), "too long"),
    ],
)
def test_a_wrong_reply_is_the_failure_notice(change: tuple[str, str], reason: str) -> None:
    reply = (
        f"<xml><ToUserName>{PERSON}</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>text</MsgType><Content>好</Content></xml>"
    )
    assert unpack(ACCOUNT, reply, PERSON, sealed=False) == "好"
    with pytest.raises(Broken, match=reason):
        unpack(ACCOUNT, reply.replace(*change), PERSON, sealed=False)


def test_the_failure_notice_is_shown_with_its_reason(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        world = World(redis)
        world.set_follows(world.people()[0].openid, follows=True)
        with served(webhook([lambda: Response("oops", 500)])) as base:
            client = create_app("test", redis, ACCOUNT, f"{base}/wechat").test_client()
            answer = client.post(f"/people/{PERSON}/acts", json={"act": "text", "text": "好"}).json
        assert answer == {"ok": False, "reason": "HTTP 500"}
        assert world.chat(PERSON)[-1]["text"] == FAILURE


@pytest.mark.browser
def test_the_page_works_in_a_browser(stage: Stage) -> None:
    client = WeChatClient(ACCOUNT.app_id, ACCOUNT.secret, MemoryTokens(), f"{stage.base}/simulator/api")
    client.create_menu([{"name": "找工作", "type": "click", "key": "find_job"}])
    stage.say = lambda _inbound: Say("<b>您要找活吗？</b>", (Choice("job:yes", "要"), Choice("job:no", "不要")))
    complaints: list[str] = []
    with phone_sized() as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{stage.base}/simulator/")
        page.click("text=王大娘")
        page.click("#follow")
        page.click(".tap >> text=不要")
        page.wait_for_selector(".row.me >> text=不要")
        page.fill("#text", "我叫<script>")
        page.press("#text", "Enter")
        page.wait_for_selector(".row.me >> text=我叫<script>")
        page.click("#to-menu")
        page.click("text=找工作")
        page.locator(".row.bot").nth(3).wait_for()
        client.send_text(PERSON, "驿站的人明天给您打电话")
        page.wait_for_selector(".row.bot >> text=驿站的人明天给您打电话")
        assert "<b>您要找活吗？</b>" in page.inner_text(".row.bot >> nth=0")
    assert complaints == []
    assert [inbound.choice for inbound in stage.taken] == ["", "job:no", "", ""]
    assert stage.taken[-1].kind is Kind.MENU
