"""The answer to "驿站的人给您打电话了吗？", as people here say it."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers import NotUnderstood

_WHO: Final = r"(?:驿站|站里|他们?|你们|您们|那边|人家)?(?:的人)?(?:给我|跟我|帮我)?"
_SINCE: Final = r"(?:到现在|现在|一直|从来|根本|压根|都|还|也|就|硬是|又)*"
_NOT: Final = r"(?:没有?|冇得?|没得|莫得|木有|未|不曾|冒)"
_BY_CALL: Final = r"(?:打|接到?|来|响|联系)"
_BY_WRITING: Final = r"(?:发|收到?|来|回|写|联系|看到)"
_WRITTEN: Final = r"(?:过|来|到|我|个|条)*(?:微信|消息|信息|信|话)?"
_END: Final = r"(?:的|了|呢|啊|呀|哦|哎|咧|嘞|呐|吧|哈)*"
_CALL_NO: Final = re.compile(
    rf"{_WHO}{_SINCE}{_WHO}{_NOT}(?:人|有人|哪个)?(?:给我|跟我)?{_BY_CALL}(?:过|来|到|我)*(?:电话)?{_END}"
    rf"|{_SINCE}{_NOT}(?:人|有人)?(?:电话|消息|动静|回音){_END}|{_WHO}电话{_SINCE}{_NOT}(?:打|来|响)?(?:过|来)?{_END}"
)
_CALL_YES: Final = re.compile(
    rf"{_WHO}(?:已经|早就?|都|刚才?|昨天|今天|上午|下午|前天|是)*{_WHO}(?:有人)?(?:打|接到?|来|联系|通)"
    rf"(?:上|过|通|来|到)*(?:我)?(?:电话|一个)?(?:了|过了?|的)+{_END}|{_WHO}(?:打|接|联系)(?:过|通|到|上)(?:电话)?{_END}"
)
_JUST_NO: Final = re.compile(rf"{_SINCE}{_NOT}{_END}|不|没呢|no")
_JUST_YES: Final = re.compile(rf"有{_END}|是{_END}|对{_END}|嗯+|恩")
_WROTE_NO: Final = re.compile(
    rf"{_WHO}{_SINCE}{_WHO}{_NOT}(?:人|有人)?(?:给我|跟我)?{_BY_WRITING}{_WRITTEN}{_END}|{_SINCE}{_NOT}(?:人)?(?:微信|消息|信息|动静|回音){_END}"
)
_WROTE_YES: Final = re.compile(
    rf"{_WHO}(?:已经|早就?|都|刚才?|昨天|今天|上午|下午)*{_WHO}{_BY_WRITING}{_WRITTEN}(?:了|过了?)+{_WRITTEN}{_END}"
)
_SIGNS: Final = re.compile(r"[\s\W_]+")


def read_called(text: str, just_asked: bool, *, written: bool = False) -> bool:
    """Whether they were called, or, of somebody who is `written` to, got a message. Raises NotUnderstood("called").

    A mere yes or no counts only if the question was `just_asked`; what names the call counts later as well.
    """
    said = _SIGNS.sub("", normalise(text).strip().lower())
    if written and (_WROTE_NO.fullmatch(said) or _WROTE_YES.fullmatch(said)):
        return _WROTE_NO.fullmatch(said) is None
    if _CALL_NO.fullmatch(said) or (just_asked and _JUST_NO.fullmatch(said)):
        return False
    if _CALL_YES.fullmatch(said) or (just_asked and _JUST_YES.fullmatch(said)):
        return True
    raise NotUnderstood("called")
