"""Numbers as people write and say them: 两千八, 五十六, 幺三八, 1万2."""

import re
import unicodedata
from typing import Final

_ROWS: Final = ("零〇○洞", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七拐柒", "八捌", "九玖勾")
_DIGIT: Final = {sign: str(value) for value, row in enumerate(_ROWS) for sign in row}
_SIGNS: Final = frozenset("".join(("0123456789十百千万", *_ROWS)))
_TO_DIGITS: Final = str.maketrans(_DIGIT)
_REPEATED: Final = re.compile(r"([2-8])个([0-9])")

_FIGURE: Final = r"([1-9一二两三四五六七八九])"
_THOUSANDS: Final = re.compile(
    rf"(?:{_FIGURE}千)?(零)?(?:{_FIGURE}百)?(零)?(?:{_FIGURE}?(十))?(零)?{_FIGURE}?".replace("千", "[千仟]")
    .replace("百", "[百佰]")
    .replace("(十)", "([十拾])")
)

NUMERAL: Final = r"[\d一二两三四五六七八九十][\d零一二两三四五六七八九十百千万]*"
"""A pattern for one number in either writing; `number_of` tells whether it makes sense."""


def has_number(plain: str) -> bool:
    """Whether a normalised text holds any sign with which a number is written or said."""
    return not _SIGNS.isdisjoint(plain)


def digits_written(text: str) -> str:
    """`text` with each spoken digit (零 洞 幺 拐 勾 两 …) as a figure, and 四个0 as 0000; full width becomes half."""
    plain = unicodedata.normalize("NFKC", text).translate(_TO_DIGITS)
    return _REPEATED.sub(lambda found: found[2] * int(found[1]), plain)


def number_of(text: str) -> int | None:
    """The whole number that `text` is, in figures, characters or both (2800, 两千八, 1万2); None if it is none.

    Digits said one after the other (五六, 二零二六) are no number: they may mean "five or six".
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    if text in {"零", "〇"}:
        return 0
    high, ten_thousand, low = text.rpartition("万")
    if not ten_thousand:
        return _below_ten_thousand(text)
    left = number_of(high)
    right = 0 if not low else int(_DIGIT.get(low, low)) * 1000 if _is_figure(low) else number_of(low.lstrip("零"))
    return None if left is None or right is None else left * 10000 + right


def _is_figure(text: str) -> bool:
    return len(text) == 1 and (text in _DIGIT or (text.isascii() and text.isdecimal()))


def _below_ten_thousand(text: str) -> int | None:
    found = _THOUSANDS.fullmatch(text) if text else None
    if found is None:
        return None
    thousands, _, hundreds, _, tens, ten, zero, last = found.groups()
    value = 0
    for figure, unit in ((thousands, 1000), (hundreds, 100), (tens or (ten and "1"), 10)):
        value += int(_DIGIT.get(figure, figure)) * unit if figure else 0
    if not last:
        return value if value else None
    short = not (ten or zero or found[2] or found[4])  # 两千八 leaves the hundreds unsaid
    unit = 100 if hundreds is None and thousands and short else 10 if hundreds and short else 1
    return value + int(_DIGIT.get(last, last)) * unit
