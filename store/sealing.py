"""What tells who somebody is, as it stands in the database and in Redis: sealed with the installation's keys.

One process serves one installation, so it has one ring of keys, given by `use` at its start (decision 36). A sealed
text differs each time; what has to be found again has a mark beside it, the same for the same text, made with a key.
"""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import ColumnElement, Dialect, String, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

MARK = 32
"""Characters of a mark: 128 bits."""
MOST_KEYS = 3
"""Marks are looked for under so many keys: the one in use, and those before it that are not rotated out yet."""
_PURPOSE = b"yizhan: marks to search by"
_BEGINS = "gAAAA"
"""How everything that is sealed begins: Fernet's version, and a time of this century."""


class NoKeys(RuntimeError):
    """Something was to be sealed or opened before the process was given its keys."""


class Unreadable(RuntimeError):
    """None of the keys opens it: that with which it was sealed is missing from ENCRYPTION_KEYS."""


class Ring:
    """The keys (each 32 bytes in URL-safe base64), the one in use first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._box = MultiFernet([Fernet(key) for key in keys])
        self._marking = [hmac.digest(urlsafe_b64decode(key), _PURPOSE, sha256) for key in keys]

    def seal(self, text: str) -> str:
        """The text, sealed with the key in use."""
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str | bytes) -> str:
        """What was sealed with any of the keys. Raises Unreadable."""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken:
            raise Unreadable("没有一把 ENCRYPTION_KEYS 里的密钥能打开库里的内容，是不是少了以前的密钥？") from None

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
        use([Fernet.generate_key().decode()])


def ring() -> Ring:
    """The keys of this process. Raises NoKeys."""
    if not _ring:
        raise NoKeys("store.sealing.use was not called")
    return _ring[0]


# --- in Redis, where everything is passing --------------------------------------------------------------------


def seal(text: str) -> str:
    """The text, sealed; "" stays ""."""
    return ring().seal(text) if text else ""


def opened(stored: str) -> str:
    """What was sealed; "" when it is none of ours any more: in Redis nothing is a promise."""
    try:
        return ring().open(stored) if stored else ""
    except Unreadable:
        return ""


# --- in SQL ---------------------------------------------------------------------------------------------------


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

    comparator_factory = Comparator  # type: ignore[assignment]

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal it."""
        return ring().seal(value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open it. What a neighbour wrote who does not seal yet (while an update rolls out) is read as it is."""
        return ring().open(value) if value and value.startswith(_BEGINS) else value


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
