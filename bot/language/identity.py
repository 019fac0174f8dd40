"""Numbers of identity cards. Nobody here asks for one, and none that somebody sends is kept or shown to anybody."""

import re
import unicodedata
from datetime import date
from typing import Final

SHOWN: Final = "（身份证号）"
"""What stands in the number's place."""
_FIGURE: Final = "0-9０-９零〇一二三四五六七八九幺"
_VALUES: Final = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_WRITTEN: Final = re.compile(rf"(?<![{_FIGURE}])(?:[{_FIGURE}][\s.-]?){{17}}[{_FIGURE}XxＸｘ](?![{_FIGURE}])")
_NOT_OF_IT: Final = re.compile(r"[^\dX]")
_OLDEST: Final = 1850


def hidden(text: str) -> str:
    """`text` with the numbers of identity cards taken out, a mark in their place. Idempotent."""
    return _WRITTEN.sub(lambda found: SHOWN if _is_one(found[0]) else found[0], text)


def without(text: str) -> str:
    """A text that `hidden` gave, without its marks: what else was said."""
    return text.replace(SHOWN, " ").strip() if SHOWN in text else text


def _is_one(written: str) -> bool:
    """In one piece any eighteen figures are taken for one; set apart (two telephone numbers?) only with a birthday."""
    plain = unicodedata.normalize("NFKC", written).upper().translate(_VALUES)
    if len(plain) == 18:
        return True
    figures = _NOT_OF_IT.sub("", plain)
    try:
        return date(int(figures[6:10]), int(figures[10:12]), int(figures[12:14])).year >= _OLDEST
    except ValueError:
        return False
