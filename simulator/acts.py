"""What a person can do on the phone page, as the XML that WeChat makes of it and the bubble that it shows."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.world import MESSAGE_WINDOW, TAP_WINDOW

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SILENT_FRAME, _FRAMES = b"\x3c" + bytes(31), 50  # of 20 ms, 50 a second
_STICKER = "【收到不支持的消息类型，暂无法显示】"


class Unknown(Exception):
    """The page asked for something that a phone cannot do."""


@dataclass(frozen=True, slots=True)
class Act:
    """`fields` are the XML's own; `bubble` is what the person sees of it ({}: nothing); `window` what it allows."""

    kind: str
    fields: Mapping[str, str | float]
    bubble: Mapping[str, Any] = field(default_factory=dict)
    window: tuple[str, int, int] | None = MESSAGE_WINDOW
    follows: bool | None = None

    def xml(self, openid: str, account: str) -> str:
        """The message as WeChat writes it before encryption."""
        fields: dict[str, str | float] = {
            "ToUserName": account,
            "FromUserName": openid,
            "CreateTime": int(time.time()),
            "MsgType": self.kind,
            **self.fields,
        }
        if self.kind != "event":
            fields["MsgId"] = time.time_ns()
        return "<xml>" + "".join(_element(name, value) for name, value in fields.items()) + "</xml>"


def _element(name: str, value: str | float) -> str:
    if isinstance(value, str):
        parted = _NOT_IN_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>")
        return f"<{name}><![CDATA[{parted}]]></{name}>"
    return f"<{name}>{value}</{name}>"


def read(asked: Mapping[str, Any], *, follows: bool) -> Act:
    """The act that the page asks for. Raises Unknown."""
    reader = _ACTS.get(str(asked.get("act")))
    if reader is None:
        raise Unknown("act")
    if not follows and asked["act"] not in ("follow", "scan"):
        raise Unknown("the person does not follow the account")
    try:
        return reader(asked, follows)
    except (KeyError, TypeError, ValueError) as error:
        raise Unknown(str(error)) from error


def picture(media_id: str, url: str) -> Act:
    """A picture that was uploaded before."""
    return Act("image", {"PicUrl": url, "MediaId": media_id}, {"kind": "image", "media": media_id})


def recording(words: str) -> bytes:
    """A silent recording that lasts as long as it takes to say `words`; AMR, as WeChat's own."""
    return b"#!AMR\n" + _SILENT_FRAME * (_seconds(words) * _FRAMES)


def _seconds(words: str) -> int:
    return min(max(len(words) // 4, 1), 60)


def voice(media_id: str, words: str, *, heard: bool) -> Act:
    """A voice message. WeChat has stopped transcribing; `heard` gives the words all the same, as it once did."""
    fields = {"MediaId": media_id, "Format": "amr", "MediaId16K": media_id}
    if heard:
        fields["Recognition"] = words
    bubble = {"kind": "voice", "text": words, "seconds": _seconds(words), "heard": heard}
    return Act("voice", fields, bubble)


def _text(asked: Mapping[str, Any], _follows: bool) -> Act:
    text = str(asked["text"]).strip()
    if not text:
        raise ValueError("text")
    return Act("text", {"Content": text}, {"kind": "text", "text": text})


def _tap(asked: Mapping[str, Any], _follows: bool) -> Act:
    text = str(asked["text"])
    return Act("text", {"Content": text, "bizmsgmenuid": str(asked["id"])}, {"kind": "text", "text": text})


def _sticker(_asked: Mapping[str, Any], _follows: bool) -> Act:
    return Act("text", {"Content": _STICKER}, {"kind": "sticker", "text": "[表情]"})


def _location(asked: Mapping[str, Any], _follows: bool) -> Act:
    label, latitude, longitude = str(asked["label"]), float(asked["latitude"]), float(asked["longitude"])
    fields: dict[str, str | float] = {"Location_X": latitude, "Location_Y": longitude, "Scale": 16, "Label": label}
    return Act("location", fields, {"kind": "location", "text": label})


def _follow(_asked: Mapping[str, Any], _follows: bool) -> Act:
    note = {"side": "note", "kind": "note", "text": "您已关注该公众号"}
    return Act("event", {"Event": "subscribe", "EventKey": ""}, note, TAP_WINDOW, follows=True)


def _unfollow(_asked: Mapping[str, Any], _follows: bool) -> Act:
    note = {"side": "note", "kind": "note", "text": "您已取消关注"}
    return Act("event", {"Event": "unsubscribe", "EventKey": ""}, note, None, follows=False)


def _scan(asked: Mapping[str, Any], follows: bool) -> Act:
    scene = str(asked["scene"])
    note = {"side": "note", "kind": "note", "text": f"扫了二维码：{asked.get('label') or scene}"}
    event, key = ("SCAN", scene) if follows else ("subscribe", f"qrscene_{scene}")
    return Act("event", {"Event": event, "EventKey": key, "Ticket": "sim"}, note, TAP_WINDOW, follows=True)


def _menu(asked: Mapping[str, Any], _follows: bool) -> Act:
    key = str(asked["key"])
    if asked.get("view"):
        return Act("event", {"Event": "VIEW", "EventKey": key}, window=None)
    return Act("event", {"Event": "CLICK", "EventKey": key}, window=TAP_WINDOW)


_ACTS = {
    "text": _text,
    "tap": _tap,
    "sticker": _sticker,
    "location": _location,
    "follow": _follow,
    "unfollow": _unfollow,
    "scan": _scan,
    "menu": _menu,
}
