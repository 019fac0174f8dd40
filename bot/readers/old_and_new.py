"""What a message calls wrong and what it calls right: 不是张，是章; 从甲改成乙; 是乙不是甲; 错了，王桂花."""

import re
from typing import Final

from bot.language.numbers import digits_written, number_of
from bot.readers import NotUnderstood
from bot.readers.divisions import TOWNSHIP_BASES
from bot.readers.naming import is_name
from bot.readers.place import AmbiguousPlace, read_place
from bot.readers.produce import find_produce, read_quantity
from bot.readers.spelled import spelling_of

SIGNS: Final = " ,，。.;；:!！?？、"
WRONG: Final = re.compile(
    r"[写打说填讲发弄搞记报选输按留听认][错反]|错了|错的|有错|有误|不对(?!面)|改[成为到]|换成|换为|改一?[下改个]|改改|更正|修改|纠正|我要改|想改|要改|"
    r"改回|才对|才是|应该是|其实是|而是|重新[填写说选]|换一?[个下](?:电话|号|手机|村|名字)|[改换](?:电话|手机|号|名字?|姓|村|地址|数量)|说岔|口误|打快了|输入法|应该叫|号码?[^,，。]{0,2}[少多漏]|[少多漏]了?[打写输按]了?[一1两2]?[个位]|搬(?:到|去)"
)
_NOT_BUT: Final = re.compile(
    r"(?:不是|不叫|不姓|不选|不要|别选|不报)(?P<old>[^,，。;；!！ 是]{1,14}?)[,，。;；!！ ]*"
    r"(?:而?是|叫|姓|我?要|选|报|应该是|改成)(?P<new>[^,，。;；!！]+)"
)
_NEW_NOT: Final = re.compile(
    r"(?:(?:而?是|叫|姓|我?要|选|报)(?P<new>[^,，。;；!！ ]{1,16}?)|(?P<bare>[^,，。;；!！ 是叫]{2,16}))"
    r"[,，。;；!！ ]*(?:不是|不叫|不姓|别写成?)(?P<old>[^,，。;；!！]{1,14})$"
)
_FROM_TO: Final = re.compile(
    r"(?:把|从|将)?(?P<old>[^,，。;；!！ 把从将]{0,14}?)(?:改|换)(?:成|为|到|回)(?P<new>[^,，。;；!！]+)"
)
_RIGHT: Final = re.compile(
    r".*(?:应该是|应该叫|搬[到去]|其实是|正确的?是|对的是|而是|就是|是|叫|姓(?!名)|改成|换成|:)(?P<new>[^是叫]+)$"
)
_KEY_WORD: Final = re.compile(r"(?:我的?)?(?:名字|姓名|电话|手机号?|号码|村子?|地址|数量|东西|选择)")
LEADING: Final = re.compile(
    r"^(?:不对|错了|[写打说填讲发弄搞记报选]错了|哦|噢|嗯|啊|呃|等等|等一?下|等会|不好意思|对不起|对不住|抱歉|"
    r"刚才|前面|那个|不|[的,，。 !！])+"
)


def old_and_new(plain: str) -> tuple[str, str]:
    """What the message calls wrong and what it calls right, as far as it says so."""
    for pattern in (_NOT_BUT, _FROM_TO, _NEW_NOT):
        if found := pattern.search(plain):
            groups = found.groupdict()
            new = groups.get("new") or groups.get("bare") or ""
            old = groups["old"].strip(SIGNS)
            return "" if _KEY_WORD.fullmatch(old) else old, new.strip(SIGNS)
    if WRONG.search(plain) and (found := _RIGHT.match(plain)):
        return "", found["new"].strip(SIGNS)
    rest = LEADING.sub("", plain)
    if rest != plain and by_value(rest) in {"name", "village"}:  # 错了，王桂花
        return "", rest.strip(SIGNS)
    return "", ""


def by_value(value: str) -> str:
    """Key of the question that a value by its looks answers; "" when it does not show."""
    said = bare(value)
    if not said:
        return ""
    if said not in TOWNSHIP_BASES and (spelling_of(said).signs or is_name(said)):
        return "name"
    if said.startswith("第") or (len(said) <= 2 and number_of(said) is not None):
        return "choice"
    if re.fullmatch(r"\d{3,11}", digits_written(said)):
        return "phone"
    if find_produce(said)[0]:
        return "product"
    return "village" if is_place(said) else "quantity" if _is_quantity(said) else ""


def is_place(text: str) -> bool:
    """Whether a place of the county is named, if need be one of several."""
    try:
        return bool(read_place(text).township)
    except AmbiguousPlace:
        return True
    except NotUnderstood:
        return False


def _is_quantity(text: str) -> bool:
    try:
        return bool(read_quantity(text))
    except NotUnderstood:
        return False


def bare(value: str) -> str:
    """The value without what leads to it and what trails after it."""
    return re.sub(
        r"^(?:我|俺|的|是|要|选|叫|在|住)+|(?:[的了啊呢吧呀嘛哦]|才对|才是|这个|那个)+$", "", value.strip(SIGNS)
    )
