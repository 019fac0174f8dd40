"""A home that is no place of the county that we know: outside, left to a neighbour, not told, not found."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers import NotUnderstood
from bot.readers.divisions import LEFT
from bot.records import Place

OUTSIDE: Final = "外县"

_STRANGER: Final = re.compile(r"外[县地省乡]|不是(?:枞阳|本县|本地|这里|你们)|别的县|不在(?:枞阳|本县)")
_ELSEWHERE: Final = re.compile(
    r"合肥|安庆|桐城|庐江|无为|芜湖|池州|贵池|铜陵|义安|铜官|郊区|怀宁|潜山|望江|太湖|宿松|岳西|舒城|六安|巢湖|马鞍山|南京|"
    r"上海|杭州|宁波|苏州|无锡|常州|温州|义乌|江苏|浙江|广东|深圳|北京|湖北|江西|河南|[一-鿿]{2,3}[省市县区]"
)
_REFUSED: Final = re.compile(r"不(?:想|愿|方便|肯)?(?:说|告诉|讲|留|填|透露)|保密")
_COUNTY: Final = re.compile(r"枞阳|县城|县里|城里|本县|本地")
_LEFT: Final = re.compile(
    "|".join(sorted(map(re.escape, {*LEFT, *(name[:-1] for name in LEFT)}), key=len, reverse=True))
)


def elsewhere(plain: str, text: str) -> Place:
    """No place of the county was named. Raises NotUnderstood unless it is one that we know to lie outside."""
    if left := _LEFT.search(plain):
        name = next(full for full in LEFT if full.startswith(left[0][:-1] if left[0] in LEFT else left[0]))
        return Place("", "", f"{name}（现归{LEFT[name]}）")
    if _STRANGER.search(normalise(text)):
        return Place("", "", OUTSIDE)
    if _REFUSED.search(plain):
        raise NotUnderstood("place_refused")
    if _ELSEWHERE.search(plain):
        raise NotUnderstood("place_outside")
    if not plain or _COUNTY.search(plain):
        raise NotUnderstood("place_county")
    raise NotUnderstood("place_unknown")
