"""Our calls to WeChat, the few that we need, over `Http` and `Tokens`.

wechatpy's client is not used: it has no timeouts, retries an invalid token without end, keeps one token per process,
and its base url does not cover every call (docs/decisions/0004).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.effects import Say
from bot.ports import ChannelError
from wechat.http import Http, Media
from wechat.template import Template
from wechat.text import clean, split
from wechat.tokens import Token, Tokens
from wechat.verdicts import STALE_TOKEN

OFFICIAL = "https://api.weixin.qq.com"
OFFICIAL_PICTURES = "https://mp.weixin.qq.com"

_T = TypeVar("_T")
Button = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QrCode:
    """A station's QR code: `ticket` gets its picture (`WeChatClient.qr_picture`), `url` is what the picture says."""

    ticket: str
    url: str


class WeChatClient:
    """The account's API. Every method raises ChannelError, and nothing else."""

    def __init__(
        self, app_id: str, secret: str, tokens: Tokens, base_url: str = OFFICIAL, template: Template | None = None
    ) -> None:
        """`base_url` covers every call; with WeChat's own, pictures of QR codes come from their second host.

        `template` is what news are announced with; without one they cannot be.
        """
        self._app_id = app_id
        self._secret = secret
        self._tokens = tokens
        self._template = template
        self._http = Http(base_url)
        self._pictures = Http(OFFICIAL_PICTURES) if base_url.rstrip("/") == OFFICIAL else self._http

    def token(self) -> str:
        """The access token in use: for checking that app id, secret and IP list are right."""
        return self._tokens.get(self._fetch_token)

    def send_text(self, person: str, text: str) -> None:
        """Send a customer-service message; a long one goes in several, each of which counts for WeChat's quota."""
        pieces = split(clean(text))
        if not pieces:
            raise ChannelError("nothing to send", permanent=True)
        for piece in pieces:
            self._post("/cgi-bin/message/custom/send", _to(person, "text", {"content": piece}))

    def send(self, person: str, say: Say) -> None:
        """Send `say`: with choices as a menu to tap, numbered; a tap comes back as `Inbound.choice`."""
        if not say.choices:
            return self.send_text(person, say.plain())
        listed = [{"id": choice.token, "content": number + clean(choice.label)} for number, choice in say.lines()]
        menu = {"head_content": clean(say.text), "list": listed, "tail_content": clean(say.tail)}
        self._post("/cgi-bin/message/custom/send", _to(person, "msgmenu", menu))
        return None

    @property
    def announces(self) -> bool:
        """Whether news can be announced to people whose 48 hours are over."""
        return self._template is not None

    def announce(self, person: str, title: str, text: str, at: datetime) -> None:
        """Send a template message: at any time, to who follows us. What does not fit into its fields is cut."""
        if self._template is None:
            raise ChannelError("no template is set up", permanent=True)
        data = self._template.filled(title, text, at)
        self._post("/cgi-bin/message/template/send", {"touser": person, "template_id": self._template.id, "data": data})

    def create_tag(self, name: str) -> int:
        """Make a tag (at most 30 characters, at most 100 tags in all); its id."""
        tag = self._post("/cgi-bin/tags/create", {"tag": {"name": name}}).get("tag")
        if not isinstance(tag, dict) or not isinstance(tag.get("id"), int):
            raise ChannelError("WeChat's answer lacks the tag", permanent=False)
        return int(tag["id"])

    def delete_tag(self, tag: int) -> None:
        """Take a tag away, and from everybody who has it."""
        self._post("/cgi-bin/tags/delete", {"tag": {"id": tag}})

    def tag_people(self, tag: int, people: Sequence[str]) -> None:
        """Give at most 50 people the tag; if one of them is unknown, nobody gets it."""
        self._post("/cgi-bin/tags/members/batchtagging", {"openid_list": list(people), "tagid": tag})

    def untag_people(self, tag: int, people: Sequence[str]) -> None:
        """Take the tag from at most 50 people."""
        self._post("/cgi-bin/tags/members/batchuntagging", {"openid_list": list(people), "tagid": tag})

    def send_to_tag(self, tag: int, text: str, key: str) -> None:
        """Send a text to all with the tag; a person takes 4 a month. The same `key` (64 characters) is sent once."""
        message = {
            "filter": {"is_to_all": False, "tag_id": tag},
            "text": {"content": clean(text)},
            "msgtype": "text",
            "clientmsgid": key,
        }
        self._post("/cgi-bin/message/mass/sendall", message)

    def typing(self, person: str) -> None:
        """Show 对方正在输入 for up to 15 s; only within 30 s after the person did something."""
        self._post("/cgi-bin/message/custom/typing", {"touser": person, "command": "Typing"})

    def media(self, media_id: str) -> Media:
        """A file that a person sent, at most three days ago."""
        return self._with_token(
            lambda query: self._http.download("/cgi-bin/media/get", {**query, "media_id": media_id})
        )

    def create_menu(self, buttons: Sequence[Button]) -> None:
        """Put `buttons` (WeChat's own JSON: at most 3, each with at most 5 below it) under the chat."""
        self._post("/cgi-bin/menu/create", {"button": list(buttons)})

    def create_qr(self, scene: str) -> QrCode:
        """A permanent QR code that brings `scene` (1 to 64 characters) with each scan."""
        wanted = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        answer = self._post("/cgi-bin/qrcode/create", wanted)
        return QrCode(_text(answer, "ticket"), _text(answer, "url"))

    def qr_picture(self, qr: QrCode) -> Media:
        """The QR code's picture."""
        return self._pictures.download("/cgi-bin/showqrcode", {"ticket": qr.ticket})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._with_token(lambda query: self._http.post(path, body, query))

    def _with_token(self, call: Callable[[dict[str, str]], _T]) -> _T:
        token = self.token()
        try:
            return call({"access_token": token})
        except ChannelError as error:
            if error.code not in STALE_TOKEN:
                raise
        return call({"access_token": self._tokens.get(self._fetch_token, stale=token)})

    def _fetch_token(self, force: bool) -> Token:
        wanted = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        answer = self._http.post("/cgi-bin/stable_token", wanted)
        seconds = answer.get("expires_in")
        return Token(_text(answer, "access_token"), seconds if isinstance(seconds, int) else 0)


def _to(person: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"touser": person, "msgtype": kind, kind: content}


def _text(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise ChannelError(f"WeChat's answer lacks {name}", permanent=False)
    return value
