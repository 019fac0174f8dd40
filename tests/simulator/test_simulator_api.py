"""The fake API behaves as WeChat's own, wherever the client's tests do not look already."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from simulator.account import Account
from simulator.api_state import LIFETIME, ApiState
from simulator.app import NotInProduction, create_app, mount
from simulator.limits import bad_menu, bad_message, bad_scene
from simulator.world import MESSAGE_WINDOW, TAP_WINDOW, World

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "s" * 32, "tokentoken", "a" * 42 + "A")
CLICK = {"name": "找工作", "type": "click", "key": "find_job"}


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as connection:
        yield connection


@pytest.fixture
def client(redis: Redis) -> FlaskClient:
    return create_app("test", redis, ACCOUNT, "http://127.0.0.1:9/wechat").test_client()


def token(client: FlaskClient, **more: Any) -> str:
    wanted = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.secret, **more}
    answer = client.post("/api/cgi-bin/stable_token", data=json.dumps(wanted)).get_json()
    assert answer["expires_in"] <= LIFETIME
    return str(answer["access_token"])


def code(client: FlaskClient, access_token: str, path: str = "/menu/create", body: object = None) -> int:
    url = f"/api/cgi-bin{path}?access_token={access_token}"
    return int(client.post(url, data=json.dumps(body or {"button": [CLICK]})).get_json()["errcode"])


@pytest.mark.parametrize("environment", ["production", "", "Development", "staging"])
def test_it_does_not_exist_in_production(redis: Redis, environment: str) -> None:
    with pytest.raises(NotInProduction, match="YIZHAN_ENV"):
        create_app(environment, redis, ACCOUNT, "http://127.0.0.1:9/wechat")


def test_mounted_it_stays_apart(redis: Redis, client: FlaskClient) -> None:
    outer = Flask(__name__)
    mount(create_app("development", redis, ACCOUNT, "http://127.0.0.1:9/wechat"), outer)
    page = outer.test_client().get("/simulator/")
    assert page.status_code == 200
    assert "/simulator/static/phone.js" in page.text
    assert outer.test_client().get("/").status_code == 404


def test_the_page_has_a_strict_policy_and_no_foreign_hosts(client: FlaskClient) -> None:
    page = client.get("/")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "http" not in page.text
    assert "<script>" not in page.text
    assert " style=" not in page.text


def test_a_stable_token_stays_until_it_is_forced(client: FlaskClient) -> None:
    first = token(client)
    assert token(client) == first
    assert code(client, first) == 0
    second = token(client, force_refresh=True)
    assert second != first
    assert (code(client, first), code(client, second)) == (40001, 0)


def test_the_other_token_call_does_not_disturb_the_stable_token(client: FlaskClient) -> None:
    stable = token(client)
    query = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.secret}
    plain = [client.get("/api/cgi-bin/token", query_string=query).get_json()["access_token"] for _ in range(2)]
    assert code(client, stable) == 0
    assert [code(client, access_token) for access_token in plain] == [40001, 0]


def test_a_token_near_its_end_is_replaced_but_still_good(client: FlaskClient, redis: Redis) -> None:
    first = token(client)
    redis.set(f"sim:token:{first}", redis.time()[0] + 200)
    assert token(client) != first
    assert code(client, first) == 0


def test_bad_tokens_have_their_numbers(client: FlaskClient, redis: Redis) -> None:
    first = token(client)
    ApiState(redis).expire(first)
    assert [code(client, access_token) for access_token in ("", "made-up", first)] == [41001, 40001, 42001]


def test_windows_follow_wechats_table(redis: Redis) -> None:
    world = World(redis)
    person = world.people()[0].openid
    assert world.spend_message(person) == 45015
    world.open_window(person, TAP_WINDOW)
    assert [world.spend_message(person) for _ in range(4)] == [0, 0, 0, 45047]
    world.open_window(person, MESSAGE_WINDOW)
    assert [world.spend_message(person) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    world.open_window(person, MESSAGE_WINDOW)
    assert world.messages_left(person) == 5
    world.close_windows(person)
    assert (world.messages_left(person), world.spend_message(person)) == (0, 45015)


def test_people_keep_their_order_and_newcomers_come_last(redis: Redis) -> None:
    world = World(redis)
    known = [person.openid for person in world.people()]
    newcomers = [world.arrive().openid for _ in range(2)]
    assert [person.openid for person in world.people()] == known + newcomers
    assert all(len(openid) == 28 for openid in known + newcomers)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"msgtype": "text", "text": {"content": "好"}}, 0),
        ({"msgtype": "text", "text": {"content": " "}}, 44004),
        ({"msgtype": "text", "text": {"content": "啊" * 683}}, 45002),
        ({"msgtype": "text"}, 47001),
        ({"msgtype": "telegram"}, 40008),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1", "content": "好"}]}}, 0),
        ({"msgtype": "msgmenu", "msgmenu": {"list": []}}, 47001),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1"}]}}, 47001),
    ],
    ids=str,
)
def test_messages_are_checked(message: dict[str, Any], expected: int) -> None:
    assert bad_message(message) == expected


@pytest.mark.parametrize(
    ("buttons", "expected"),
    [
        ([CLICK] * 3, 0),
        ([CLICK] * 4, 40016),
        ([], 40016),
        (None, 40016),
        (["x"], 40015),
        ([{**CLICK, "name": "六个字就太长了"}], 40018),
        ([{**CLICK, "key": "k" * 129}], 40019),
        ([{**CLICK, "type": "dance"}], 40017),
        ([{"name": "网", "type": "view", "url": "u" * 1025}], 40020),
        ([{"name": "更多", "sub_button": [CLICK] * 5}], 0),
        ([{"name": "更多", "sub_button": [CLICK] * 6}], 40023),
        ([{"name": "更多", "sub_button": [{**CLICK, "name": "长" * 21}]}], 40025),
    ],
    ids=str,
)
def test_menus_are_checked(buttons: Any, expected: int) -> None:
    assert bad_menu(buttons) == expected


@pytest.mark.parametrize(("scene", "expected"), [("s", 0), ("s" * 64, 0), ("s" * 65, 40053), ("", 40053), (7, 40053)])
def test_scenes_are_checked(scene: Any, expected: int) -> None:
    asked = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    assert bad_scene(asked) == expected
    assert bad_scene({}) == 47001


def test_files_are_uploaded_and_fetched(client: FlaskClient) -> None:
    access_token = token(client)
    sent = {"media": (BytesIO(b"amr"), "v.amr", "audio/amr")}
    answer = client.post(f"/api/cgi-bin/media/upload?type=voice&access_token={access_token}", data=sent).get_json()
    query = {"access_token": access_token, "media_id": answer["media_id"]}
    assert client.get("/api/cgi-bin/media/get", query_string=query).data == b"amr"


def test_a_body_that_is_no_json_is_an_error_with_a_number(client: FlaskClient) -> None:
    answer = client.post(f"/api/cgi-bin/message/custom/send?access_token={token(client)}", data=b"\xff{")
    assert (answer.status_code, answer.get_json()["errcode"]) == (200, 40008)
