"""Saying that a value is the one given before: 跟上次一样, 老样子, and for another person 跟我的一样."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.for_whom import RELATION

_SAME: Final = re.compile(
    r"(?:跟|和|同|照|按|就|还是|还用|仍是)*(?:我)?(?:上次|上回|以前|之前|原来|先前|前面|头回|往常|老)(?:的|那个|个)?(?:一样|号码?|电话|手机|地方|名字|村|登记的|留的|那个|样子|地址)+"
    r"|还是(?:那个|老|上次|上回|以前|原来)|老样子|没变|一样的|(?:跟|和|同|与)?(?:我|俺)(?:自己)?的?(?:电话|手机|号码?|村|地方)?(?:是)?(?:一样|相同|同一?个)"
    rf"|(?:跟|和|同|与)(?:我们?|俺)?(?:家)?(?:{RELATION})的?(?:电话|手机|号码?|村)?(?:是)?(?:一样|相同|同一?个)"
    r"|(?:就|也|都)?(?:打|用|留|写|填|记)?(?:我|俺)(?:自己)?的?(?:电话|手机|号码?)(?:就行|吧|也行|好了|就好|就中)?$"
    r"|(?:就|也|还是|打|用|留)+(?:我|俺)(?:自己)?(?:这个|那个|的这个|的)?(?:号码?|电话|手机)?(?:就行|吧|也行|好了|就好)?$"
    r"|同(?:一个)?(?:村|号)|^(?:也是)?(?:跟我)?(?:一样|一个村|同村)(?:的)?$|你们?(?:那里|那边)?(?:有|存着|记着)[的]?"
)
_LONGEST: Final = 20


def is_same(text: str) -> bool:
    """Whether an answer says nothing but that it is as before, or as with the writer."""
    plain = normalise(text).strip(" ,，。.!！~")
    return (
        len(plain) <= _LONGEST and not re.search(r"\d{3}|[?？]|不一样|不是|没有", plain) and bool(_SAME.search(plain))
    )
