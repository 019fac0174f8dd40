"""A telephone number: eleven figures of a mobile, or a landline with its area code."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import digits_written, has_number
from bot.readers import NotUnderstood, letters
from bot.readers.for_whom import RELATION

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}")
_SHORTEST: Final = 7  # a number of the county's own net
_ABROAD: Final = re.compile(r"(?:\+|(?<!\d)00)\s*86[\s-]*|(?<!\d)86[\s-]*(?=1[3-9])")
_GROUPED: Final = re.compile(
    r"(?<!\d)(1[3-9]\d)[\s-](\d{4})[\s-](\d{4})(?!\d)|(?<!\d)(0\d{2,3})[\s()-]+(\d{7,8})(?!\d)"
)
_LETTERS: Final = re.compile(r"(?<=\d)[OoIl]+(?=[\dOoIl]|$)|(?<![A-Za-z])[Il](?=\d{2})")
_JOINS: Final = r"(?:[\s,.。、;；:：/()~*_-]|中间|然后|后面|接着|后头|接下来|再来?|尾号|后四位|前三位|前面|开头|是|了)*"
_RUN: Final = re.compile(rf"\d(?:{_JOINS}\d)*")
_ID_CARD: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")

_WRONG_BEFORE: Final = re.compile(
    r"(?:不是|别打|不要打|不打|老号码?|旧号码?|以前|原来|原先|之前|从前|先前|过去|停机|错的)[^\d,，。;；]{0,6}$"
)
_WRONG_AFTER: Final = re.compile(
    r"[\s,，。.;!]*[哦啊噢呃嗯]?[\s,，]*(?:这个|那个|是)?(?:不对|错|打错|写错|说错|发错|不是|不用|停机|作废|是?[老旧]号|注销|丢了|打不通(?!就|的话|再)|不要)"
)
_RIGHT_BEFORE: Final = re.compile(
    r"(?:还是|仍旧?|就用|还用|用回|改回|换回|恢复成?|照旧)(?:用|打|留|写|填)?[^\d,，。;；]{0,8}$"
)
_SECOND_BEST: Final = re.compile(
    r"(?:不行|打不通|不通|没人接|不接|关机|停机|不在|有事)[^\d]{0,4}(?:就|再|可以)?(?:打|找|联系)?[^\d]{0,6}$"
)
_CALL: Final = r"(?:打|用|找|联系|记|写|留|填|要|选)"
_CALL_THIS: Final = re.compile(rf"{_CALL}(?:我|俺)?(?:自己)?(?:的|这个|这)[^\d,，。;；]{{0,4}}$")
_CALL_ME: Final = re.compile(rf"(?<!不)(?<!别){_CALL}(?:我|俺)(?:自己)?的(?!{RELATION})")
_CALL_NTH: Final = re.compile(
    rf"{_CALL}(?:那个)?(?:(?P<first>第[1一]个|前[面头]?|上[面头]|头[1一]?个)|(?P<last>第[2二]个|后[面头]?|下[面头]|最后))"
)
_THEIRS_BEFORE: Final = re.compile(rf"{RELATION}(?:的)?(?:手机|电话|号码?|是|:| )*$")
_THEIRS_AFTER: Final = re.compile(rf"[ ,，]*(?:这个?|那个?)?是(?:我们?|俺)?家?{RELATION}")
_LOCAL: Final = re.compile(r"(?<!\d)([2-8]\d{2})[ -]?(\d{4})(?!\d)")
_AT_HOME: Final = re.compile(r"[座坐]机|固定?电话|固话|家(?:里|用)的?电话|有线电话")
_AREA: Final = "0562"
"""The area code of the county: people leave it out."""
_EITHER: Final = re.compile(r"都行|都可以|都能打|随便|哪个都|都通|都中|都好")
_REFUSED: Final = re.compile(
    r"没(?:有|得)?(?:手机|电话|号码|这个|号)|不(?:想|愿意?|肯|要)?(?:留|给|告诉|说|讲|填|报|透露|提供)|不方便|保密|"
    r"^(?:我|俺)?(?:没有|没得|没|无|不用了?|不要|算了|不)[的了啊呢吧]?$|不记得|记不[得住]|忘记?了|没装|^(?:我|俺)?(?:不知道|不晓得|晓不得)[的了啊呢吧]?$"
)
_NONE: Final = re.compile(r"没(?:有|得)?[^，,。]{0,3}(?:手机|电话)|^(?:我|俺)?没(?:有|得)?[的了啊呢吧]?$|没装")
_SAME: Final = re.compile(
    r"(?:跟|和|同)?(?:上次|上回|以前|之前|原来|先前|前面)(?:的|那个)?(?:一样|号)|还是那个|微信(?:同|就是|号)|没变"
)


def read_phone(text: str) -> str:
    """The number that answers "what is your phone number": 11 figures, or a landline with its area code.

    Raises NotUnderstood: phone_short, phone_long (`digits`, `count`), phone_prefix, phone_two (`first`, `second`),
    phone_wrong (the only number was called wrong), phone_id_card, phone_refused, phone_same, phone (no number).
    """
    plain = _plain(letters.figures(text) or text, generous=True)
    if _ID_CARD.search(plain):
        raise NotUnderstood("phone_id_card")
    numbers = _numbers(plain)
    if numbers:
        return _right_one(numbers, plain)
    if local := _local(plain):
        return local
    return _explain(plain, normalise(text))


def has_none(text: str) -> bool:
    """Whether who gives no number ("phone_refused") says that they have no telephone."""
    return bool(_NONE.search(text))


@lru_cache(maxsize=32)  # name, slots and what is left of a message ask for the same
def find_phone(text: str) -> str | None:
    """The one full number in a message about anything; None when there is none, or which one is right is open."""
    if not has_number(normalise(text)):
        return None
    plain = _plain(text, generous=False)
    if sum(map(str.isdecimal, plain)) < _SHORTEST:
        return None
    numbers = _numbers(plain)
    if _ID_CARD.search(plain):
        return None
    if not numbers:
        return _local(plain)
    try:
        return _right_one(numbers, plain)
    except NotUnderstood:
        return None


def _local(plain: str) -> str | None:
    """A number of the county's own net, when it is said to be the telephone at home: its area code is known."""
    found = _LOCAL.search(plain) if _AT_HOME.search(plain) else None
    return _AREA + found[1] + found[2] if found else None


@dataclass(frozen=True, slots=True)
class _Number:
    digits: str
    start: int
    end: int


def _plain(text: str, *, generous: bool) -> str:
    """Spoken digits as figures before anything else: `normalise` would take 零零零零 for a drawn-out sound."""
    plain = digits_written(text)
    if generous:
        plain = _LETTERS.sub(lambda found: "".join("0" if sign in "Oo" else "1" for sign in found[0]), plain)
    return _ABROAD.sub("", normalise(plain))


def _numbers(plain: str) -> list[_Number]:
    """Every full number, in order; one that is written in groups counts, one cut out of a longer one does not."""
    plain = _GROUPED.sub(lambda found: "".join(filter(None, found.groups())).ljust(len(found[0])), plain)
    whole = re.finditer(r"\d+", plain)
    numbers = [_Number(run[0], run.start(), run.end()) for run in whole if _valid(run[0])]
    if numbers:
        return numbers
    runs = ((re.sub(r"\D", "", run[0]), run) for run in _RUN.finditer(plain))
    return [_Number(digits, run.start(), run.end()) for digits, run in runs if _valid(digits)]


def _valid(digits: str) -> bool:
    return bool(_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits))


def _right_one(numbers: list[_Number], plain: str) -> str:
    """The number that was not called wrong or old; of several, the one that is to be called."""
    right: dict[str, _Number] = {}
    for number in numbers:
        before, after = _around(number, numbers, plain)
        wrong = _WRONG_BEFORE.search(before) or _WRONG_AFTER.match(after)
        if _RIGHT_BEFORE.search(before) or not wrong:
            right.setdefault(number.digits, number)
    if not right:
        raise NotUnderstood("phone_wrong")
    first, *others = right.values()
    if not others or _EITHER.search(plain):
        return first.digits
    if chosen := _chosen([first, *others], numbers, plain):
        return chosen.digits
    raise NotUnderstood("phone_two", first=first.digits, second=others[0].digits)


def _around(number: _Number, numbers: list[_Number], plain: str) -> tuple[str, str]:
    """What stands between a number and its neighbours."""
    at = numbers.index(number)
    begin = numbers[at - 1].end if at else 0
    end = numbers[at + 1].start if at + 1 < len(numbers) else len(plain)
    return plain[begin : number.start], plain[number.end : end]


def _chosen(right: list[_Number], numbers: list[_Number], plain: str) -> _Number | None:
    """Which of several is to be called: 打我的A, 打我的 beside 我儿子的号是B, 用第二个, 打不通就打B."""
    around = [(number, *_around(number, numbers, plain)) for number in right]
    told = [number for number, before, _ in around if _CALL_THIS.search(before)]
    if not told and (nth := _CALL_NTH.search(plain)):
        told = [right[0] if nth["first"] else right[-1]]
    if not told and _CALL_ME.search(plain):
        told = [n for n, before, after in around if not (_THEIRS_BEFORE.search(before) or _THEIRS_AFTER.match(after))]
    if not told:
        told = [number for number, before, _ in around if not _SECOND_BEST.search(before)]
    return told[0] if len(told) == 1 else None


def _explain(plain: str, said: str) -> str:
    """Say what is wrong with an answer that holds no full number. Always raises."""
    digits = max((re.sub(r"\D", "", run[0]) for run in _RUN.finditer(plain)), key=len, default="")
    count = str(len(digits))
    if len(digits) == 11:
        raise NotUnderstood("phone_prefix", digits=digits, count=count)
    if len(digits) > 11:
        raise NotUnderstood("phone_long", digits=digits, count=count)
    if len(digits) >= (3 if digits == plain.strip() else 5):  # typed in pieces: 138, then 0000, then 1234
        raise NotUnderstood("phone_short", digits=digits, count=count)
    if _SAME.search(said):
        raise NotUnderstood("phone_same")
    raise NotUnderstood("phone_refused" if _REFUSED.search(said) else "phone")
