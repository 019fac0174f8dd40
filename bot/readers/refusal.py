"""What somebody does not want, taken out of a sentence: 做不了缝纫，扫地的有没有 asks for sweeping, not for sewing."""

import re
from dataclasses import dataclass
from typing import Final

_X: Final = r"[^,，。;；!！?？、 ]"
_UNTIL: Final = (
    r"(?=$|[,，。;；!！?？、 ]|"
    r"但|可是|不过|只是|就|只|想|要|有|还|换|选|改|最好|能|会|那|给|来|而|倒|其[他它余]|别的|都|是|做|我)"
)
_FAIL: Final = r"[做干搞学弄看]不(?:了|来|动|好|惯|得|成)"
_BEFORE: Final = re.compile(
    rf"(?:不(?:太|大|怎么|再)?(?:想|要|会|能|愿意?|肯|敢|喜欢|适合|爱|选|报|做|干|学|去|考虑|是)|(?<![特分区级])别(?![的人处家])|"
    rf"{_FAIL}|没(?:有)?[做干学]过|讨厌|(?<!不)怕|除(?:了|去|开|掉)?)"
    rf"(?:想|要|去|再|当|做|干|学|选|报|搞|给我|安排|让我|那个|这个)*+(?![了的啊吧呢哦呀嘛我俺]){_X}{{1,10}}?{_UNTIL}"
)
_AFTER: Final = re.compile(
    rf"{_X}{{1,8}}?(?:的活?|这个|那个|活)?(?:我|俺|也|就|可|真|都|太|实在|还是|肯定)*"
    rf"(?:不(?:行|要|想|会|做|干|中|照|成|合适|适合|喜欢|考虑|去|选|报|学|敢|好做)|{_FAIL}|太[累远苦难脏热重晒少低]|算了|没[做干学]过|免了)"
)
_PAST: Final = re.compile(rf"(?:以前|从前|过去|原先|原来|老早|前几年){_X}*")
_EITHER_WAY: Final = re.compile(r"([一-鿿])[不没]\1")


@dataclass(frozen=True, slots=True)
class Parted:
    """A sentence without what it refuses and what it tells of the past; and what it refuses."""

    wanted: str
    refused: str


def part(plain: str) -> Parted:
    """Part a normalised sentence. 有没有 and 行不行 ask, they refuse nothing."""
    asking = _PAST.sub(",", _EITHER_WAY.sub(r"\1", plain))
    refused = " ".join(found[0] for found in _BEFORE.finditer(asking))
    rest = _BEFORE.sub(",", asking)
    refused += " ".join(found[0] for found in _AFTER.finditer(rest))
    return Parted(_AFTER.sub(",", rest).strip(" ,"), refused)
