"""Everything that one message holds beyond doubt, for dialogs that are yet to be opened."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.readers.for_whom import find_for_whom
from bot.readers.name import find_name
from bot.readers.phone import find_phone
from bot.readers.place import find_place, place_name, township_name
from bot.readers.produce import find_produce
from bot.readers.spoken import find_age, find_wage

_TRADES: Final = (
    ("缝纫", "缝纫|踩机子|车衣|裁缝|服装厂|制衣|平车"),
    ("电焊", "电焊|焊工|烧焊|氩弧焊"),
    ("电工", "电工|水电工"),
    ("保洁", "保洁|打扫卫生|扫地|扫马路|扫路|搞卫生|清洁工|环卫"),
    ("家政", "家政|钟点工|保姆"),
    ("月嫂", "月嫂|育婴|育儿嫂"),
    ("养老护理", "护工|护理|照顾老人|服侍老人"),
    ("厨师", "厨师|烧饭|做饭|炒菜|厨房|烧菜|面点"),
    ("保安", "保安|门卫|看门|看大门"),
    ("驾驶", "司机|开车|驾驶|开货车|叉车|挖机|挖掘机|铲车"),
    ("电商", "电商|直播|网店|网上开店"),
    ("养殖", "养殖|养猪|养鸡|养鱼|养羊|养牛"),
    ("种植", "种植|种菜|种茶|种田|大棚|果树"),
    ("护林", "护林|看山"),
    ("护路", "护路|养路|修路"),
    ("瓦工", "瓦工|瓦匠|泥工|泥瓦|砌墙|贴瓷砖"),
    ("木工", "木工|木匠"),
    ("油漆", "油漆|刷墙|粉刷"),
    ("钢筋", "钢筋"),
    ("搬运", "搬运|装卸|卸货|扛包"),
    ("包装", "包装|打包工"),
    ("电子", "电子厂|电子元件|插件"),
    ("玩具", "玩具"),
    ("手工", "手工活|手工|来料加工|串珠|穿珠"),
    ("快递", "快递|送货|外卖"),
    ("服务员", "服务员|端盘子|洗碗"),
    ("理发", "理发|美容美发|美发"),
    ("电脑", "电脑|计算机|办公软件"),
    ("茶叶", "采茶|炒茶|制茶|茶艺"),
)
_ANY_TRADE: Final = re.compile("|".join(words for _, words in _TRADES))
_EACH_TRADE: Final = tuple((trade, re.compile(words)) for trade, words in _TRADES)
_WANTED: Final = re.compile(
    r"[^,，。;；!！?？]*(?:找|学|想|会|做|干|报名?|招|应聘|求职|当|进|能去|活|月薪|工资|上班|打工|有没有|要)[^,，。;；!！?？]*"
)
_ITEMS: Final = re.compile(r"[\s,，、。;；/]+")
_ITEM: Final = 4
"""A value in a list (义津 何小翠 缝纫 3000) is no longer than this."""
_REFUSED: Final = re.compile(r"(?:不想|不会|不做|不干|别|干不了|做不了|没做过)[^,，。;；!！?？]{0,4}$")
_REFUSED_AFTER: Final = re.compile(r"[工厂]?的?活?(?:我|俺)?(?:[做干学]不[了来动得]|不(?:会|想|做|干|学)|没做过)")
_WORK_PLACE: Final = re.compile(
    r"(?:去|到|[想要]在|有没有|可有)(?P<far>"
    r"合肥|铜陵|安庆|芜湖|池州|马鞍山|南京|上海|"
    r"苏州|无锡|常州|杭州|宁波|温州|义乌|广东|深圳|东莞|浙江|江苏|北京|福建|外地|外省|外面|省外"
    r")|"
    r"(?P<near>在家门口|家门口|在?家附近|离家近|本地|本县|县城|县里|镇上|乡里|村里|附近|在家|居家)(?=[^,，。]{0,8}(?:活|工作|班|做|干|事|岗|的$))"
)
_LOOKS_FOR: Final = re.compile(
    r"(?:想在|要在|去|到)(?P<place>[一-鿿]{2,5}[镇乡]|开发区|经开区)[^,，。;；]{0,6}(?:找|上班|干活|做事|打工|做|干)"
)


def find_slots(text: str) -> dict[str, object]:
    """What the message says beyond doubt, by name; what it does not say is left out.

    name, phone, village (as said back), township (its name), trade, wage and age ("2800", "3000-4000"), place (where
    to work), product, quantity, for_whom (媳妇). All values are strings.
    """
    home = find_place(text)
    product, quantity = find_produce(text)
    trade, place = _work(text, product)
    found: dict[str, object] = {
        "name": find_name(text),
        "phone": find_phone(text),
        "village": place_name(home) if home and home.village else None,
        "township": township_name(home.township) if home else None,
        "trade": trade,
        "wage": find_wage(text),
        "age": find_age(text),
        "place": place,
        "product": product,
        "quantity": quantity,
        "for_whom": find_for_whom(text),
    }
    return {key: str(value) for key, value in found.items() if value}


def find_work(text: str) -> tuple[str, str]:
    """The trade and the place of work alone, as `find_slots` has them; "" for what is not said."""
    trade, place = _work(text, find_produce(text)[0])
    return trade or "", place or ""


def _work(text: str, product: str | None) -> tuple[str | None, str | None]:
    """Trade and place of work; who sells a `product` names no trade by it."""
    plain = normalise(text)
    return None if product else _trade(plain), _work_place(plain)


def _trade(plain: str) -> str | None:
    """The one kind of work that is wanted or known; none when there are several."""
    wanted = _WANTED.findall(plain) or [item for item in _ITEMS.split(plain) if len(item) <= _ITEM]
    clauses = " ".join(wanted)
    if not _ANY_TRADE.search(clauses):
        return None
    said = {trade for trade, words in _EACH_TRADE if (hit := words.search(clauses)) and not _said_no(clauses, hit)}
    return said.pop() if len(said) == 1 else None


def _said_no(clauses: str, hit: re.Match[str]) -> bool:
    return bool(_REFUSED.search(clauses[: hit.start()]) or _REFUSED_AFTER.match(clauses[hit.end() :]))


def _work_place(plain: str) -> str | None:
    if found := _WORK_PLACE.search(plain):
        return found["far"] or found["near"]
    found = _LOOKS_FOR.search(plain)
    return found["place"] if found else None
