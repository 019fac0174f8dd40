"""Whatever comes to the webhook: an answer that WeChat takes, in time; and what is refused leaves nothing behind."""

import base64
import time
from collections.abc import Sequence
from itertools import count

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.scene import Mind
from simulator.account import Account
from simulator.gateway import Request, pack, unpack
from store.database import make_engine
from store.offers.examples import load as load_examples
from store.records import SqlRecords
from store.sending.mailbox import SqlMailbox
from store.sessions_in_memory import MemorySessions
from tests.databases import migrate
from tests.fuzz.strategies import PATIENCE, texts, tries, values
from tests.store.filling import today
from web.callers import MINUTE, Callers
from web.webhook import webhook_blueprint
from wechat.channel import Channel
from wechat.crypto import sign
from wiring import NoDispatch, converse

ACCOUNT = Account("gh_1", "wx0123456789abcdef", "secret", "tokentoken", "a" * 42 + "A")
OPEN = Account("gh_1", "wx0123456789abcdef", "secret", "tokentoken")
KEY = base64.b64decode(ACCOUNT.aes_key + "=")

TAGS = (
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "Event", "EventKey", "Ticket", "MediaId",
    "Format", "Recognition", "PicUrl", "Location_X", "Location_Y", "Scale", "Label", "Latitude", "Longitude", "Title",
    "Description", "Url", "bizmsgmenuid", "Encrypt", "MenuId", "ScanCodeInfo", "SendPicsInfo", "MsgDataId", "Idx",
)  # fmt: skip
KINDS = ("text", "image", "voice", "video", "location", "link", "event", "shortvideo", "file", "", "Text")
EVENTS = ("subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "")
SAID = (
    "我想找活",
    "同意",
    "王桂花",
    "13800001234",
    "横埠镇官塘村",
    "1",
    "对的",
    "不对",
    "取消",
    "上一步",
    "更多",
    "进度",
    "退订",
)


class Door:
    """The webhook over the whole bot, in memory."""

    def __init__(self, mind: Mind) -> None:
        self.engine: Engine = make_engine("sqlite://")
        migrate(self.engine)
        load_examples(self.engine)
        self.sessions = MemorySessions()
        records = SqlRecords(self.engine)
        bot = converse(self.sessions, records, NoDispatch(), mind, SqlMailbox(self.engine))
        app = Flask(__name__)
        app.testing = True  # what goes wrong comes out
        channel = Channel(ACCOUNT.token, ACCOUNT.app_id, (ACCOUNT.aes_key,), allow_plain=True)
        callers = Callers(clock=count(0, MINUTE).__next__)  # each request comes a minute later
        app.register_blueprint(webhook_blueprint(channel, bot.receive, callers))
        self.client = app.test_client()

    def post(self, request: Request) -> TestResponse:
        began = time.thread_time()
        answer = self.client.post("/wechat", query_string=request.query, data=request.body)
        assert time.thread_time() - began < PATIENCE
        assert answer.status_code in (200, 403)
        return answer

    def kept(self) -> object:
        return today(self.engine), {name: kept.text for name, kept in self.sessions._people.items()}


@pytest.fixture(scope="module")
def door(sense: Mind) -> Door:
    return Door(sense)


def element(tag: str, value: str, cdata: bool) -> str:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    return f"<{tag}><![CDATA[{value}]]></{tag}>" if cdata else f"<{tag}>{escaped}</{tag}>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """XML that is nearly a message."""
    kind = element("MsgType", draw(st.sampled_from(KINDS)), cdata=True)
    event = element("Event", draw(st.sampled_from(EVENTS)), cdata=True)
    parts = st.builds(element, st.sampled_from(TAGS), values, st.booleans())
    some = draw(st.lists(parts, max_size=8))
    base = "<ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgId>1</MsgId>"
    inside = draw(st.permutations([kind, event, *some]))
    nested = draw(st.sampled_from(("", "<xml>", "<a><b>", "<!-- x -->", "<?x y?>")))
    return f"<xml>{draw(st.sampled_from((base, '')))}{''.join(inside)}{nested}</xml>"


def judged(answer: TestResponse, account: Account, openid: str) -> None:
    """The answer is one that WeChat takes."""
    if answer.status_code == 200:
        speaker = Account(account.name, account.app_id, account.secret, account.token, account.aes_key)
        unpack(speaker, answer.text, openid)


@tries(40)
@given(st.binary(max_size=300))
def test_bytes(door: Door, body: bytes) -> None:
    before = door.kept()
    door.post(Request(pack(OPEN, "").query, body))
    door.post(Request({}, body))
    assert door.kept() == before


@tries(60)
@given(documents())
def test_documents(door: Door, xml: str) -> None:
    for account in (ACCOUNT, OPEN):
        answer = door.post(pack(account, xml))
        if "<FromUserName>o1</FromUserName>" in xml and xml.count("UserName") == 4:
            judged(answer, account, "o1")


@tries(60)
@given(st.binary(max_size=200), st.integers(0, 2**32 - 1), st.sampled_from(["wx0123456789abcdef", "", "wx"]))
def test_envelopes(door: Door, inside: bytes, length: int, app_id: str) -> None:
    """Rightly signed, and encrypted with our key: but what is in it is anything."""
    before = door.kept()
    plain = b"r" * 16 + length.to_bytes(4, "big") + inside + app_id.encode()
    plain += bytes([32 - len(plain) % 32]) * (32 - len(plain) % 32)
    cipher = Cipher(algorithms.AES(KEY), modes.CBC(KEY[:16])).encryptor()
    for sealed in (base64.b64encode(cipher.update(plain)).decode(), base64.b64encode(inside).decode(), inside.hex()):
        query = {"timestamp": str(int(time.time())), "nonce": "2", "encrypt_type": "aes"}
        query["msg_signature"] = sign(ACCOUNT.token, query["timestamp"], "2", sealed)
        door.post(Request(query, f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()))
    assert door.kept() == before


@tries(40)
@given(st.dictionaries(st.sampled_from(["signature", "timestamp", "nonce", "encrypt_type", "msg_signature"]), values))
def test_queries(door: Door, query: dict[str, str]) -> None:
    before = door.kept()
    xml = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o9</FromUserName><CreateTime>1</CreateTime></xml>"
    assert door.post(Request(query, xml.encode())).status_code == 403
    assert door.client.get("/wechat", query_string=query).status_code == 403
    assert door.kept() == before


@tries(40)
@given(st.lists(st.one_of(st.sampled_from(SAID), texts, values), min_size=1, max_size=6), st.integers(0, 5))
def test_talks(door: Door, said: Sequence[str], person: int) -> None:
    """All of Unicode, in the middle of forms: each message gets an answer that WeChat shows."""
    openid = f"o-talk-{person}"
    for number, text in enumerate(said):
        inside = text.replace("]]>", "]] >")
        xml = (
            f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{openid}</FromUserName><CreateTime>1</CreateTime>"
            f"<MsgType>text</MsgType><Content><![CDATA[{inside}]]></Content><MsgId>{time.monotonic_ns()}{number}</MsgId></xml>"
        )
        judged(door.post(pack(ACCOUNT, xml)), ACCOUNT, openid)
