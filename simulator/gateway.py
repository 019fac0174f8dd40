"""WeChat's side of the webhook: sign, encrypt, post, try again, decrypt, and judge the reply as WeChat does."""

import secrets
import time
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

import requests
import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import WeChatSigner

from simulator.account import Account

FAILURE = "该公众号提供的服务出现故障，请稍后再试"
"""What WeChat shows to the person when the reply is late or unreadable."""

_LONGEST_TEXT = 2048
_MALFORMED = (ExpatError, KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError, WeChatException)


class Broken(Exception):
    """The webhook's reply is one that WeChat answers with its failure notice. The reason is for developers."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted to the webhook."""

    query: dict[str, str]
    body: bytes


def pack(account: Account, xml: str, *, sealed: bool | None = None) -> Request:
    """Sign `xml` and, in safe mode, encrypt it. `sealed` overrides the account's mode."""
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    query = {"signature": _sign(account.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    if not (bool(account.aes_key) if sealed is None else sealed):
        return Request(query, xml.encode())
    # wechatpy's own envelope holds the signature; WeChat's requests have it in the query and name the account.
    made = xmltodict.parse(_crypto(account).encrypt_message(xml, nonce, timestamp))["xml"]
    query |= {"encrypt_type": "aes", "msg_signature": made["MsgSignature"]}
    to, encrypted = account.name, made["Encrypt"]
    body = f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return Request(query, body.encode())


def unpack(account: Account, body: str, openid: str, *, sealed: bool | None = None) -> str | None:
    """The text in the webhook's reply for `openid`; None when there is nothing to show. Raises Broken."""
    if body.strip() in ("", "success"):
        return None
    try:
        if bool(account.aes_key) if sealed is None else sealed:
            body = _open(account, body)
        reply = xmltodict.parse(body)["xml"]
        kind, text = reply["MsgType"], reply.get("Content")
        addressed = (reply["ToUserName"], reply["FromUserName"]) == (openid, account.name)
        int(reply["CreateTime"])
    except _MALFORMED as error:
        raise Broken(f"unreadable: {error!r}") from error
    if not addressed:
        raise Broken("addressed to somebody else")
    return _judged(kind, text)


def _judged(kind: object, text: object) -> str:
    if kind != "text":
        raise Broken(f"the simulator shows text only, not {kind}")
    if not isinstance(text, str) or not text.strip():
        raise Broken("empty text")
    if len(text.encode()) > _LONGEST_TEXT:
        raise Broken("text too long")
    return text


class Gateway:
    """Delivers a person's acts to the webhook."""

    def __init__(self, account: Account, webhook_url: str, timeout: float = 5.0, tries: int = 3) -> None:
        self._account = account
        self._url = webhook_url
        self._timeout = timeout
        self._tries = tries
        self._session = requests.Session()

    def deliver(self, openid: str, xml: str) -> str | None:
        """Post `xml` and return the text to show, if any. Late answers are asked for again. Raises Broken."""
        for _ in range(self._tries):
            request = pack(self._account, xml)
            try:
                response = self._session.post(
                    self._url,
                    params=request.query,
                    data=request.body,
                    timeout=self._timeout,
                    headers={"Content-Type": "text/xml"},
                )
            except requests.RequestException:
                continue
            if response.status_code != 200:
                raise Broken(f"HTTP {response.status_code}")
            return unpack(self._account, response.content.decode(errors="replace"), openid)
        raise Broken(f"no answer in {self._timeout:g} s, {self._tries} times")


def _open(account: Account, body: str) -> str:
    envelope = xmltodict.parse(body)["xml"]
    signature, timestamp, nonce = envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"]
    return str(_crypto(account).decrypt_message(body, signature, timestamp, nonce))


def _sign(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def _crypto(account: Account) -> WeChatCrypto:
    return WeChatCrypto(account.token, account.aes_key, account.app_id)
