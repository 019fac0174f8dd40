"""What can be a full name, and where one begins in a run of signs."""

import re
from typing import Final

from bot.readers.divisions import TOWNSHIP_BASES, TOWNSHIP_NAMES, VILLAGE_BASES, VILLAGE_NAMES
from bot.readers.halves import TITLE
from bot.readers.nonames import holds_no_name
from bot.readers.surnames import COMPOUND, PLAIN, surname_of, transliterated

FOLLOWS: Final = re.compile(
    r"$|[^一-鿿·]|(?:今年|家住|住在?|家在|家是|电话|手机|号码|联系|来自|现年|年纪|年龄|人家|大家|别人|都[喊叫]|小名|大名|外号|"
    r"我[是的家想要今住在]|是[我个横官枞一]|想[找学报要做打去问来干卖咨]|要[找学报做去卖]|[男女]|就行|就是|这[个是]|谢谢|你好|您好|多少岁|[啊呀呢吧哦哈的嘛了哟诶]$|[啊呀呢吧哦哈嘛]|"
    r"在[^一-鿿]|不是|刚才|前面|[一二三四五六七八九]十|老婆|媳妇|儿子|村里?)"
)
_MAY_FOLLOW: Final = re.compile(r"[想要找学报做在来住也和跟家今是有没打问卖]")
TITLED: Final = re.compile(rf"{TITLE}$")
_GIVEN_NAMES: Final = re.compile("[桂花玉兰荣梅红云国明家英银秋爱海凤文香福贵].|金[花凤兰枝宝莲香]")
PLACES: Final = frozenset({*VILLAGE_BASES, *TOWNSHIP_BASES, *VILLAGE_NAMES, *TOWNSHIP_NAMES})
ENDING: Final = re.compile(r"(?:[啊呀呢吧哦哈嘛哟诶了的]|就是我|是我|我)+$")


def is_name(text: str, *, strict: bool = False) -> bool:
    """Whether `text` as a whole can be a full name; `strict` where nothing says that it is one."""
    if holds_no_name(text) or (strict and text in PLACES):
        return False
    surname = surname_of(text)
    given = text[len(surname) :]
    if not surname or not re.fullmatch(r"[一-鿿]{1,3}", given) or TITLED.fullmatch(given):
        return not strict and not holds_no_name(text) and transliterated(text)
    if strict:
        return (surname in COMPOUND or surname in PLAIN) and len(given) <= 2
    return len(given) <= 2 or (surname in PLAIN and given[0] in PLAIN)


def name_at_start(rest: str, *, strict: bool = False) -> str:
    """The name with which `rest` begins: what follows it must not be part of it."""
    run = re.match(r"[一-鿿·]*", rest)
    signs = run[0] if run else ""
    for follows in (FOLLOWS, _MAY_FOLLOW):
        sizes = (3, 2, 4) if follows is FOLLOWS else (3, 2)
        for size in sizes:
            if is_name(signs[:size], strict=strict) and len(signs) >= size and follows.match(rest[size:]):
                return signs[:size]
        if strict:
            return ""
    whole = ENDING.sub("", signs)
    return whole if transliterated(whole) or _foreign(whole) else ""


def _foreign(whole: str) -> bool:
    """A name of three or four signs without a known surname, where it was said to be the name."""
    return 3 <= len(whole) <= 4 and not surname_of(whole) and not holds_no_name(whole)


def given_alone(name: str) -> bool:
    """桂花, 玉兰: more often a given name alone than a surname with a name of one sign."""
    return len(name) == 2 and bool(_GIVEN_NAMES.fullmatch(name))
