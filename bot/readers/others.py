"""The name of somebody for whom another writes."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.for_whom import AS_RELATIVE, OTHERS_NAME, RELATION, find_for_whom, named_for
from bot.readers.name import is_name, name_at_start

_SAID: Final = re.compile(r"(?:^|[,，。;；!！ 她他])(?:的)?(?:名字|姓名|大名|名)?(?:就?叫做?|就?是|:)+[ ]*")
_NAMED: Final = re.compile(r"(?:^|[,，。;；!！ 她他])(?:的)?(?:名字|姓名|大名)[ :]*")
_BESIDE: Final = re.compile(rf"(?:我们?|俺们?|咱们?|[给帮替为代])(?:家|村)?的?{RELATION}(?=[一-鿿]{{2}})")
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


def _full(rest: str) -> str | None:
    name = name_at_start(rest)
    return name if is_name(name, strict=True) else None
