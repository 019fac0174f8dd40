"""A message without the values in it: what is left is what the person wants."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.name import find_name
from bot.readers.phone import find_phone
from bot.readers.place import AmbiguousPlace, find_place, place_name

_NUMBER: Final = re.compile(r"(?:我的?|俺的?)?(?:电话|手机号?|号码|联系方式)?(?:号码?)?(?:是|:)?[+\d][\d -]{6,}\d")
_SELF: Final = r"(?:我|俺|本人)?(?:的?名字|姓名)?(?:叫做?|是|:)?"
_HOME: Final = r"(?:我|俺)?(?:家)?(?:是|住|在)*[{signs}]{{2,}}(?:的人?|人)?"
_SIGNS: Final = re.compile(r"^[\s,，。;；:、]+|[\s,，。;；:、]+$")


def without_values(text: str) -> str:
    """The message without name, telephone number and village where they are beyond doubt; as it was if none is."""
    rest = plain = normalise(text)
    if find_phone(plain):
        rest = _NUMBER.sub(",", rest)
    if name := find_name(plain):
        rest = re.sub(_SELF + re.escape(name), ",", rest)
    if home := _home(plain):
        rest = re.sub(_HOME.format(signs=re.escape(home)), ",", rest, count=1)
    return text if rest == plain else _SIGNS.sub("", re.sub(r",[\s,]*", ",", rest))


def _home(plain: str) -> str:
    try:
        place = find_place(plain)
    except AmbiguousPlace:
        return ""
    return place_name(place) if place else ""
