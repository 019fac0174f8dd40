"""Signatures and encryption of the webhook, checked in constant time, with one error for every failure.

The cipher is wechatpy's. Ours are the comparison (wechatpy uses `!=`), the random prefix (wechatpy draws it from a
generator that can be predicted, and it stands in for the missing IV), the second key and the single error.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass

from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from wechat.errors import Refused

_UNREADABLE = (InvalidAppIdException, ValueError, IndexError, struct.error)


def sign(*parts: str) -> str:
    """The signature of `parts` in WeChat's manner: SHA-1 of their sorted concatenation, in hexadecimal."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def verify(signature: str, *parts: str) -> None:
    """Raise Refused unless `signature` is that of `parts`."""
    try:
        expected = sign(*parts).encode()
    except UnicodeEncodeError as error:
        raise Refused("signature") from error
    if not hmac.compare_digest(expected, signature.encode(errors="replace")):
        raise Refused("signature")


class _Cipher(PrpCrypto):  # type: ignore[misc]  # wechatpy has no types
    def get_random_string(self) -> str:
        return secrets.token_hex(8)


class Key:
    """One EncodingAESKey of one account."""

    def __init__(self, encoded: str, app_id: str) -> None:
        """Take the 43 characters shown in WeChat's console. Raises ValueError when they are no key."""
        raw = _decoded(encoded)
        self._cipher = _Cipher(raw)
        self._app_id = app_id

    def decrypt(self, encrypted: str) -> str:
        """The message in `encrypted` (base64). Raises Refused when key or app id do not fit."""
        try:
            return str(self._cipher.decrypt(encrypted, self._app_id))
        except _UNREADABLE as error:
            raise Refused("encryption") from error

    def encrypt(self, message: str) -> str:
        """`message` encrypted for this account, in base64."""
        return str(self._cipher.encrypt(message, self._app_id).decode("ascii"))


def _decoded(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded + "=", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(encoded) != 43 or len(raw) != 32:
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return raw


@dataclass(frozen=True, slots=True)
class Opened:
    """A decrypted message with the key that fitted: the reply has to be encrypted with the same one."""

    message: str
    key: Key


def decrypt_with_any(keys: tuple[Key, ...], encrypted: str) -> Opened:
    """Decrypt with the current key or, while WeChat still uses it, the previous one. Raises Refused."""
    for key in keys:
        try:
            return Opened(key.decrypt(encrypted), key)
        except Refused:
            continue
    raise Refused("no key fits")
