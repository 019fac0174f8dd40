"""A name told in two halves, often in two messages: 姓周，名字叫长根."""

import re
from collections.abc import Iterator
from typing import Final

from bot.readers.divisions import TOWNSHIP_BASES, VILLAGE_BASES
from bot.readers.nonames import holds_no_name
from bot.readers.spelled import spelling_of, surname_by_parts
from bot.readers.surnames import COMPOUND, SURNAMES

TITLE: Final = (
    r"(?:女士|先生|同志|大姐|大哥|大妈|大爷|大叔|阿姨|师傅|老师|小姐|姐|哥|嫂子?|婶子?|叔|爷|奶奶|伯|妈|总|工)"
)
_SPLIT: Final = re.compile(r"[,，。;；!！ ]+")
_SURNAME: Final = re.compile(
    rf"(?:我|俺)?(?:是|叫)?(?:免贵)?姓?(?:[小老阿大](?=[一-鿿](?:{TITLE})?$))?"
    rf"(?P<surname>{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])(?:的|{TITLE})?"
)
_GIVEN: Final = re.compile(
    r"(?:我|俺)?的?(?:(?:大名|单名|名字?|就?叫做?|就?是|一?个)*)[: ]*(?P<given>(?!姓)[一-鿿]{1,4}?)[啊呀吧的]?"
)


def joined(plain: str) -> str:
    """The name of which `plain` gives the surname and the given name apart, in either order; "" when it does not."""
    if (by_parts := surname_by_parts(plain)) and (given := _GIVEN.fullmatch(_rest(plain))):
        name = given["given"] if given["given"].startswith(by_parts) else by_parts + given["given"]
        return name if 2 <= len(name) <= 3 and not holds_no_name(name[1:]) else ""
    parts = [part for part in _SPLIT.split(plain) if part]
    if len(parts) != 2:
        return ""
    return next((name for one, two in (parts, parts[::-1]) for name in _names(one, two)), "")


def surname_alone(plain: str) -> str:
    """The surname that is explained by its parts, and nothing else with it: 弓长张, 我姓李,木子李."""
    surname = surname_by_parts(plain)
    only = surname and not spelling_of(plain).signs.strip(surname)
    return surname if only and re.fullmatch(rf"(?:我|俺|是|免贵|姓|的|{surname})*", _rest(plain)) else ""


def _rest(plain: str) -> str:
    signs = re.sub(r"[^一-鿿]", "", spelling_of(plain).rest)
    return re.sub(r"^(?:我|俺)?(?:免贵)?姓[一-鿿](?=[一-鿿])", "", signs)


def _names(one: str, two: str) -> Iterator[str]:
    surname, given = _SURNAME.fullmatch(one), _GIVEN.fullmatch(two)
    if given and len(one) == 2 and given["given"].endswith(one) and len(given["given"]) > 2:
        yield given["given"]  # 桂花，王桂花
    if not surname or not given:
        return
    own, rest = surname["surname"], given["given"]
    if rest.startswith(own) and len(rest) > len(own):
        yield rest
    elif len(rest) <= 2 and not holds_no_name(rest) and rest not in VILLAGE_BASES and rest not in TOWNSHIP_BASES:
        yield own + rest
