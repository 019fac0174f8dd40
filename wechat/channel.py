"""The account's side of the webhook: who may speak to us, in which mode, and how the answer is wrapped."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.effects import Say
from wechat.crypto import Key, decrypt_with_any, sign, verify
from wechat.errors import Malformed, Refused
from wechat.inbound import Delivery, encrypted_part, parse
from wechat.passive import NOTHING, render

_ENVELOPE = (
    "<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
    "<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
)

Query = Mapping[str, str]

OLDEST = timedelta(days=3)
"""How far a request's time may be from ours. Whoever repeats one that they overheard finds it known for longer than
that (KEEP_DAYS), and a clock may be wrong by a day and still serve people.
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """An opened request: what it brought, and the key to answer with (None: it came in the clear)."""

    delivery: Delivery
    key: Key | None


class Channel:
    """One official account at our webhook."""

    def __init__(self, token: str, app_id: str, aes_keys: Sequence[str] = (), *, allow_plain: bool = False) -> None:
        """`aes_keys`: the current key first, then the previous; none means plain mode.

        `allow_plain` accepts unencrypted messages although there are keys (WeChat's compatible mode). Raises
        ValueError for a key that is none.
        """
        self._token = token
        self._keys = tuple(Key(encoded, app_id) for encoded in aes_keys)
        self._allow_plain = allow_plain or not self._keys

    def vouches(self, query: Query) -> bool:
        """Whether the address alone is signed with our token, as WeChat's all are: cheap, nothing is read for it."""
        try:
            self._verify_sender(query)
        except Refused:
            return False
        return True

    def handshake(self, query: Query) -> str:
        """The `echostr` to answer the console's check with. Raises Refused."""
        self._verify_sender(query)
        return query.get("echostr", "")

    def open(self, query: Query, body: bytes, now: datetime) -> Letter:
        """Check and read a request that arrived at `now`. Raises Refused or Malformed."""
        if self._keys and query.get("encrypt_type") == "aes":
            letter = self._open_sealed(query, body, now)
        else:
            self._verify_sender(query)
            if not self._allow_plain:
                raise Refused("not encrypted, although safe mode is set")
            letter = Letter(parse(body, now), None)
        if not _is_of_these_days(query.get("timestamp", ""), now):
            raise Refused("sent days ago: repeated by somebody, or the clock here is wrong")
        return letter

    def answer(self, letter: Letter, say: Say | None, now: datetime) -> str:
        """The body that answers `letter`, encrypted when the letter was."""
        reply = render(say, letter.delivery, now)
        if letter.key is None or reply == NOTHING:
            return reply
        return self._seal(letter.key.encrypt(reply), now)

    def _verify_sender(self, query: Query) -> None:
        verify(query.get("signature", ""), self._token, query.get("timestamp", ""), query.get("nonce", ""))

    def _open_sealed(self, query: Query, body: bytes, now: datetime) -> Letter:
        try:
            encrypted = encrypted_part(body)
        except Malformed as problem:
            raise Refused(f"envelope: {problem}") from problem
        parts = (self._token, query.get("timestamp", ""), query.get("nonce", ""), encrypted)
        verify(query.get("msg_signature", ""), *parts)
        opened = decrypt_with_any(self._keys, encrypted)
        return Letter(parse(opened.message.encode(), now), opened.key)

    def _seal(self, encrypted: str, now: datetime) -> str:
        timestamp, nonce = str(int(now.timestamp())), secrets.token_hex(8)
        signature = sign(self._token, timestamp, nonce, encrypted)
        return _ENVELOPE.format(encrypted=encrypted, signature=signature, timestamp=timestamp, nonce=nonce)


def _is_of_these_days(stamp: str, now: datetime) -> bool:
    return stamp.isdecimal() and len(stamp) <= 11 and abs(now.timestamp() - int(stamp)) <= OLDEST.total_seconds()
