"""The job-scam guard: what in an offer of work must be looked at by the county before people see it.

A judge and nothing else: it never says that an offer is a fraud, only which words a member of staff should read. It
hears (压金, yajin, 保正金) and takes no notice of what is said not to be asked (不收押金, 服装费厂里出).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL, number_of
from bot.language.pinyin import typed_syllables
from bot.language.sounds import SYLLABLES, blurred
from bot.manners import foul


class Lure(StrEnum):
    """What is asked of people, promised or said to them, that an honest employer does not."""

    DEPOSIT = "deposit"
    IDENTITY = "identity"
    FEE = "fee"
    ACCOUNT = "account"
    PAY = "pay"
    LINK = "link"
    COARSE = "coarse"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason to look closer, and the words in which it was found, as they were written."""

    lure: Lure
    words: str


# --- what is asked for by name -------------------------------------------------------------------------------

_PAID_FOR: Final = "培训 体检 服装 工装 工服 制服 报名 介绍 中介 资料 材料 建档 办证 入职 手续 会员 岗前 考试"
_NAMED: Final = {
    Lure.DEPOSIT: ["押金", "保证金", "担保金", "风险金", "抵押金", "诚意金", "定金", "订金", "担保费"],
    Lure.FEE: [f"{what}{money}" for what in _PAID_FOR.split() for money in ("费", "钱")]
    + ["培训贷", "刷脸贷款", "贷款培训", "贷款学", "自己掏", "自己垫", "先垫"],
    Lure.ACCOUNT: [
        "验证码",
        "密码",
        "借银行卡",
        "租银行卡",
        "出租银行卡",
        "收银行卡",
        "寄银行卡",
        "刷脸认证",
        "刷流水",
        "跑分",
    ],
    Lure.PAY: ["刷单", "躺赚", "躺着赚钱", "日进斗金", "月入过万", "月入上万", "日入过千", "日赚过千", "稳赚不赔"],
}
_TO_HAND_OVER: Final = "收|交|缴|上缴|押|压|扣|抵押|保管|留下|存放|拿走|寄"
_PAPERS: Final = re.compile(
    rf"(?:{_TO_HAND_OVER})[^，。；,;!?]{{0,5}}?(?:身份证|证件|户口本)(?!复印|号)"
    rf"|(?:身份证|证件|户口本)(?:原件)?(?!复印|号)[^，。；,;!?]{{0,5}}?(?:{_TO_HAND_OVER})"
)

_MONEY_FIRST: Final = re.compile(
    "先[交打付转汇缴给][^，。；,;!?]{0,8}?(?:块|元|(?<!工)钱)|(?:要|得|另外?|再|每?人)(?:收|交|缴)[^，。；,;!?货入]{0,6}?(?:块|元|钱)"
)
_PAY_KEPT: Final = re.compile("[押压](?:一|半|两|[1-3])个?月的?(?:工资|工钱)|[押压]工资")

# --- what is promised ----------------------------------------------------------------------------------------

_SPANS: Final = {"小时": 150, "天": 1000, "月": 20_000}
"""From how many yuan on a promise to somebody without a trade is absurd: several times what is paid around here."""
_PROMISED: Final = re.compile(
    r"(?P<span>小时|时薪|日薪|日结|日赚|日入|每日|一日|天|月)(?:工资|收入|能挣|可挣|挣|赚|拿|薪|入|结)*[^\d\w]{0,2}"
    rf"(?P<sum>{NUMERAL}|\d+(?:\.\d)?万)(?=元|块|以上|左右|起|不等|[-~到至—]|\W|$)"
)
_OF_A_DAY: Final = re.compile("日|天")

# --- where people are led ------------------------------------------------------------------------------------

_LINK: Final = re.compile(
    r"https?:|www\.|(?<![\w@.-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|top|xyz|cc|vip|icu|shop|site|club|link|me|app)(?![a-z])",
    re.IGNORECASE,
)
"""An address: an honest station's offer needs none, and nobody here can tell a good one from a bad one."""

# --- what is said not to be asked ----------------------------------------------------------------------------

_ALL_NAMES: Final = "|".join(name for names in _NAMED.values() for name in names)
_DENIED: Final = re.compile(
    "(?:不|没有?|免|无|零|未|别|莫)(?:再|会|需|须|必|收|要|用|交|付|缴|纳|取|扣|押|出|任何|一切|其他|各种|各项|什么|和|或|及|与|、|"
    f"你|您|大家|工人|员工|的|{_ALL_NAMES}|身份证|证件)*$"
)
_BORNE: Final = re.compile(
    r"^(?:由|都|全部?|统一|一律|等|[、和]){0,3}(?:厂|厂里|公司|单位|老板|政府|我们|驿站)?(?:来|全)?(?:出|承担|报销|免|不收|不要|不用|包)"
)
_CLAUSE_ENDS: Final = "，。；,;!?\n"


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """Every reason to look closer at an offer, each kind once, in the order of `Lure`; empty when there is none."""
    said = normalise(text)
    found: dict[Lure, Suspicion] = {}
    for each in (*_asked_by_name(said), *_taken(said), *_papers(said), *_promises(said), *_links(text), *_coarse(text)):
        found.setdefault(each.lure, each)
    return tuple(found[lure] for lure in Lure if lure in found)


def _asked_by_name(said: str) -> Iterator[Suspicion]:
    heard = _heard(said)
    for lure, names in _NAMED.items():
        for name in names:
            for start, end in _places(heard, name):
                if not _taken_back(said, start, end):
                    yield Suspicion(lure, said[start:end])


def _taken(said: str) -> Iterator[Suspicion]:
    for lure, taken in ((Lure.FEE, _MONEY_FIRST), (Lure.DEPOSIT, _PAY_KEPT)):
        for match in taken.finditer(said):
            if not _DENIED.search(_clause_before(said, match.start())):
                yield Suspicion(lure, match[0])


def _papers(said: str) -> Iterator[Suspicion]:
    written = said
    for start, end in _places(_heard(said), "身份证"):
        written = f"{written[:start]}{'身份证':^{end - start}}{written[end:]}" if end - start >= 3 else written
    for match in _PAPERS.finditer(written):
        if not _DENIED.search(_clause_before(written, match.start())):
            yield Suspicion(Lure.IDENTITY, match[0])


def _links(text: str) -> Iterator[Suspicion]:
    for match in _LINK.finditer(text):
        yield Suspicion(Lure.LINK, re.split(r"[\s，。；！]", text[match.start() :], maxsplit=1)[0][:40])


def _coarse(text: str) -> Iterator[Suspicion]:
    for words in foul(text):
        yield Suspicion(Lure.COARSE, words)


def _promises(said: str) -> Iterator[Suspicion]:
    for match in _PROMISED.finditer(said):
        amount = _amount(match["sum"])
        span = "小时" if "时" in match["span"] else "天" if _OF_A_DAY.search(match["span"]) else "月"
        if amount is not None and amount >= _SPANS[span]:
            yield Suspicion(Lure.PAY, match[0])


def _amount(written: str) -> int | None:
    if written.endswith("万") and written[:-1].replace(".", "", 1).isdecimal():
        return int(float(written[:-1]) * 10_000)
    return number_of(written)


def _taken_back(said: str, start: int, end: int) -> bool:
    """Whether the clause says that just this is not asked, or that somebody else pays it."""
    return bool(_DENIED.search(_clause_before(said, start)) or _BORNE.search(said[end:]))


def _clause_before(said: str, start: int) -> str:
    return re.split(f"[{_CLAUSE_ENDS}]", said[:start])[-1]


# --- hearing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heard:
    """One syllable: how it sounds, exactly and as the county merges it, and where it is written.

    `sign` is "" when it was typed in Latin letters, which nobody does by accident.
    """

    sound: str
    merged: str
    sign: str
    start: int
    end: int


_PIECES: Final = re.compile(r"[A-Za-z]+|[一-鿿]")


def _heard(said: str) -> list[_Heard]:
    """What is heard in a text; signs, spaces and figures between two syllables are no hiding place."""
    heard = []
    for piece in _PIECES.finditer(said):
        start, end = piece.span()
        if piece[0] in SYLLABLES:
            sound = SYLLABLES[piece[0]]
            heard.append(_Heard(sound, blurred(sound), piece[0], start, end))
        else:
            heard += [_Heard(sound, blurred(sound), "", start, end) for sound in typed_syllables(piece[0])]
    return heard


def _places(heard: Sequence[_Heard], name: str) -> Iterator[tuple[int, int]]:
    """Where `name` is heard. Two syllables are too short for the merged sounds, and want one sign to be right."""
    length = len(name)
    sounds, merged = _sounds_of(name)
    for first in range(len(heard) - length + 1):
        run = heard[first : first + length]
        if length > 2:
            same = [each.merged for each in run] == merged
        else:
            right = any(each.sign in ("", sign) for each, sign in zip(run, name, strict=True))
            same = right and [each.sound for each in run] == sounds
        if same:
            yield run[0].start, run[-1].end


@cache
def _sounds_of(name: str) -> tuple[list[str], list[str]]:
    """How a name sounds, exactly and as the county merges it."""
    sounds = [SYLLABLES[sign] for sign in name]
    return sounds, [blurred(sound) for sound in sounds]
