"""One way of writing for what people type in many: widths, old characters, emoji, drawn-out letters, spaces."""

import re
import unicodedata
from functools import lru_cache
from operator import eq
from typing import Final

from bot.language.traditional import SIMPLIFIED

_STICKER: Final = re.compile(r"\[[一-鿿]{1,4}\]")
"""WeChat sends its own little faces as words in brackets: [微笑]."""

_UNSEEN: Final = re.compile(
    "["
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"  # zero-width, direction, replacement
    "\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe00-\ufe0f"  # signs and dingbats
    "\ue000-\uf8ff"  # private use: emoji of old phones
    "\U0001f000-\U0001faff\U000e0000-\U000e01ef"  # emoji, tags
    "]+"
)
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_SIGN: Final = re.compile(r"([^\w\s])\1+")
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=64)  # every reader asks for the same message
def normalise(text: str) -> str:
    """`text` in simplified characters and half-width signs, without emoji, invisible characters or doubled spaces.

    A letter or character drawn out three times or more is left twice (好好好好 → 好好: 奶奶 and 谢谢 must stay),
    a sign once. Digits are never dropped or merged. Idempotent.
    """
    plain = unicodedata.normalize("NFKC", text).translate(SIMPLIFIED)
    plain = _UNSEEN.sub("", _STICKER.sub("", plain) if "[" in plain else plain)
    if any(map(eq, plain, plain[1:])):  # rare, and the patterns for it are slow
        plain = _REPEATED_SIGN.sub(r"\1", _DRAWN_OUT.sub(r"\1\1", plain))
    return _SPACES.sub(" ", plain).strip()
