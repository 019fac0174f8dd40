"""The door itself: every sample in every mode, and that nothing brings it down."""

import logging
import time
from pathlib import Path

import pytest
import xmltodict
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from bot.effects import Choice, Say
from bot.message import Inbound, Kind
from simulator.account import Account
from simulator.gateway import Request, pack, unpack
from web.gate import Receive
from web.webhook import SORRY, webhook_blueprint
from wechat.channel import Channel
from wechat.inbound import LARGEST

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "wechat" / "samples").glob("*.xml"))
ACCOUNT = Account("gh_1", "wx0123456789abcdef", "secret", "tokentoken", "a" * 42 + "A")
PLAIN = Account("gh_1", "wx0123456789abcdef", "secret", "tokentoken")
PREVIOUS = Account("gh_1", "wx0123456789abcdef", "secret", "tokentoken", "b" * 42 + "A")
TEXT = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content>您好</Content><MsgId>1</MsgId></xml>"
)


def echo(inbound: Inbound) -> Say:
    return Say(f"{inbound.kind}: {inbound.text}", (Choice("yes", "好"),))


def door(receive: Receive = echo, *, keys: tuple[str, ...] = (), allow_plain: bool = False) -> FlaskClient:
    app = Flask(__name__)
    channel = Channel(ACCOUNT.token, ACCOUNT.app_id, keys, allow_plain=allow_plain)
    app.register_blueprint(webhook_blueprint(channel, receive))
    return app.test_client()


def safe_door(receive: Receive = echo) -> FlaskClient:
    return door(receive, keys=(ACCOUNT.aes_key, PREVIOUS.aes_key))


def post(client: FlaskClient, request: Request) -> TestResponse:
    return client.post("/wechat", query_string=request.query, data=request.body)


def test_the_handshake_echoes_what_was_signed() -> None:
    query = {**pack(PLAIN, "").query, "echostr": "<b>4375120948345356249"}
    answer = door().get("/wechat", query_string=query)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "<b>4375120948345356249", "text/plain")


@pytest.mark.parametrize("query", [{}, {"signature": "0" * 40, "timestamp": "1", "nonce": "2", "echostr": "x"}])
def test_a_wrong_handshake_is_refused(query: dict[str, str]) -> None:
    assert door().get("/wechat", query_string=query).status_code == 403


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("account", [PLAIN, ACCOUNT, PREVIOUS], ids=["plain", "safe", "previous key"])
def test_each_sample_is_answered(path: Path, account: Account) -> None:
    xml = path.read_text()
    client = safe_door() if account.aes_key else door()
    answer = post(client, pack(account, xml))
    assert answer.status_code == 200
    if answer.text == "success":
        assert "<MsgType><![CDATA[event]]>" in xml
        return
    sent = xmltodict.parse(xml)["xml"]
    speaker = Account(sent["ToUserName"], account.app_id, account.secret, account.token, account.aes_key)
    assert unpack(speaker, answer.text, sent["FromUserName"])


def test_in_safe_mode_the_answer_is_encrypted() -> None:
    answer = post(safe_door(), pack(ACCOUNT, TEXT))
    assert "您好" not in answer.text
    assert unpack(ACCOUNT, answer.text, "o1") == (
        'text: 您好\n1. <a href="weixin://bizmsgmenu?msgmenucontent=好&msgmenuid=yes">好</a>'
    )


def test_nothing_to_say_goes_out_in_the_clear_as_wechat_wants_it() -> None:
    assert post(safe_door(lambda _inbound: None), pack(ACCOUNT, TEXT)).text == "success"


def test_reports_take_no_turn() -> None:
    taken: list[Inbound] = []

    def receive(inbound: Inbound) -> None:
        taken.append(inbound)

    client = door(receive)
    for path in SAMPLES:
        post(client, pack(PLAIN, path.read_text()))
    assert {inbound.kind for inbound in taken} == set(Kind) - {Kind.TIMER}, "timers do not come from WeChat"
    assert len([inbound for inbound in taken if inbound.kind is Kind.OTHER]) == 3  # link, video, shortvideo


def test_plain_messages_are_refused_in_safe_mode_unless_allowed() -> None:
    request = pack(PLAIN, TEXT)
    assert post(safe_door(), request).status_code == 403
    answer = post(door(keys=(ACCOUNT.aes_key,), allow_plain=True), request)
    assert unpack(PLAIN, answer.text, "o1")


def test_compatible_mode_brings_both_and_is_answered_encrypted() -> None:
    sealed = pack(ACCOUNT, TEXT)
    encrypted = sealed.body.decode().split("</ToUserName>", 1)[1]
    both = Request(sealed.query, (TEXT.removesuffix("</xml>") + encrypted).encode())
    assert unpack(ACCOUNT, post(door(keys=(ACCOUNT.aes_key,), allow_plain=True), both).text, "o1")
    assert unpack(PLAIN, post(door(), both).text, "o1")


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_a_changed_safe_mode_query_is_refused(name: str) -> None:
    request = pack(ACCOUNT, TEXT)
    for query in ({**request.query, name: "1"}, {key: value for key, value in request.query.items() if key != name}):
        assert post(safe_door(), Request(query, request.body)).status_code == 403


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
def test_a_changed_plain_query_is_refused(name: str) -> None:
    request = pack(PLAIN, TEXT)
    assert post(door(), Request({**request.query, name: "1"}, request.body)).status_code == 403


def test_a_message_for_another_app_is_refused() -> None:
    other = Account("gh_1", "wx_other", "secret", ACCOUNT.token, ACCOUNT.aes_key)
    assert post(safe_door(), pack(other, TEXT)).status_code == 403


@pytest.mark.parametrize("body", ["", "junk", "<xml/>", '{"a": 1}', '<!DOCTYPE a [<!ENTITY b "c">]><xml>&b;</xml>'])
def test_what_is_signed_but_no_message_is_taken_in_silence(body: str, caplog: pytest.LogCaptureFixture) -> None:
    for client, account in ((door(), PLAIN), (safe_door(), ACCOUNT)):
        answer = post(client, pack(account, body))
        assert (answer.status_code, answer.text) == (200, "success")
    assert len(caplog.records) == 2


@pytest.mark.parametrize("client", [door(), safe_door()], ids=["plain", "safe"])
def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    request = pack(ACCOUNT, TEXT)
    assert post(client, Request(request.query, b"<xml>" + b" " * LARGEST)).status_code == 413


def test_a_failing_turn_is_answered_politely_and_logged_without_words(caplog: pytest.LogCaptureFixture) -> None:
    def receive(inbound: Inbound) -> Say:
        raise ValueError(f"cannot use {inbound.text}")

    with caplog.at_level(logging.DEBUG):
        answer = post(safe_door(receive), pack(ACCOUNT, TEXT))
    assert unpack(ACCOUNT, answer.text, "o1") == SORRY.plain()
    assert "您好" not in caplog.text
    assert "o1" not in caplog.text
    assert f"ValueError in {__name__}" in caplog.text


@given(
    body=st.binary(max_size=300)
    | st.binary(max_size=100).map(lambda junk: b"<xml><Encrypt>" + junk + b"</Encrypt></xml>"),
    query=st.dictionaries(
        st.sampled_from(["signature", "msg_signature", "timestamp", "nonce", "encrypt_type", "echostr"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.just("aes"),
    ),
)
def test_anything_from_anybody_is_answered(body: bytes, query: dict[str, str]) -> None:
    for client in (door(), safe_door()):
        assert client.post("/wechat", query_string=query, data=body).status_code == 403
        assert client.get("/wechat", query_string=query).status_code == 403


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.booleans())
def test_any_signed_content_is_answered_as_wechat_needs_it(junk: str, in_content: bool) -> None:
    xml = TEXT.replace("您好", junk) if in_content else junk
    answer = post(safe_door(), pack(ACCOUNT, xml))
    assert answer.status_code == 200
    unpack(ACCOUNT, answer.text, "o1")


@pytest.mark.parametrize("days", [-4, 4])
def test_what_was_overheard_cannot_be_sent_again_days_later(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for account, client in ((ACCOUNT, safe_door()), (PLAIN, door())):
        then = time.time() + days * 86400
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr("simulator.gateway.time.time", lambda then=then: then)
            request = pack(account, TEXT)
        assert post(client, request).status_code == 403
