"""What tells who somebody is, as it stands in the database and in Redis: sealed with the installation's keys.

One process serves one installation, so it has one ring of keys, given by `use` at its start (decision 45). A sealed
text differs each time; what has to be found again has a mark beside it, the same for the same text, made with a key.
"""

import hmac
import os
from base64 import urlsafe_b64decode
from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Dialect, LargeBinary, String, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

MARK = 32
"""Characters of a mark: 128 bits."""
MOST_KEYS = 3
"""Marks are looked for under so many keys: the one in use, and those before it that are not rotated out yet."""
NONCE = 12
"""Bytes by chance before each sealed text: a key may seal 2^32 texts, a hundred a second for a year."""
_TO_SEAL = b"yizhan: to seal with"
_TO_MARK = b"yizhan: marks to search by"
_BINARY = b"\x01"
"""How sealed bytes begin: the way in which they are sealed. No JSON begins so, and no workbook."""
_TEXT = "$1$"
"""How a sealed text begins in SQL, before the same in base64."""


class NoKeys(RuntimeError):
    """Something was to be sealed or opened before the process was given its keys."""


class Unreadable(RuntimeError):
    """None of the keys opens it: that with which it was sealed is missing from ENCRYPTION_KEYS."""


class Ring:
    """The keys (each 32 bytes in URL-safe base64), the one in use first."""

    def __init__(self, keys: Sequence[str]) -> None:
        raw = [urlsafe_b64decode(key) for key in keys]
        self._boxes = [AESGCM(hmac.digest(each, _TO_SEAL, sha256)) for each in raw]
        self._marking = [hmac.digest(each, _TO_MARK, sha256) for each in raw]

    def seal(self, content: bytes, bound: bytes | None = None) -> bytes:
        """The content, sealed with the key in use: 29 bytes longer. Who opens it must name the same `bound`."""
        nonce = os.urandom(NONCE)
        return _BINARY + nonce + self._boxes[0].encrypt(nonce, content, bound)

    def open(self, sealed: bytes, bound: bytes | None = None) -> bytes:
        """What was sealed with any of the keys. Raises Unreadable."""
        nonce, rest = sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
        for box in self._boxes:
            try:
                return box.decrypt(nonce, rest, bound)
            except (InvalidTag, ValueError):
                continue
        raise Unreadable("没有一把 ENCRYPTION_KEYS 里的密钥能打开库里的内容，是不是少了以前的密钥？")

    def mark(self, text: str, which: int = 0) -> str:
        """The mark of a text under the key in use, or one of those before it; "" of ""."""
        key = self._marking[min(which, len(self._marking) - 1)]
        return hmac.digest(key, text.encode(), sha256).hex()[:MARK] if text else ""


_ring: list[Ring] = []


def use(keys: Sequence[str]) -> None:
    """From now on this process seals and opens with these keys."""
    _ring[:] = [Ring(keys)]


def use_any() -> None:
    """For what is kept in memory alone: with keys of its own, unless there are some."""
    if not _ring:
        use([b2a_base64(os.urandom(32), newline=False).decode().translate(str.maketrans("+/", "-_"))])


def ring() -> Ring:
    """The keys of this process. Raises NoKeys."""
    if not _ring:
        raise NoKeys("store.sealing.use was not called")
    return _ring[0]


# --- in Redis, where everything is passing --------------------------------------------------------------------


def seal(text: str) -> bytes:
    """The text, sealed; "" stays empty."""
    return ring().seal(text.encode()) if text else b""


def opened(stored: bytes) -> str:
    """What was sealed; "" when none of our keys opens it any more: in Redis nothing is a promise.

    What the version before wrote, which sealed nothing, is read as it is: an update leaves open forms open.
    """
    if not stored.startswith(_BINARY):
        return stored.decode()
    try:
        return ring().open(stored).decode()
    except Unreadable:
        return ""


# --- in SQL ---------------------------------------------------------------------------------------------------


def seal_text(text: str) -> str:
    """The text as it stands in a sealed column; "" stays ""."""
    return _TEXT + b2a_base64(ring().seal(text.encode()), newline=False).decode() if text else ""


def open_text(stored: str) -> str:
    """What stands in a sealed column; what was never sealed as it is. Raises Unreadable."""
    if not stored.startswith(_TEXT):
        return stored
    try:
        sealed = a2b_base64(stored[len(_TEXT) :], strict_mode=True)
    except Error:
        raise Unreadable("库里有一段内容被改坏了") from None
    return ring().open(sealed).decode()


class Sealed(TypeDecorator[str]):
    """Text that stands sealed in the database. "" stays "", so that SQL can tell what is empty, and nothing else."""

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        """Compares with no text but "": any other would never be found. SQLAlchemy itself compares columns."""

        def operate(self, op: Any, *other: Any, **settings: Any) -> ColumnElement[Any]:
            """See `ColumnOperators`."""
            told_apart_from_nothing = op in (operators.eq, operators.ne) and other == ("",)
            if not told_apart_from_nothing and any(isinstance(each, str | list | tuple) for each in other):
                raise TypeError("a sealed column can only be compared with the empty text; search by its mark")
            return super().operate(op, *other, **settings)

    comparator_factory = Comparator

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal it."""
        return seal_text(value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open it."""
        return open_text(value) if value else value


class SealedFile(TypeDecorator[bytes]):
    """A file that stands sealed in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal it."""
        return ring().seal(value) if value else value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Open it; what was never sealed as it is."""
        return ring().open(value) if value and value.startswith(_BINARY) else value


class Mark(TypeDecorator[str]):
    """The mark of a text, which is given as the text itself. `which` is the key: 0 that in use, then those before."""

    impl = String
    cache_ok = True

    def __init__(self, which: int = 0) -> None:
        super().__init__(64)
        self.which = which

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make the mark."""
        return ring().mark(value, self.which) if value else value
