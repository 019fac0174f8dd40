"""The end of a long message on its own: a story is told first, what is wanted comes last."""

import re
from typing import Final

from bot.intents import Intent

LAST_WORDS: Final = frozenset(
    (
        Intent.WITHDRAW_APPLICATION,
        Intent.UNSUBSCRIBE,
        Intent.DELETE_DATA,
        Intent.UPDATE_CONTACT,
        Intent.SELL_PRODUCE,
        Intent.TALK_TO_STAFF,
    )
)
"""What an end may mean against the whole. Jobs and questions are what stories are full of; thanks: `is_heartfelt`."""

_LONG: Final = 24
_SHORTEST: Final = 4
_ENOUGH: Final = 10
_LONGEST: Final = 40
_CUT: Final = re.compile(r"[\s,，。.!！?？;；、~～…]+")
_HEARTY: Final = re.compile(
    "(?:太|真|真是|实在|好好|真心|十分|非常|特地|专门|衷心).{0,4}(?:谢谢|感谢|感激)|[说讲道]一?声?谢|道个谢|谢谢你们|感谢你们"
    "|多亏|全靠你们|好人一生|帮了大忙"
)
_WISH: Final = re.compile("吗|怎么|哪|多少|什么|能不能|可不可以|有没有|行不行|麻烦|帮我|给我|请|想找|想问|我要|我想")


def ending(text: str) -> str:
    """The last clause of a long `text` (two when the last is short); "" when there is none to read alone."""
    if len(text) < _LONG:
        return ""
    clauses = [clause for clause in _CUT.split(text) if clause]
    taken = 1
    while taken < len(clauses) and len("".join(clauses[-taken:])) < _ENOUGH:
        taken += 1
    last = "，".join(clauses[-taken:])
    return last if taken < len(clauses) and _SHORTEST <= len(last) <= _LONGEST else ""


def is_heartfelt(text: str, end: str) -> bool:
    """Whether the thanks at the `end` are what the message is for, not the politeness after a wish."""
    return _HEARTY.search(end) is not None and _WISH.search(text) is None
