"""What WeChat sends in safe mode, ready for the wire, and what it thinks of the answer.

Signatures and encryption are wechatpy's, so that a mistake of ours cannot prove itself right.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

import xmltodict
from wechatpy.crypto import WeChatCrypto

from bot.phrases import busy, talk
from simulator.account import Account

_TEXT = (
    "<xml><ToUserName><![CDATA[{account}]]></ToUserName><FromUserName><![CDATA[{person}]]></FromUserName>"
    "<CreateTime>{time}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
    "<MsgId>{number}</MsgId></xml>"
)
_ENVELOPE = "<xml><ToUserName><![CDATA[{account}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
_APOLOGIES = (talk.SORRY[:12], talk.CANNOT_WRITE[:12], busy.STILL[:12], busy.BEHIND[:12], busy.TOO_FAST[:8])


class Verdict(StrEnum):
    """What an answer was."""

    RIGHT = "right"
    TURNED_AWAY = "turned away"
    SORRY = "sorry"  # an apology: not done, or still at it
    WRONG = "wrong"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A request ready for the wire, and what must stand in its answer ("": anything that is no apology)."""

    person: str
    wire: bytes
    expects: str


class Post:
    """Writes letters to one account, and reads the answers."""

    def __init__(self, account: Account, moment: int) -> None:
        """`moment`: the seconds that all letters bear."""
        self._account = account
        self._crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
        self._moment = moment
        self._number = moment * 1_000_000

    def letter(self, person: str, text: str, expects: str) -> Letter:
        """One message that nobody sent before."""
        self._number += 1
        timestamp, nonce = str(self._moment), f"{self._number}"
        plain = _TEXT.format(account=self._account.name, person=person, time=timestamp, text=text, number=self._number)
        envelope = xmltodict.parse(self._crypto.encrypt_message(plain, nonce, timestamp))["xml"]
        query = {
            "signature": hashlib.sha1("".join(sorted((self._account.token, timestamp, nonce))).encode()).hexdigest(),  # noqa: S324 - WeChat's way
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": person,
            "encrypt_type": "aes",
            "msg_signature": envelope["MsgSignature"],
        }
        body = _ENVELOPE.format(account=self._account.name, sealed=envelope["Encrypt"]).encode()
        head = (
            f"POST /wechat?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\n"
            f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Letter(person, head.encode() + body, expects)

    def judge(self, letter: Letter, status: int, body: bytes) -> Verdict:
        """Whether this person was answered, with a signature and encryption that WeChat accepts, and rightly."""
        if status != 200:
            return Verdict.FAILED
        try:
            sealed = xmltodict.parse(body.decode())["xml"]
            opened = self._crypto.decrypt_message(
                body.decode(), sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"]
            )
            reply = xmltodict.parse(opened)["xml"]
            to, words = reply["ToUserName"], str(reply["Content"])
        except Exception:  # whatever a broken answer breaks, it is no answer
            return Verdict.FAILED
        if busy.TOO_MANY in words:
            return Verdict.TURNED_AWAY
        if any(each in words for each in _APOLOGIES):
            return Verdict.SORRY
        return Verdict.RIGHT if to == letter.person and letter.expects in words else Verdict.WRONG


Judge = Callable[[Letter, int, bytes], Verdict]


def constant(words: str) -> Judge:
    """For who always says the same in the clear."""
    return lambda letter, status, body: Verdict.RIGHT if (status, body.decode()) == (200, words) else Verdict.WRONG
