"""How somebody wants to be reached: in writing, since they do not hear well or cannot take calls; or called again."""

import re
from typing import Final

from bot.language.normalise import normalise

WRITE: Final = "发微信，别打电话"
CALLS: Final = "打电话也行"

_NO_CALLS: Final = re.compile(
    r"(?:别|不要|不用|莫|勿|不能|没法|不方便|接不了|接不到|听不[见清到])(?:再)?(?:给我|跟我|用)?(?:打|接|讲|听)?电话"
)
_DEAF: Final = re.compile(r"耳朵?(?:不好|不行|不灵|背|有[点些]背)|听不[见清到]|聋|哑巴|[讲说]不[了出]话|不会[讲说]话")
_WRITES: Final = re.compile(
    r"(?:发|回|留|写|用)(?:个|条|点)?(?:给我|我)?(?:个|条)?(?:微信|消息|信息|短信|文字|字|言)|打字|微信上?(?:说|讲|联系|回|找)"
)
_NOTHING_ELSE: Final = re.compile(r"(?!不用)[^,，。 ]{3,8}电话[吧啊了,，。!！ ]*")
_CALLS_AGAIN: Final = re.compile(
    r"(?:现在|以后|还是|那|你们|叫人|让人|直接|可以|能|给我|跟我)*(?:打|接)(?:个|我|我的)?电话(?:给我)?(?:都|也)?"
    r"(?:行|可以|中|照|没事|不要紧|好)?[了吧啊的,，。!！ ]*|(?:还是|可以|能)?打给我(?:也行|就行)?[了吧啊的,，。!！ ]*"
)
_BETWEEN: Final = re.compile(r"[,，。;；!！?？\s]+")
_LONGEST_WHY: Final = 40
_WHY: Final = re.compile(rf"^{WRITE}（(.+)）$", re.MULTILINE)
_FIGURES: Final = re.compile(r"\d{3}")
_NOT_THIS: Final = re.compile(r"骚扰|推销|广告|天天|老是|总是|一直|没人|你们(?:电话|不接)")


def rather_in_writing(text: str) -> bool:
    """我耳朵不好别打电话，给我发消息行不: whether they ask for messages instead of calls."""
    plain = normalise(text)
    if _NOT_THIS.search(plain):
        return False
    no_calls, deaf, writes = (bool(each.search(plain)) for each in (_NO_CALLS, _DEAF, _WRITES))
    return no_calls + deaf + writes >= 2 or (no_calls and bool(_NOTHING_ELSE.fullmatch(plain)))


def wish_to_write(text: str) -> str:
    """The wish as it stands in a request: with what they said beside it, which tells staff why; "" for other texts."""
    if not rather_in_writing(text):
        return ""
    beside = "，".join(_parts_without(text, _NO_CALLS, _WRITES))
    return f"{WRITE}（{beside}）" if beside and len(beside) <= _LONGEST_WHY and not _FIGURES.search(beside) else WRITE


def beside_the_wish(text: str) -> str:
    """What else somebody says who rather is written to: 想找个缝纫的活, 别打电话, 我听不见 is about work as well."""
    return "，".join(_parts_without(text, _NO_CALLS, _WRITES, _DEAF)) if rather_in_writing(text) else ""


def _parts_without(text: str, *signs: re.Pattern[str]) -> list[str]:
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return [part for part in parts if not any(sign.search(part) for sign in signs)]


def why_to_write(note: str) -> str:
    """What stands beside the wish in the note of a request, the latest; "" when nothing does."""
    found = _WHY.findall(note)
    return found[-1] if found else ""


def calls_again(text: str) -> bool:
    """打电话也行了: whether they may be called after all. Only of somebody who wanted no calls."""
    plain = normalise(text).strip()
    return bool(_CALLS_AGAIN.fullmatch(plain)) and not rather_in_writing(text)
