"""WeChat's XML to `Inbound`. Everything that can be wrong with a body is one error: `Malformed`."""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from wechatpy import parse_message

from bot.message import Inbound, Kind
from wechat.errors import Malformed

LARGEST = 64 * 1024
"""Bytes that a request's body may have; WeChat's own stay below 4 KiB."""

_STICKER = "【收到不支持的消息类型，暂无法显示】"
# A document type, and with it entities, can only stand before the root: nothing may but the declaration.
_START = re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<xml[\s>]")
_IDENTITY = re.compile(r"[\w@.-]{1,64}", re.ASCII)
_READERS_FAIL_WITH = (ExpatError, ValueError, KeyError, TypeError, AttributeError)
_LONGEST_KEY = 120

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What WeChat brought: the act, our account's id (gh_…) to answer as, and whether an answer is in place.

    Reports that no person waits upon (a job finished, a page opened, a position sent in the background) want none.
    """

    inbound: Inbound
    account: str
    wants_answer: bool


def parse(body: bytes, now: datetime) -> Delivery:
    """Read a plain body that arrived at `now` (aware). Raises Malformed, and nothing else."""
    text = _checked(body)
    try:
        data: Data = parse_message(text)._data
        return _delivery(data, now)
    except _READERS_FAIL_WITH as error:
        raise Malformed(type(error).__name__) from error


def encrypted_part(body: bytes) -> str:
    """What stands in `<Encrypt>` of a safe-mode body. Raises Malformed."""
    text = _checked(body)
    try:
        encrypted = ElementTree.fromstring(text).findtext("Encrypt")  # noqa: S314 - no document type, see `_START`
    except ElementTree.ParseError as error:
        raise Malformed(type(error).__name__) from error
    if not encrypted:
        raise Malformed("Encrypt")
    return encrypted


def _checked(body: bytes) -> str:
    if len(body) > LARGEST:
        raise Malformed("too large")
    if body.lstrip()[:1] == b"{":
        raise Malformed("this is JSON: choose XML as the data format in the account's console")
    if not _START.match(body):
        raise Malformed("not WeChat's XML")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error


def _delivery(data: Data, now: datetime) -> Delivery:
    person, account = _string(data, "FromUserName"), _string(data, "ToUserName")
    if not _IDENTITY.fullmatch(person) or not _IDENTITY.fullmatch(account):
        raise Malformed("sender or receiver")
    kind, details = _read(data)
    inbound = Inbound(person=person, key=_key(data), kind=kind, at=now, **details)
    wants_answer = kind is not Kind.OTHER or data["MsgType"].lower() != "event"
    return Delivery(inbound, account, wants_answer)


def _key(data: Data) -> str:
    """The same for every redelivery. MsgId alone collides between people; events have none."""
    names = ("MsgId",) if _string(data, "MsgId") else ("CreateTime", "MsgType", "Event", "EventKey")
    key = ":".join(_string(data, name) for name in ("FromUserName", *names))
    if len(key) <= _LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def _read(data: Data) -> tuple[Kind, dict[str, Any]]:
    what = data["MsgType"].lower()
    if what == "event":
        return _event(data)
    if what == "text":
        return _text(data)
    if what == "voice":
        return Kind.VOICE, {"media": _string(data, "MediaId"), "text": _string(data, "Recognition")}
    if what == "image":
        return Kind.IMAGE, {"media": _string(data, "MediaId")}
    if what == "location":
        return Kind.LOCATION, _location(data)
    return Kind.OTHER, {"media": _string(data, "MediaId"), "label": _string(data, "Title")}


def _event(data: Data) -> tuple[Kind, dict[str, Any]]:
    # wechatpy has renamed a subscription by QR code to subscribe_scan and taken qrscene_ off its key.
    event, key = _string(data, "Event").lower(), _string(data, "EventKey")
    match event:
        case "subscribe" | "subscribe_scan_product":
            return Kind.FOLLOW, {}
        case "subscribe_scan":
            return Kind.FOLLOW, {"scene": key}
        case "unsubscribe":
            return Kind.UNFOLLOW, {}
        case "scan":
            return Kind.SCAN, {"scene": key}
        case "click":
            return Kind.MENU, {"text": key}
        case _:
            return Kind.OTHER, {}


def _text(data: Data) -> tuple[Kind, dict[str, Any]]:
    text = _string(data, "Content")
    if text == _STICKER:
        return Kind.STICKER, {}
    return Kind.TEXT, {"text": text, "choice": _string(data, "bizmsgmenuid")}


def _location(data: Data) -> dict[str, Any]:
    latitude, longitude = _degrees(data, "Location_X", 90), _degrees(data, "Location_Y", 180)
    label = _string(data, "Label")
    if latitude is None or longitude is None:
        return {"label": label}
    return {"latitude": latitude, "longitude": longitude, "label": label}


def _degrees(data: Data, name: str, most: int) -> float | None:
    try:
        degrees = float(_string(data, name))
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _string(data: Data, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
