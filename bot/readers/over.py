"""That what was asked for is needed no more: it is sold, somebody was found, they have work."""

import re
from typing import Final

from bot.language.normalise import normalise

_OVER: Final = re.compile(
    r"(?:(?:那|我们?|俺们?|[你您]们|东西|货|人|活|都|也|已经|现在|这边|就|算了|谢谢|[,，。!！ ])*"
    r"(?:卖(?:掉|完|光|出去)|[招找](?:满|到|着|齐|够)(?:人|活|工作|事做|买家)?|(?:有|在)(?:活|事|厂里?|地方)?(?:干|做|上班)|"
    r"不(?:用|要|必|消)(?:再)?(?:来|找|收|招|等|办|麻烦[你您]们)(?:人|买家|活|工作|拉|收)?|不再?(?:找|卖|招|等|办)(?:人|活)?)"
    r"了[啊呀哦的]*)+(?:撤掉|撤了|取消)?[吧,，。!！ ]*"
)
_LONGEST: Final = 24


def needed_no_more(text: str) -> bool:
    """Whether a text says nothing else: 卖掉了, 招满了 撤掉, 算了不等了."""
    said = normalise(text).strip()
    return len(said) <= _LONGEST and bool(_OVER.fullmatch(said))
