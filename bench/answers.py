"""A made-up book of policy answers, as large as wanted, with questions of which it is known what answers them.

Its subjects are two words (青山茶园), each of which many subjects have; each subject has four entries, told apart
by what is asked of it. So the right entry is one of thousands that share its words.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from random import Random
from typing import Final

from bot.policy import Entry

_PLACES: Final = tuple(map("".join, product("青白红金银东西南北新", "山云河林湖泉石塘桥岭")))
_ELSEWHERE: Final = tuple(map("".join, product("黄黑绿紫", "沙洲坡坝")))
_THINGS: Final = (
    *("茶园", "鱼塘", "油坊", "大棚", "果园", "菜地", "竹器", "木梳", "豆腐", "米糖", "糕点", "绣花", "编席"),
    *("渔网", "酒坊", "砖窑", "蜂场", "鸭棚", "牛栏", "苗圃", "药材", "棉花", "菱角", "莲藕", "香菇"),
)
_ASKED: Final = {
    "补多少": "补多少钱 能拿几多钱 补贴标准是多少 一年给多少",
    "怎么申请": "怎么申请 到哪里报名 找哪个登记 的手续怎么办",
    "材料": "要带什么材料 要哪些证件 要开什么证明 要准备什么东西",
    "什么时候发": "的钱什么时候到账 补贴几时发 的钱怎么还没发 要等多久才给钱",
}
_BEFORE: Final = ("", "请问", "我想问下", "我家", "村里人搞", "今年", "听说")
_AFTER: Final = ("", "啊", "呢", "知道不", "谢谢")
MOST: Final = len(_PLACES) * len(_THINGS) * len(_ASKED)
"""So many entries there are at most."""
_SAMPLES, _HELD_OUT = 8, 2
_ON: Final = date(2026, 1, 1)


def entries(many: int) -> list[Entry]:
    """The first `many` entries, each with eight sample questions."""
    return [_entry(subject, aspect) for subject, aspect in islice(_every(), many)]


def questions(many: int) -> Iterator[tuple[str, str]]:
    """For the first `many` entries questions that are no samples, two each, with the id of the entry that answers."""
    for subject, aspect in islice(_every(), many):
        for question in _wordings(subject, aspect)[_SAMPLES : _SAMPLES + _HELD_OUT]:
            yield question, subject + aspect


def strange() -> Iterator[str]:
    """The same questions about what no entry is about, subject by subject."""
    for place, thing in product(_ELSEWHERE, _THINGS):
        for aspect in _ASKED:
            yield _wordings(place + thing, aspect)[0]


def _every() -> Iterator[tuple[str, str]]:
    """Subjects, each with what is asked of it."""
    for number in range(MOST // len(_ASKED)):
        turn, place = divmod(number, len(_PLACES))
        for aspect in _ASKED:
            yield _PLACES[place] + _THINGS[(turn + place) % len(_THINGS)], aspect


def _wordings(subject: str, aspect: str) -> list[str]:
    """All ways to ask this, in an order of its own."""
    asked = ["".join(parts) for parts in product(_BEFORE, (subject,), _ASKED[aspect].split(), _AFTER)]
    Random(subject + aspect).shuffle(asked)  # noqa: S311 - repeatable, not secret
    return asked


def _entry(subject: str, aspect: str) -> Entry:
    return Entry(
        id=subject + aspect,
        title=subject + aspect,
        questions=tuple(_wordings(subject, aspect)[:_SAMPLES]),
        answer="见公告。",
        more="",
        source="编出来的",
        valid_from=_ON,
        valid_until=None,
        review=_ON,
        service="",
        line=1,
    )
