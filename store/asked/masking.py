"""What people wrote, without what would tell who they are: numbers of telephones and identity cards, and names."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.manners import spared
from bot.readers.name import find_name

_DIGIT: Final = "0-9零〇一二三四五六七八九幺两"
_NUMBER: Final = re.compile(rf"[{_DIGIT}][{_DIGIT}\s.-]{{5,}}[{_DIGIT}Xx]")
"""Seven digits or more, however they are set apart: 12333 and ten thousand yuan stay."""
HIDDEN: Final = "（号码）"
NOBODY: Final = "某某"


def mask(text: str, name: str = "") -> str:
    """`text` with numbers and names taken out. `name` is the writer's, if we know it; others by 我叫 and the like."""
    plain = normalise(text)
    for each in {name, find_name(plain) or ""} - {""}:
        plain = plain.replace(each, NOBODY)
    return _NUMBER.sub(HIDDEN, plain)


def bare(masked: str) -> str:
    """A masked text without the marks of what was taken out, and without foul words: fit to be looked for by."""
    return spared(masked.replace(HIDDEN, "").replace(NOBODY, ""))
