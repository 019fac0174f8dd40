"""Questions about the rules of another place: ours are the county's, and another's must never be answered with them."""

import re
from typing import Final

from bot.language.normalise import normalise

_PROVINCES: Final = (
    "北京 天津 河北 山西 内蒙 辽宁 吉林 黑龙江 上海 江苏 浙江 福建 江西 山东 河南 湖北 "
    "湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 "
    "台湾"
)
_CITIES: Final = (
    "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 安庆 黄山市 滁州 阜阳 宿州 六安 亳州 池州 宣城 "
    "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 "
    "嘉兴 湖州 绍兴 金华 义乌 衢州 舟山 台州 丽水 海宁 昆山 福州 厦门 泉州 漳州 南昌 "
    "九江 景德镇 赣州 济南 青岛 烟台 潍坊 临沂 郑州 洛阳 南阳 周口 武汉 宜昌 襄阳 黄冈 "
    "长沙 株洲 岳阳 广州 深圳 珠海 佛山 东莞 惠州 中山 南宁 桂林 柳州 海口 三亚 成都 "
    "绵阳 贵阳 遵义 昆明 西安 兰州 银川 乌鲁木齐 太原 大同 石家庄 保定 唐山 沈阳 大连 "
    "长春 哈尔滨 呼和浩特 桐城 怀宁 庐江 无为 舒城 潜山 宿松 望江 太湖县 岳西 外省 外市 "
    "外县 别的省 别的县"
)
_PLACE: Final = re.compile("(?:" + "|".join((*_PROVINCES.split(), *_CITIES.split())) + ")(?P<of>[省市县]?的)?")
_MOVING: Final = frozenset("去到往从跑赴回至")
_AWAY: Final = re.compile(
    "打工|务工|做工|做事|干活|上班|进厂|找活|找工|招工|出去|出门|出省|跑外|工地|厂|店|回来|回老家|回乡|搬回|专车|带队|包车"
)
_HOME: Final = re.compile("老家|家乡|枞阳|我们县|本县|户口在")
"""Who names home beside another place asks for the rules at home."""
_LEAVERS: Final = frozenset(
    (
        "transfer_employment",
        "migrant_transport_subsidy",
        "wage_arrears",
        "labor_contract_scam",
        "unemployment_insurance",
        "unemployment_registration",
        "job_search_local",
    )
)
"""Topics that people of the county ask about from afar."""
_RETURNED: Final = re.compile("从|在|我|打工|务工|做工|回来")
"""Who says so came home from that place; 四川返乡开店 may as well ask for the rules there."""


def elsewhere(question: str, topic: str) -> bool:
    """Whether `question` asks for another place's rules, so that `topic` cannot answer it.

    People of the county who go, went or work away name that place, too, and are answered.
    """
    text = normalise(question)
    named = list(_PLACE.finditer(text))
    if not named or _HOME.search(text):
        return False
    return any(_rules_of(text[: place.start()][-1:], bool(place["of"]), text, topic) for place in named)


def _rules_of(before: str, of: bool, text: str, topic: str) -> bool:
    if before in _MOVING:
        return False
    away = _AWAY.search(text) is not None
    left = topic in _LEAVERS or (topic == "startup_subsidy" and _RETURNED.search(text) is not None)
    if before == "在":
        return not (away or left)
    return of or not (away and left)
