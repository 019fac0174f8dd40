"""A line of a list by what it is like: 离家近的那个, 工资高的."""

import re
from collections.abc import Sequence
from typing import Final

from bot.dialogs.form import Context, Option
from bot.language.normalise import normalise
from bot.readers import NotUnderstood
from bot.readers.place import township_name
from bot.records import Place

_NEAR: Final = re.compile(
    r"离(?:我|俺)?(?:家|屋|这)?里?(?:比较|最|较|更)?近|近(?:一?点|些|的)|最近|家门口|本镇|本乡|我们?镇|就近"
)
_BEST_PAID: Final = re.compile(
    r"(?:工资|钱|工钱|收入|挣|赚|给|待遇|开)(?:得|的)?(?:最|比较|更)?[高多]|(?:最|更)(?:挣|赚)钱|高工资"
)
_SOONEST: Final = re.compile(r"(?:最早|最先|早(?:一?点|些)?)(?:开班|开课|开始|的)|早开")
_REFUSES: Final = re.compile(r"[?？吗]|不[要想是]|有没有|可有|没有|哪个|哪一")
_PAY: Final = re.compile(r"每?(月|天)[^，,\d]{0,3}(\d{2,5})元|(\d{2,5})元?(?:每|/|一)(月|天)")
_PRICED: Final = re.compile(r"(?<!\d)(\d{2,5})(?:块|元)?钱?(?:一天|一个月|每天|每月)?的(?:那个|这个|活|那)")
_DAYS: Final = 25
"""Days of work in a month: what makes pay by the day and by the month comparable."""


def by_description(text: str, shown: Sequence[Option], context: Context) -> int | None:
    """Index of the one line that is near the person's home, pays this or most, begins first; None when none is.

    Raises NotUnderstood("choice_several": `first`, `second`) when several are near, ("choice") when none is.
    """
    plain = normalise(text)
    if not shown or _REFUSES.search(plain):
        return None
    if priced := _PRICED.search(plain):
        return _only([index for index, option in enumerate(shown) if _holds(option.label, priced[1])])
    if re.search(r"\d", plain):
        return None
    if _NEAR.search(plain):
        return _near(shown, context)
    if _BEST_PAID.search(plain):
        return _best_paid(shown)
    return 0 if _SOONEST.search(plain) and shown[0].id and len(plain) <= 8 else None


def _holds(label: str, number: str) -> bool:
    return bool(re.search(rf"(?<!\d){number}(?!\d)", label))


def _only(indices: Sequence[int]) -> int | None:
    return indices[0] if len(indices) == 1 else None


def _near(shown: Sequence[Option], context: Context) -> int | None:
    village = context.answers.get("village")
    home = township_name(village.township) if isinstance(village, Place) else ""
    near = [index for index, option in enumerate(shown) if home and home in option.label]
    if len(near) > 1:
        raise NotUnderstood("choice_several", first=str(near[0] + 1), second=str(near[1] + 1))
    if not near:
        raise NotUnderstood("choice_far")
    return near[0]


def _best_paid(shown: Sequence[Option]) -> int | None:
    pay = [_monthly(option.label) for option in shown]
    best = max(pay)
    return _only([index for index, each in enumerate(pay) if each and each == best])


def _monthly(label: str) -> int:
    """Yuan a month, as the line says it; 0 when it does not."""
    found = _PAY.search(label)
    if found is None:
        return 0
    return int(found[2] or found[3]) * (_DAYS if "天" in (found[1], found[4]) else 1)
