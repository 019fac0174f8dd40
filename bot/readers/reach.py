"""How somebody wants to be reached: in writing, since they do not hear well, or cannot take calls."""

import re
from typing import Final

from bot.language.normalise import normalise

WRITE: Final = "发微信，别打电话"

_NO_CALLS: Final = re.compile(
    r"(?:别|不要|不用|莫|勿|不能|没法|不方便|接不了|接不到|听不[见清到])(?:再)?(?:给我|跟我|用)?(?:打|接|讲|听)?电话"
)
_DEAF: Final = re.compile(r"耳朵?(?:不好|不行|不灵|背|有[点些]背)|听不[见清到]|聋|哑巴|[讲说]不[了出]话|不会[讲说]话")
_WRITES: Final = re.compile(
    r"(?:发|回|留|写|用)(?:个|条|点)?(?:给我|我)?(?:个|条)?(?:微信|消息|信息|短信|文字|字|言)|打字|微信上?(?:说|讲|联系|回|找)"
)
_NOTHING_ELSE: Final = re.compile(r"(?!不用)[^,，。 ]{3,8}电话[吧啊了,，。!！ ]*")
_NOT_THIS: Final = re.compile(r"骚扰|推销|广告|天天|老是|总是|一直|没人|你们(?:电话|不接)")


def rather_in_writing(text: str) -> bool:
    """我耳朵不好别打电话，给我发消息行不: whether they ask for messages instead of calls."""
    plain = normalise(text)
    if _NOT_THIS.search(plain):
        return False
    no_calls, deaf, writes = (bool(each.search(plain)) for each in (_NO_CALLS, _DEAF, _WRITES))
    return no_calls + deaf + writes >= 2 or (no_calls and bool(_NOTHING_ELSE.fullmatch(plain)))
