"""Whether in somebody's household nobody works (零就业家庭), as they tell it of their own accord."""

import re
from typing import Final

from bot.language.normalise import normalise

_HOME: Final = r"(?:家里|屋里|家中|全家|我家|我们家|俺家|咱家|一家(?:人|老小|老少|子|[一二两三四五六七八九\d]+口)?)"
_WORKS: Final = r"(?:上班|干活|打工|工作|做事|做工|就业|挣钱|赚钱|有活|有事做)"
_NOBODY: Final = re.compile(
    rf"{_HOME}[^,，。;；!！?？]{{0,6}}?(?:"
    rf"没(?:有|得)?(?:一个|半个|哪个|个)?(?:劳力|人)[^,，。;；家]{{0,4}}{_WORKS}|"
    rf"一个{_WORKS}的(?:人)?(?:都|也)没|"
    rf"[都全](?:没(?:有|得)?(?:上班|打工|出去|活|工作|事)|不(?:上班|干活)|闲|失业|待业|(?:在家|在屋里)[闲歇待呆]))|零就业"
)
_HINT: Final = re.compile(
    rf"(?:{_HOME}|两口子|夫妻俩?|老两口|爷儿?俩|娘儿?俩|我[和跟同](?:老公|老婆|男人|堂客|媳妇|老伴|儿子)[俩]?)[^,，。;；!！?？]{{0,8}}"
    r"(?:没(?:有|得)?(?:收入|来源|活干|事做|进账|钱)|都没|闲着|困难|难过|揭不开锅|吃低保|靠(?:低保|种田|种地)|[都全]在家)"
)
_MERELY_IDLE: Final = re.compile(
    r"(?:^|(?<=[,。;! ]))(?:我|俺)?在?(?:家里|屋里|家中)(?:闲着|[没冇](?:有|得)?[事活][做干]?)+"
)
_ASKS: Final = re.compile(r"[?？]|吗|补[贴助]|政策|什么|怎么|哪")


def nobody_works(text: str) -> bool:
    """Whether the message says plainly that nobody in the writer's household works; a question says nothing."""
    plain = normalise(text)
    return bool(_NOBODY.search(plain)) and not _ASKS.search(plain)


def hints_at_it(text: str) -> bool:
    """Whether it may be so, which is worth one question. 屋里闲着没事做 speaks of the writer only."""
    plain = _MERELY_IDLE.sub("", normalise(text))
    return bool(_HINT.search(plain) or _NOBODY.search(plain))
