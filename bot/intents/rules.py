"""What is beyond doubt by its form alone. A rule here must be right nearly always: all else is for the classifier."""

import re
from functools import cache
from typing import Final

from bot.intents import Intent
from bot.intents.lexicon import concepts

_OTHER_CANCELS: Final = "关注|推送|提醒|订阅|授权|通知|消息|短信|注册"
_CANCEL: Final = re.compile(
    "(?:请|麻烦|帮我|给我|我要|我想|要|想|把)*(?:取消|撤销|撤回|退掉)(?:一下|掉|了)?"
    f"(?!.{{0,6}}(?:{_OTHER_CANCELS})).*(?:报名|申请|登记|预约|面试|培训|班|岗|工作)"
)
_QUESTION: Final = re.compile("怎么|吗|会不会|为什么|什么|多少")
_ELSEWHERE: Final = "(?:省|市|那边|那里)?的?(?:居民|城乡|农村)?"
_POLICY: Final = (
    "低保|医保|社保|养老|补贴|补助|公积金|落户|公益岗|公租房|失业金|贷款|新农合|合作医疗|扶贫|津贴|最低工资"
)
_OURS: Final = frozenset(("铜陵", "外省", "大城市"))
_MOVING: Final = re.compile("转|打工|务工|回|去|到|枞阳|安徽")


@cache
def _other_county() -> re.Pattern[str]:
    places = [place for kind in ("otherplace", "bigplace") for place in concepts()[kind] if place not in _OURS]
    return re.compile(f"(?:{'|'.join(places)}){_ELSEWHERE}(?:{_POLICY})")


def settled(text: str) -> Intent | None:
    """The intent that the form of a plain `text` settles, or None.

    "取消我报的培训" withdraws, whatever it names. "河南的低保多少钱" asks for the policy of another place, which we
    must not answer with ours; moving an insurance home or working there is ours all the same.
    """
    if _CANCEL.match(text) and not _QUESTION.search(text):
        return Intent.WITHDRAW_APPLICATION
    if _other_county().search(text) and not _MOVING.search(text):
        return Intent.OUT_OF_SCOPE
    return None
