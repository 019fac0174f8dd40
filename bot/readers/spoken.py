"""Ages and wages as they are spoken: 五十出头, 虚岁五十六, 属羊, 两千八, 三四千."""

import re
from dataclasses import dataclass
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL, has_number, number_of

_SIGNS: Final = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_RAT_YEAR: Final = 1960
_WORKING_AGES: Final = range(16, 81)

_FIGURES: Final = "一二两三四五六七八九"
_TENS: Final = r"([二三四五六七八]十|[2-8]0)"
_SPOKEN_AGES: Final = (
    (re.compile(rf"{_TENS}(?:岁)?(?:刚)?出头"), 1, 3),
    (re.compile(rf"(?:快|将近|不到|马上){_TENS}(?:岁|了|$|[^一-鿿\d])"), -2, -1),
    (re.compile(rf"{_TENS}(?:大几)(?:岁)?"), 6, 9),
    (re.compile(rf"{_TENS}(?:好几|多|几)(?:岁)?(?![块元斤个千百])"), 1, 9),
)
_NOMINAL: Final = re.compile(rf"虚岁({NUMERAL})|({NUMERAL})岁?[(（]?虚岁?[)）]?")
_YEARS_OLD: Final = re.compile(rf"({NUMERAL})(?:周?岁|周岁)(?!以[上下]|的小?孩|半)")
_AGE_IS: Final = re.compile(
    rf"(?:今年|年龄|年纪|岁数)(?:是|都|有|大|了|咯|啦|:|,|，)*({NUMERAL})(?![\d块元斤个千百年月日号亩天次])"
)
_OWN_AGE: Final = re.compile(
    rf"(?:^|[,，。;；! ])(?:(?:我|俺|本人)(?:都|也|已经)?({NUMERAL})|(?:都|已经)?({NUMERAL})[了啦咯])(?=$|[,，。;；! ])"
)
"""我五十六, 56了: a number that has a clause of its own, of a grown-up."""
_GROWN_UP: Final = 30
_BY_SEX: Final = re.compile(rf"(?<![一-鿿\d])[男女]性?[,，、 ]*({NUMERAL})(?=$|岁|[^一-鿿\d])")
_BORN: Final = re.compile(
    r"(?<!\d)((?:19|20)?\d\d|(?:一九)?[四五六七八九零][零一二三四五六七八九])年(?:的|出?生|[属生]|\d{1,2}月(?:份)?的?生)"
)
_ZODIAC: Final = re.compile(rf"属([{_SIGNS}])")
_SPOKEN_DIGITS: Final = str.maketrans("零一二三四五六七八九", "0123456789")

_PAY_CUE: Final = re.compile(r"工资|月薪|一个?月|每个?月|月入|一天|每天|日薪|块|元|待遇|薪|挣|拿|收入|赚|钱")
_PER_ONE: Final = re.compile(rf"(?<=[千百万{_FIGURES}])(?=一(?:个月|天))")
"""三千一个月, 两千八一个月: a month's three thousand, not three thousand one hundred."""
_TO: Final = r"(?:到|至|-|~|—)"
_PAY: Final = (
    (re.compile(rf"({NUMERAL}){_TO}({NUMERAL})"), "span"),
    (re.compile(rf"([{_FIGURES}])([{_FIGURES}])([千百])"), "two"),
    (re.compile(r"([\d.]+)[kK]"), "k"),
    (re.compile(rf"({NUMERAL})(?:多|来|几百)"), "more"),
    (re.compile(rf"({NUMERAL})"), "one"),
)


WAGE_ALONE: Final = re.compile(
    rf"{NUMERAL}(?:块|元)?钱?(?:(?:一个?|每个?|1个?)月|一天|每天)(?:块|元)?钱?的?(?:活|工作)?[吧啊呀]?"
)
"""三千一个月的, and nothing else: who says so wishes for it."""


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; the same where it is exact."""

    low: int
    high: int

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


def find_age(text: str, year: int | None = None) -> Range | None:
    """Years of age by the western count. `year` is the current one: without it 属羊 and 六八年的 tell nothing.

    A nominal age (虚岁) is one or two years more than the age; a zodiac sign alone that fits several ages gives None.
    """
    plain = normalise(text)
    if not has_number(plain) and not (year and _ZODIAC.search(plain)):
        return None
    for pattern, low, high in _SPOKEN_AGES:
        if found := pattern.search(plain):
            tens = number_of(found[1]) or 0
            return _narrowed(Range(tens + low, tens + high), plain, year)
    if (nominal := _NOMINAL.search(plain)) and (value := number_of(nominal[1] or nominal[2])) and value > 2:
        return Range(value - 2, value - 1)
    for pattern in (_YEARS_OLD, _AGE_IS, _BY_SEX):
        if (found := pattern.search(plain)) and (value := number_of(found[1])) and 14 <= value <= 100:
            return Range(value, value)
    if (found := _OWN_AGE.search(plain)) and _GROWN_UP <= (number_of(found[1] or found[2]) or 0) <= 90:
        value = number_of(found[1] or found[2]) or 0
        return Range(value, value)
    return _by_birth(plain, year) if year else None


def _by_birth(plain: str, year: int) -> Range | None:
    if found := _BORN.search(plain):
        born = int(found[1].translate(_SPOKEN_DIGITS))
        born += 0 if born > 100 else 2000 if born <= year % 100 - 16 else 1900
        return Range(year - born - 1, year - born) if year - born > 0 else None
    ages = zodiac_ages(found[1], year) if (found := _ZODIAC.search(plain)) else ()
    return Range(ages[0], ages[0]) if len(ages) == 1 else None


def _narrowed(ages: Range, plain: str, year: int | None) -> Range:
    """五十出头，属羊: the sign tells which of the years it is."""
    sign = _ZODIAC.search(plain)
    fitting = [age for age in zodiac_ages(sign[1], year) if ages.low <= age <= ages.high] if sign and year else []
    return Range(fitting[0], fitting[0]) if len(fitting) == 1 else ages


def zodiac_said(text: str) -> str:
    """属羊, as it was said; "" when no sign is named."""
    found = _ZODIAC.search(normalise(text))
    return found[0] if found else ""


def zodiac_ages(sign: str, year: int) -> tuple[int, ...]:
    """Ages from 16 to 80 that somebody born in a year of this sign reaches in `year`, youngest first."""
    index = _SIGNS.index(sign)
    return tuple(age for age in _WORKING_AGES if (year - age - _RAT_YEAR - index) % 12 == 0)


def find_wage(text: str) -> Range | None:
    """A wage in yuan (a month or a day, as it was said) named in `text`: 两千八, 三四千, 2800到3500, 4k."""
    said = normalise(text)
    if not has_number(said):
        return None
    plain = _PER_ONE.sub(" ", said)
    if not _PAY_CUE.search(plain) and not re.search(r"[千万]|\d[kK]|\d{4}(?:以上|左右|往上)", plain):
        return None
    for pattern, kind in _PAY:
        for found in pattern.finditer(plain):
            pay = _pay(found, kind)
            if pay and _is_pay(plain, found, pay):
                return pay
    return None


def _pay(found: re.Match[str], kind: str) -> Range | None:
    if kind == "k":
        return Range(int(float(found[1].strip(".") or 0) * 1000), int(float(found[1].strip(".") or 0) * 1000))
    if kind == "two":
        low, high = (number_of(found[part] + found[3]) for part in (1, 2))
    elif kind == "span":
        high = number_of(found[2])
        low = number_of(found[1] + ("千" if found[2].endswith("千") and len(found[1]) == 1 else ""))
    else:
        low = number_of(found[1])
        high = low if kind == "one" or low is None else low + (999 if low % 1000 == 0 else 99)
    return Range(low, high) if low and high and low <= high else None


def _is_pay(plain: str, found: re.Match[str], pay: Range) -> bool:
    """An amount of work or goods, a year, an age or a telephone number is no pay."""
    if re.match(r"[斤亩岁年月日号个人只头位米公天]", plain[found.end() :]):
        return False
    by_day = re.search(r"一天|每天|日薪|天", plain) is not None
    return (50 if by_day else 500) <= pay.low <= 50000 and not (found[0].isdecimal() and len(found[0]) > 5)
