"""Several people in one message, each with a telephone number: 李四 13800001234，王五 13800005678."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.naming import is_name

_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_TOKENS: Final = re.compile(r"[^一-鿿]+")


def people_in(text: str) -> tuple[tuple[str, str], ...]:
    """Names and numbers of the people, in order; a number beside which no name stands is left out."""
    plain = normalise(text)
    numbers = list(_MOBILE.finditer(plain))
    if not numbers:
        return ()
    ends = [0, *(number.end() for number in numbers)]
    before = [_names(plain[end : number.start()])[-1:] for end, number in zip(ends, numbers, strict=False)]
    if not before[0]:  # the names stand behind the numbers
        starts = [*(number.start() for number in numbers[1:]), len(plain)]
        before = [_names(plain[number.end() : start])[:1] for number, start in zip(numbers, starts, strict=True)]
    return tuple((name[0], number[0]) for name, number in zip(before, numbers, strict=True) if name)


def _names(piece: str) -> list[str]:
    return [token for token in _TOKENS.split(piece) if is_name(token, strict=True)]
