"""Questions that name nothing.

They lean on what was said before (我五十六了行不行, 在哪报名, 那要多久), or mean all there is (有什么补贴).
"""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL

_PIECE: Final = (
    r"那|这个?|我们?|俺|您?们?|要|得|想|就|都|也|还|又|再|今年|已经|快|刚|有|的话|的|了|呢|啊|呀|吧|吗|么|嘛|"
    rf"(?:{NUMERAL}|\d+)(?:多|几)?(?:岁|周岁)?|岁数|年纪|年龄|大了?|小|男的|女的|"
    r"行不行|行|可以不可以|可以|可得|能不能|能|中不中|中|要不要|够不够|够|算不算|会不会|是不是|可能|有没有份?|"
    r"在?哪[里儿个]?|什么地方|怎么|咋|如何|找?谁|找|报名?|申请|登记|办理?|办|领取?|领|弄|搞|交|去|来|拿|发|"
    r"多久|好久|几时|什么时候|啥时候|几天|几点|多长时间|多少|几多|好多|几个?|钱|一个月|一年|一天|每月|一次|"
    r"带什么|学|证书?|什么|啥|么事|材料|证件|手续|电话|地址|远不远|不|没有?|[,，。?？!！ ]"
)
_PIECES: Final = re.compile(rf"(?:{_PIECE})+")
_AID: Final = re.compile(r"补贴|补助|政策|优惠|福利|好处")
_OF_ALL: Final = re.compile(
    rf"(?:{_PIECE}|{_AID.pattern}|[你您]们?|国家|县里|政府|上面|公家|扶贫|就业|农村|农民|老百姓|我们这里?|符合|享受|知道|晓得|了解|咨询|问|一?下|好|对|"
    r"些|子|事情?|方面|关于|什么样|哪样|一点|讲讲|说说|看看|看|讲|说|告诉|给)+"
)
_SOMETHING: Final = re.compile(r"证|[\d零二三四五六七八九十]|不")
"""就业证, 4050: they name what is asked about, though all their signs may stand in a question that names nothing."""
_ASKS: Final = re.compile(r"行不|能不|要不|够不|有没|算不|会不|远不|可|[吗么呢哪怎咋谁久几啥?？]|如何|什么|多少")
_LONGEST: Final = 14


def leans(text: str) -> bool:
    """Whether a text asks something and says by itself not of what."""
    plain = normalise(text).strip()
    return len(plain) <= _LONGEST and bool(_ASKS.search(plain)) and bool(_PIECES.fullmatch(plain))


def asks_of_all(text: str) -> bool:
    """有什么补贴, 问政策: whether a text is about what there is for people, and names nothing of it."""
    plain = normalise(text).strip()
    if len(plain) > _LONGEST or _SOMETHING.search(plain):
        return False
    return bool(_AID.search(plain) and _OF_ALL.fullmatch(plain))
