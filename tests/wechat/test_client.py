"""The client against the stand-in's API over real HTTP: tokens, faults, and who is told what."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.effects import Choice, Say
from bot.ports import ChannelError
from simulator.account import Account
from simulator.api_state import ApiState
from simulator.app import create_app
from simulator.world import MESSAGE_WINDOW, Person, World
from tests.loopback import served
from wechat.client import WeChatClient
from wechat.http import Http
from wechat.tokens import MemoryTokens, SharedTokens, Token
from wechat.verdicts import verdict

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "s" * 32, "tokentoken", "a" * 42 + "A")
SEND, STABLE = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token"


@dataclass
class Stage:
    """A stand-in WeChat that runs, and somebody who has just written."""

    base: str
    redis: Redis
    world: World
    api: ApiState
    person: Person

    def client(self, **changes: Any) -> WeChatClient:
        settings = {
            "app_id": ACCOUNT.app_id,
            "secret": ACCOUNT.secret,
            "tokens": SharedTokens(self.redis, ACCOUNT.app_id),
            "base_url": self.base,
        }
        return WeChatClient(**{**settings, **changes})

    def received(self) -> list[str]:
        return [bubble["text"] for bubble in self.world.chat(self.person.openid)]


@pytest.fixture
def stage(redis_url: str) -> Iterator[Stage]:
    with Redis.from_url(redis_url) as redis:
        world = World(redis)
        person = world.people()[0]
        world.set_follows(person.openid, follows=True)
        world.open_window(person.openid, MESSAGE_WINDOW)
        with served(create_app("test", redis, ACCOUNT, "http://127.0.0.1:9/wechat")) as base:
            yield Stage(base + "/api", redis, world, ApiState(redis), person)


def failure(call: Any) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        call()
    return caught.value


def test_a_text_arrives_as_it_was_written(stage: Stage) -> None:
    stage.client().send_text(stage.person.openid, "驿站的人今天给您打电话。😀")
    assert stage.received() == ["驿站的人今天给您打电话。😀"]


def test_a_long_text_arrives_in_pieces(stage: Stage) -> None:
    text = "这是很长的一段话，要分开发。" * 100
    stage.client().send_text(stage.person.openid, text)
    assert len(stage.received()) == 3
    assert "".join(stage.received()) == text


def test_an_empty_text_is_not_sent(stage: Stage) -> None:
    error = failure(lambda: stage.client().send_text(stage.person.openid, "\u200b\n"))
    assert error.permanent
    assert stage.api.calls(SEND) == 0


def test_choices_arrive_to_be_tapped(stage: Stage) -> None:
    stage.client().send(stage.person.openid, Say("打电话了吗？", (Choice("call:yes", "打了"),), "谢谢"))
    shown = stage.world.chat(stage.person.openid)[0]
    assert (shown["kind"], shown["choices"]) == ("msgmenu", [{"id": "call:yes", "text": "1. 打了"}])


def test_typing_is_shown(stage: Stage) -> None:
    stage.client().typing(stage.person.openid)
    assert stage.world.typing(stage.person.openid)


def test_a_file_is_downloaded(stage: Stage) -> None:
    media_id = stage.world.keep_file(b"#!AMR\nsound", "audio/amr")
    media = stage.client().media(media_id)
    assert (media.content, media.content_type) == (b"#!AMR\nsound", "audio/amr")


def test_a_file_that_is_gone_is_an_error(stage: Stage) -> None:
    error = failure(lambda: stage.client().media("gone"))
    assert (error.code, error.permanent) == (40007, True)


def test_the_menu_is_created(stage: Stage) -> None:
    buttons = [{"name": "找工作", "type": "click", "key": "find_job"}]
    stage.client().create_menu(buttons)
    assert stage.api.menu() == buttons


def test_a_menu_that_is_too_long_is_an_error(stage: Stage) -> None:
    error = failure(lambda: stage.client().create_menu([{"name": "名字太长了真的太长", "type": "click", "key": "k"}]))
    assert (error.code, error.permanent) == (40018, True)


def test_a_qr_code_has_a_picture(stage: Stage) -> None:
    client = stage.client()
    code = client.create_qr("station-1")
    assert code.url.startswith("http")
    picture = client.qr_picture(code)
    assert picture.content_type == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert stage.api.scenes() == ["station-1"]


def test_ten_cold_threads_fetch_one_token(stage: Stage) -> None:
    stage.api.plan_fault(STABLE, slow=0.2)
    clients = [stage.client() for _ in range(10)]  # each as in a process of its own: only Redis is shared
    ready = threading.Barrier(10)

    def token(client: WeChatClient) -> str:
        ready.wait()
        return client.token()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(token, clients))) == 1
    assert stage.api.calls(STABLE) == 1


def test_ten_cold_threads_of_one_process_fetch_one_token_without_redis(stage: Stage) -> None:
    stage.api.plan_fault(STABLE, slow=0.1)
    nowhere = Redis(host="127.0.0.1", port=9, retry=Retry(NoBackoff(), 0))
    client = stage.client(tokens=SharedTokens(nowhere, ACCOUNT.app_id))
    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(lambda _: client.token(), range(10)))) == 1
    assert stage.api.calls(STABLE) == 1


@pytest.mark.parametrize("spoil", ["revoke", "expire"])
def test_a_token_that_went_bad_is_replaced_once(stage: Stage, spoil: str) -> None:
    client = stage.client()
    getattr(stage.api, spoil)(client.token())
    client.send_text(stage.person.openid, "好")
    client.send_text(stage.person.openid, "好")
    assert stage.api.calls(STABLE) == 2
    assert stage.api.calls(SEND) == 3


def test_a_token_that_is_called_good_but_refused_is_forced_anew(stage: Stage) -> None:
    client = stage.client()
    first = client.token()
    stage.api.plan_fault(SEND, errcode=40001)
    client.send_text(stage.person.openid, "好")
    assert client.token() != first
    assert stage.api.calls(STABLE) == 3


def test_a_token_that_stays_bad_is_given_up(stage: Stage) -> None:
    for _ in range(9):
        stage.api.plan_fault(SEND, errcode=40001)
    error = failure(lambda: stage.client().send_text(stage.person.openid, "好"))
    assert (error.code, error.permanent, error.alert) == (40001, False, True)
    assert stage.api.calls(SEND) == 2


def test_the_token_is_kept_a_little_shorter_than_wechat_says(stage: Stage) -> None:
    stage.client().token()
    assert 6800 < int(stage.redis.ttl(f"wechat:token:{ACCOUNT.app_id}")) <= 6900


@pytest.mark.parametrize(("change", "code"), [({"secret": "x"}, 40125), ({"app_id": "x"}, 40013)])
def test_wrong_credentials_call_an_operator(stage: Stage, change: dict[str, str], code: int) -> None:
    error = failure(stage.client(**change).token)
    assert (error.code, error.permanent, error.alert) == (code, False, True)


@pytest.mark.parametrize(
    ("fault", "permanent"),
    [
        ({"status": 502}, False),
        ({"status": 302}, False),
        ({"html": True}, False),
        ({"cut": True}, False),
        ({"errcode": -1}, False),
        ({"errcode": 45011}, False),
        ({"errcode": 45009}, False),
        ({"errcode": 40164}, False),
        ({"errcode": 48001}, True),
        ({"errcode": 43019}, True),
        ({"errcode": 99999}, True),
    ],
    ids=str,
)
def test_faults_are_told_apart_and_not_repeated(stage: Stage, fault: dict[str, Any], permanent: bool) -> None:
    stage.api.plan_fault(SEND, **fault)
    error = failure(lambda: stage.client().send_text(stage.person.openid, "好"))
    assert error.permanent is permanent
    assert error.code == fault.get("errcode", 0)
    assert stage.api.calls(SEND) == 1
    assert stage.received() == []


def test_html_in_place_of_a_file_or_a_token_is_an_error(stage: Stage) -> None:
    stage.api.plan_fault(STABLE, html=True)
    assert not failure(stage.client().token).permanent
    stage.api.plan_fault("/cgi-bin/media/get", html=True)
    assert not failure(lambda: stage.client().media("x")).permanent


def test_a_slow_answer_ends_in_time(stage: Stage) -> None:
    stage.api.plan_fault(SEND, slow=10)
    started = time.monotonic()
    error = failure(lambda: Http(stage.base, timeout=(0.2, 0.2)).post(SEND, {}))
    assert time.monotonic() - started < 5
    assert not error.permanent


def test_nobody_at_home_is_temporary_and_names_no_token(stage: Stage) -> None:
    error = failure(lambda: Http("http://127.0.0.1:9").post(SEND, {}, {"access_token": "hush"}))
    assert not error.permanent
    assert "hush" not in str(error)


def test_when_the_48_hours_are_over_nothing_can_be_sent(stage: Stage) -> None:
    stage.world.close_windows(stage.person.openid)
    assert failure(lambda: stage.client().send_text(stage.person.openid, "好")).code == 45015


def test_the_sixth_message_is_one_too_many(stage: Stage) -> None:
    client = stage.client()
    for _ in range(5):
        client.send_text(stage.person.openid, "好")
    error = failure(lambda: client.send_text(stage.person.openid, "好"))
    assert (error.code, error.permanent, error.alert) == (45047, True, False)


def test_people_who_are_unknown_or_gone_cannot_be_reached(stage: Stage) -> None:
    assert failure(lambda: stage.client().send_text("o_nobody", "好")).code == 40003
    stage.world.set_follows(stage.person.openid, follows=False)
    assert failure(lambda: stage.client().send_text(stage.person.openid, "好")).code == 43004


def test_an_operator_is_called_for_what_only_an_operator_can_mend() -> None:
    alerting = {
        code for code in (-1, 40003, 40164, 40243, 43004, 45009, 45011, 45015, 45047, 48001) if verdict(code).alert
    }
    assert alerting == {40164, 40243, 45009, 48001}


def test_memory_tokens_are_replaced_when_stale() -> None:
    made = iter(["a", "b"])
    tokens = MemoryTokens()
    assert tokens.get(lambda _force: Token(next(made), 7200)) == "a"
    assert tokens.get(lambda _force: Token(next(made), 7200)) == "a"
    assert tokens.get(lambda _force: Token(next(made), 7200), stale="a") == "b"
