"""A telephone number: eleven figures of a mobile, or a landline with its area code."""

import re
from dataclasses import dataclass
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import digits_written
from bot.readers import NotUnderstood

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}")
_ABROAD: Final = re.compile(r"(?:\+|00)\s*86[\s-]*|(?<!\d)86[\s-]*(?=1[3-9])")
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
_EITHER: Final = re.compile(r"都行|都可以|都能打|随便|哪个都|都通|都中|都好")
_REFUSED: Final = re.compile(
    r"没(?:有|得)?(?:手机|电话|号码|这个|号)|不(?:想|愿意?|肯|要)?(?:留|给|告诉|说|讲|填|报|透露|提供)|不方便|保密|"
    r"^(?:我|俺)?(?:没有|没得|没|无|不用了?|不要|算了|不)[的了啊呢吧]?$|不记得|记不得|忘记?了|没装"
)
_SAME: Final = re.compile(
    r"(?:跟|和|同)?(?:上次|上回|以前|之前|原来|先前|前面)(?:的|那个)?(?:一样|号)|还是那个|微信(?:同|就是|号)|没变"
)


def read_phone(text: str) -> str:
    """The number that answers "what is your phone number": 11 figures, or a landline with its area code.

    Raises NotUnderstood: phone_short, phone_long (`digits`, `count`), phone_prefix, phone_two (`first`, `second`),
    phone_wrong (the only number was called wrong), phone_id_card, phone_refused, phone_same, phone (no number).
    """
    plain = _plain(text, generous=True)
    if _ID_CARD.search(plain):
        raise NotUnderstood("phone_id_card")
    numbers = _numbers(plain)
    if numbers:
        return _right_one(numbers, plain)
    return _explain(plain, normalise(text))


def find_phone(text: str) -> str | None:
    """The one full number in a message about anything; None when there is none, or which one is right is open."""
    plain = _plain(text, generous=False)
    numbers = _numbers(plain)
    if not numbers or _ID_CARD.search(plain):
        return None
    try:
        return _right_one(numbers, plain)
    except NotUnderstood:
        return None


@dataclass(frozen=True, slots=True)
class _Number:
    digits: str
    start: int
    end: int


def _plain(text: str, *, generous: bool) -> str:
    """Spoken digits as figures before anything else: `normalise` would take 零零零零 for a drawn-out sound."""
    plain = normalise(digits_written(text))
    if generous:
        plain = _LETTERS.sub(lambda found: "".join("0" if sign in "Oo" else "1" for sign in found[0]), plain)
    return _ABROAD.sub("", plain)


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
    """The number that was not called wrong or old."""
    right: list[str] = []
    for position, number in enumerate(numbers):
        begin = numbers[position - 1].end if position else 0
        end = numbers[position + 1].start if position + 1 < len(numbers) else len(plain)
        wrong = _WRONG_BEFORE.search(plain[begin : number.start]) or _WRONG_AFTER.match(plain[number.end : end])
        if not wrong and number.digits not in right:
            right.append(number.digits)
    if not right:
        raise NotUnderstood("phone_wrong")
    if len(right) > 1 and not _EITHER.search(plain):
        raise NotUnderstood("phone_two", first=right[0], second=right[1])
    return right[0]


def _explain(plain: str, said: str) -> str:
    """Say what is wrong with an answer that holds no full number. Always raises."""
    digits = max((re.sub(r"\D", "", run[0]) for run in _RUN.finditer(plain)), key=len, default="")
    count = str(len(digits))
    if len(digits) == 11:
        raise NotUnderstood("phone_prefix", digits=digits, count=count)
    if len(digits) > 11:
        raise NotUnderstood("phone_long", digits=digits, count=count)
    if len(digits) >= 5:
        raise NotUnderstood("phone_short", digits=digits, count=count)
    if _SAME.search(said):
        raise NotUnderstood("phone_same")
    raise NotUnderstood("phone_refused" if _REFUSED.search(said) else "phone")
