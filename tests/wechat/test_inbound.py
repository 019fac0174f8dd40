"""Every sample, and everything that is no message."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Inbound, Kind
from wechat.errors import Malformed
from wechat.inbound import LARGEST, encrypted_part, parse

SAMPLES = Path(__file__).parents[1] / "data" / "wechat" / "samples"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

EXPECTED = {
    "event_click": (Kind.MENU, {"text": "EVENTKEY"}),
    "event_scan": (Kind.SCAN, {"scene": "SCENE_VALUE"}),
    "event_subscribe": (Kind.FOLLOW, {}),
    "event_subscribe_emptykey": (Kind.FOLLOW, {}),
    "event_subscribe_qrscene": (Kind.FOLLOW, {"scene": "123123"}),
    "event_unsubscribe": (Kind.UNFOLLOW, {}),
    "msg_image": (Kind.IMAGE, {"media": "media_id"}),
    "msg_link": (Kind.OTHER, {"label": "公众平台官网链接"}),
    "msg_location": (Kind.LOCATION, {"latitude": 23.134521, "longitude": 113.358803, "label": "位置信息"}),
    "msg_shortvideo": (Kind.OTHER, {"media": "media_id"}),
    "msg_text": (Kind.TEXT, {"text": "this is a test"}),
    "msg_text_msgmenu_click": (Kind.TEXT, {"text": "满意", "choice": "101"}),
    "msg_text_unsupported_placeholder": (Kind.STICKER, {}),
    "msg_video": (Kind.OTHER, {"media": "media_id"}),
    "msg_voice": (Kind.VOICE, {"media": "media_id"}),
    "msg_voice_recognition_empty_2023": (
        Kind.VOICE,
        {"media": "whQK88YniP8QXO5rkRimKmkWEg4V0D9_yDblzDFn9yJMJQNnV7pan6AJg8rgiFs9"},
    ),
    "msg_voice_recognition_legacy": (Kind.VOICE, {"media": "media_id", "text": "腾讯微信团队"}),
}


def body(**fields: str) -> bytes:
    all_fields = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": "1", "MsgType": "text", "Content": "x"}
    merged = {**all_fields, **fields}
    return (
        "<xml>" + "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in merged.items()) + "</xml>"
    ).encode()


def inbound(**fields: str) -> Inbound:
    return parse(body(**fields), NOW).inbound


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_each_sample_is_read(path: Path) -> None:
    delivery = parse(path.read_bytes(), NOW)
    kind, details = EXPECTED.get(path.stem, (Kind.OTHER, {}))
    read = delivery.inbound
    assert read == Inbound(person=read.person, key=read.key, kind=kind, at=NOW, **details)  # type: ignore[arg-type]
    assert read.key
    assert delivery.account
    assert delivery.wants_answer is (path.stem in EXPECTED)


def test_every_expectation_has_its_sample() -> None:
    assert set(EXPECTED) <= {path.stem for path in SAMPLES.glob("*.xml")}


def test_messages_are_told_apart_by_person_and_number() -> None:
    assert inbound(MsgId="1").key == inbound(MsgId="1", CreateTime="2").key
    assert inbound(MsgId="1").key != inbound(MsgId="2").key
    assert inbound(MsgId="1").key != inbound(MsgId="1", FromUserName="o2").key


def test_events_are_told_apart_by_person_time_event_and_key() -> None:
    event = {"MsgType": "event", "Event": "CLICK", "EventKey": "job"}
    keys = {
        inbound(**event).key,
        inbound(**event, CreateTime="2").key,
        inbound(**event, FromUserName="o2").key,
        inbound(**{**event, "Event": "SCAN"}).key,
        inbound(**{**event, "EventKey": "help"}).key,
    }
    assert len(keys) == 5
    assert inbound(**event).key == inbound(**event).key


def test_a_long_event_key_makes_no_long_key() -> None:
    view = {"MsgType": "event", "Event": "VIEW"}
    first, second = inbound(**view, EventKey="u" * 1000).key, inbound(**view, EventKey="u" * 1001).key
    assert first != second
    assert len(first) <= 120


def test_following_by_a_product_code_is_following() -> None:
    assert inbound(MsgType="event", Event="subscribe", EventKey="scanbarcode|1|2").kind is Kind.FOLLOW


@pytest.mark.parametrize(("x", "y"), [("nan", "1"), ("inf", "1"), ("91", "1"), ("1", "181"), ("", "1"), ("北", "1")])
def test_an_impossible_position_is_none(x: str, y: str) -> None:
    read = inbound(MsgType="location", Location_X=x, Location_Y=y, Label="家")
    assert (read.kind, read.latitude, read.longitude, read.label) == (Kind.LOCATION, None, None, "家")


def test_a_type_nobody_knows_is_other() -> None:
    assert inbound(MsgType="hologram").kind is Kind.OTHER
    assert parse(body(MsgType="hologram"), NOW).wants_answer
    assert not parse(body(MsgType="event", Event="hologram_done"), NOW).wants_answer


ENTITY = b'<!DOCTYPE xml [<!ENTITY a "aaaa">]><xml><ToUserName>gh_1</ToUserName><MsgType>text</MsgType></xml>'


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"junk",
        b"<xml/>",
        b"<xml></xml>",
        b"<xml>text</xml>",
        b"<other/>",
        b"\xff\xfe<\x00x\x00m\x00l\x00",
        b"<xml>\xff</xml>",
        b"<xml><MsgType>text</MsgType>",
        b"<xml><MsgType><a/></MsgType></xml>",
        b"<xml><MsgType>event</MsgType><Event><a/></Event></xml>",
        b"<xml>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</xml>",
        ENTITY,
        b'<?xml version="1.0"?>' + ENTITY,
        body(FromUserName=""),
        body(FromUserName="o1]]&gt;"),
        body(FromUserName="o" * 65),
        body(ToUserName="有"),
        body(Content="x" * LARGEST),
        body(Content="\0"),
        b"<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>",
    ],
    ids=lambda bad: repr(bad[:40]),
)
def test_whatever_is_no_message_is_one_error(bad: bytes) -> None:
    with pytest.raises(Malformed):
        parse(bad, NOW)
    with pytest.raises(Malformed):
        encrypted_part(bad)


def test_json_is_named_with_what_to_do() -> None:
    with pytest.raises(Malformed, match="choose XML"):
        parse(b' {"MsgType": "text"}', NOW)


def test_entities_never_reach_a_parser() -> None:
    with pytest.raises(Malformed, match="not WeChat's XML"):
        parse(ENTITY, NOW)


def test_words_about_entities_are_only_words() -> None:
    assert inbound(Content="<!DOCTYPE html> <!ENTITY").text == "<!DOCTYPE html> <!ENTITY"


NAMES = [
    "ToUserName",
    "FromUserName",
    "MsgType",
    "Event",
    "EventKey",
    "MsgId",
    "CreateTime",
    "Content",
    "Location_X",
    "X",
]
VALUES = st.sampled_from(
    ["text", "event", "subscribe", "location", "o1", "1", "", "<a>1</a>", "&#x10ffff;", "qrscene_"]
)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES | st.text(max_size=20))))
def test_any_fields_are_a_message_or_malformed(fields: list[tuple[str, str]]) -> None:
    made = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields) + "</xml>"
    _read_or_malformed(made.encode())


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda junk: b"<xml>" + junk + b"</xml>"))
def test_any_bytes_are_a_message_or_malformed(junk: bytes) -> None:
    _read_or_malformed(junk)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_damaged_sample_is_a_message_or_malformed(at: int, damage: bytes) -> None:
    sample = (SAMPLES / "msg_location.xml").read_bytes()
    _read_or_malformed(sample[:at] + damage + sample[at + len(damage) :])


def _read_or_malformed(raw: bytes) -> None:
    try:
        delivery = parse(raw, NOW)
    except Malformed:
        return
    assert delivery.inbound.key
    assert delivery.inbound.person
