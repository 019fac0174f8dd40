"""What people say of themselves in passing and staff like to know: how old, for what wage, what they can do.

Nobody asks for these, so each must be said of the person, as a wish or a fact, and is shown before it is kept.
"""

import re
from datetime import date
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL, number_of
from bot.readers.for_whom import RELATION
from bot.readers.spoken import WAGE_ALONE, Range, find_age, find_wage, zodiac_said

_TURNED: Final = re.compile(rf"(?:已经|都|有)*({NUMERAL})了")
"""58了, said beside a name."""
_MY_AGE: Final = re.compile(rf"(?:我|俺|本人)(?:今年|都|已经|有)*({NUMERAL})(?:岁|周岁)?了?")
_OF_OTHERS: Final = re.compile(rf"(?:{RELATION})")
_CLAUSE: Final = re.compile(r"[^,，。;；!！?？ ]+")
_ASKS: Final = re.compile(r"[?？]|多少|几[多岁]|好多|[吗呢么]$|什么|以[上下内]|限|要求|超过|退休|还能|能不能|可能")
_WISHED: Final = re.compile(
    r"想|要(?!卖)|求|最少|至少|起码|不低于|以上|左右|上下|就[行中照好可]|能[拿挣赚有]|有个|够|期望|就干|就做"
)
_NOT_PAY: Final = re.compile(r"[斤亩只卖]|头(?:猪|牛|羊)|贷|借|欠|罚|电话|学费|押金|补贴")
_TRADES: Final = (
    r"(?:电焊|烧焊|焊工|缝纫|裁缝|做衣服|踩机子|踩缝纫机|瓦工|泥瓦工|瓦匠|木工|木匠|油漆|水电|电工|钢筋工|装修|开车|开货车|开叉车|"
    r"开挖机|挖机|叉车|驾驶|厨师|烧饭|炒菜|做饭|烧菜|养鸡|养猪|养鱼|养殖|种菜|种田|果树|炒茶|采茶|编篮子|编竹篮|竹编|做鞋|电脑|"
    r"月嫂|带小孩|带孩子|护工|护理|保洁|保安|理发|修车|修理)"
)
_LEARNS: Final = re.compile(
    r"(?<![上同开小大中自放])学(?:习|一?[个门下点])?(?P<what>[一-鿿]{2,4}?)"
    r"(?:的?(?:手艺|技术|培训|班|课))?(?=$|[,，。!！ 吧啊呀])"
)
_ANYTHING: Final = re.compile(r"手艺|技术|东西|[么啥哪多门会校费历生得不几完了过好怎个有能我您你他她]")
_DIGITS: Final = r"\d零一二两三四五六七八九十百千万"
_SUM: Final = rf"(?<![{_DIGITS}.])[{_DIGITS}半几][{_DIGITS}.]{{0,7}}[块元毛角]钱?[{_DIGITS}]{{0,4}}钱?"
_UNIT: Final = r"(?:公斤|[斤个只头箱担袋筐条棵枚盒瓶桶])"
_PRICE: Final = re.compile(rf"{_SUM}[,， ]?[一每/]?{_UNIT}|[一每]{_UNIT}(?:想?卖|要)?{_SUM}")
_DROVE: Final = re.compile(
    r"开过(?:[一二两三四五六七八九十几多\d]+年的?)?((?:货|叉|大|小|客|农用|出租)?车|挖机|拖拉机)"
)
_SKILLED: Final = re.compile(
    rf"(?<!不)(?<!没)(?<!想)(?:会|干过|做过|学过|当过|懂|搞过|以前(?:是|干|做|在[一-鿿]{{1,6}}?)|从前(?:是|干|做)|原来(?:是|干|做))"
    rf"(?:一?[点些]|几年|[一二两三四五六七八九十\d]+年)?的?(?P<trade>{_TRADES})"
)


def say_age(text: str, on: date | None, *, for_other: bool) -> str | None:
    """How old the person is that it is for (years: "53", "51-53"); None when it is said of somebody else.

    `on` is the day: without it 六八年的 tells nothing. A sign that fits several ages is kept as it was said: 属羊.
    """
    year = on.year if on else None
    said = _CLAUSE.findall(normalise(text))
    own = [clause for clause in said if for_other or not _OF_OTHERS.search(clause)]
    if not own or _ASKS.search(normalise(text)):
        return None
    age = find_age(",".join(own), year) or next(filter(None, map(_bare_age, own)), None)
    if age is None:
        return zodiac_said(",".join(own)) or None
    return str(age) if 14 <= age.low <= 90 else None


def _bare_age(clause: str) -> Range | None:
    """我五十三, 58了: a number said of oneself, with nothing counted."""
    found = _MY_AGE.fullmatch(clause) or _TURNED.fullmatch(clause)
    years = number_of(found[1]) if found else None
    return Range(years, years) if years and 16 <= years <= 90 else None


def say_wage(text: str) -> str | None:
    """What they wish to earn ("2800元一个月", "150元一天"); None for what a job pays, costs or is asked about."""
    plain = normalise(text)
    clauses = [clause for clause in _CLAUSE.findall(plain) if not _NOT_PAY.search(clause)]
    if _ASKS.search(re.sub(r"以上", "", plain)) or not (_WISHED.search(plain) or WAGE_ALONE.fullmatch(plain)):
        return None
    said = next((clause for clause in clauses if find_wage(clause)), "")
    wage = find_wage(said)
    by_day = re.search(r"一天|每天|日薪|[/每]日", said)
    if wage is None or (not by_day and wage.low < 1000 and "月" not in said):
        return None
    return f"{wage}元{'一天' if by_day else '一个月'}"


def say_price(text: str) -> str | None:
    """For how much they would sell (一块二一个), as they said it; None for a price that is asked for."""
    plain = normalise(text)
    found = None if _ASKS.search(plain) else _PRICE.search(plain)
    return found[0] if found else None


def say_subject(text: str) -> str | None:
    """What they wish to learn (学电焊), as they call it; None for a wish to learn just something."""
    found = None if _ASKS.search(normalise(text)) else _LEARNS.search(normalise(text))
    return f"学{found['what']}" if found and not _ANYTHING.search(found["what"]) else None


def say_skill(text: str) -> str | None:
    """What trade they say they know (电焊); None for one that they wish to learn, or somebody else knows."""
    clauses = [clause for clause in _CLAUSE.findall(normalise(text)) if not _OF_OTHERS.search(clause)]
    known = (_SKILLED.search(clause) for clause in clauses if not re.search(r"[?？吗]|不会|要会|想学", clause))
    drove = (_DROVE.search(clause) for clause in clauses if not re.search(r"[?？吗]", clause))
    trade = next((found["trade"] for found in known if found), None)
    return trade or next((f"开{found[1]}" for found in drove if found), None)
