"""The name of somebody for whom another writes."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.for_whom import AS_RELATIVE, OTHERS_NAME, RELATION, SOMEBODY, find_for_whom, named_for
from bot.readers.naming import is_name, name_at_start

_SAID: Final = re.compile(r"(?:^|[,，。;；!！ 她他])(?:的)?(?:名字|姓名|大名|名)?(?:就?叫做?|就?是|:)+[ ]*")
_NAMED: Final = re.compile(r"(?:^|[,，。;；!！ 她他])(?:的)?(?:名字|姓名|大名)[ :]*")
_BESIDE: Final = re.compile(rf"(?:我们?|俺们?|咱们?|[给帮替为代])(?:家|村)?的?{RELATION}(?=[一-鿿]{{2}})")
_LEAD: Final = re.compile(r"^(?:下一?[个位]|再[报来][一]?个|还有[一]?个)[是叫:]?")
_MYSELF: Final = re.compile(r"(?:我|俺|本人)的?(?:名字|姓名)?(?:就?叫做?|是)[一-鿿]{2,4}")


def find_others_name(text: str) -> str | None:
    """The full name of the person for whom the writer asks: 她叫周小妹, 我儿子叫王小军, 给我媳妇报名，名字叫周小妹.

    None when no third person's name is said, and for the writer's own.
    """
    plain = AS_RELATIVE.sub("我", normalise(text))
    if told := OTHERS_NAME.search(plain):
        return _full(plain[told.start("name") :])
    if is_name(named := named_for(text), strict=True):
        return named
    if not find_for_whom(text):
        return None
    rest = _MYSELF.sub(",", plain)
    after = [rest[found.end() :] for cue in (_BESIDE, _SAID, _NAMED) for found in cue.finditer(rest)]
    standing = {part for part in re.split(r"[^一-鿿]+", rest) if is_name(part, strict=True)}
    return next((name for name in map(_full, after) if name), standing.pop() if len(standing) == 1 else None)


def told_of(text: str) -> tuple[str, str] | None:
    """Of whom, and their name, when a third person is named (SOMEBODY for 他叫李来福); None when nobody is."""
    told = OTHERS_NAME.search(AS_RELATIVE.sub("我", normalise(text)))
    name = _full(told.string[told.start("name") :]) if told else None
    return (SOMEBODY if told["whom"] in "他她" else told["whom"], name) if told and name else None


def name_by_number(text: str) -> str | None:
    """The one name that stands beside a telephone number: 下一个李二山，13800002222."""
    plain = _LEAD.sub("", normalise(text))
    standing = {part for part in re.split(r"[^一-鿿]+", plain) if is_name(part, strict=True)}
    return standing.pop() if len(standing) == 1 and re.search(r"\d{7}", plain) else None


def _full(rest: str) -> str | None:
    name = name_at_start(rest)
    return name if is_name(name, strict=True) else None
