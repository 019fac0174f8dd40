"""What is to be sold, and how much of it."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL, number_of
from bot.language.openings import may_hold, openings
from bot.readers import NotUnderstood

_PRODUCTS: Final = """
土鸡蛋 草鸡蛋 鸡蛋 土鸭蛋 咸鸭蛋 鸭蛋 鹅蛋 皮蛋 松花蛋 鹌鹑蛋 土鸡 草鸡 老母鸡 母鸡 公鸡 仔鸡 肉鸡 乌鸡 鸡苗 鸭子
麻鸭 老鸭 土鸭 大鹅 白鹅 鸽子 鹌鹑 黑猪 土猪 生猪 小猪 仔猪 猪肉 猪仔 黄牛 水牛 肉牛 牛肉 山羊 绵羊 黑山羊 羊肉 兔子
腊肉 腊肠 香肠 咸肉 咸鸭 咸鱼 火腿 鱼干 草鱼 鲢鱼 鲫鱼 鳙鱼 黑鱼 鳜鱼 青鱼 鲤鱼 黄鳝 泥鳅 甲鱼 老鳖 螃蟹 大闸蟹 龙虾
小龙虾 河虾 青虾 虾子 螺蛳 河蚌 珍珠 鱼苗 山芋粉丝 山芋粉 红薯粉丝 红薯粉 粉丝 粉条 山芋干 红薯干 山芋 红薯 白薯
地瓜 土豆 马铃薯 芋头 山药 葛根粉 葛粉 葛根 生姜 老姜 大蒜 蒜头 洋葱 大葱 萝卜干 胡萝卜 白萝卜 萝卜 大白菜 小白菜
白菜 青菜 包菜 芹菜 香菜 菠菜 韭菜 莴笋 莴苣 茄子 西红柿 番茄 黄瓜 丝瓜 冬瓜 南瓜 苦瓜 瓠子 豆角 豇豆 四季豆 扁豆
毛豆 蚕豆 豌豆 辣椒 青椒 干辣椒 莲藕 藕粉 莲子 莲蓬 菱角 芡实 茭白 荸荠 蕨菜 竹笋 冬笋 春笋 笋干 香菇 蘑菇 平菇 木耳
干木耳 银耳 梅干菜 咸菜 霉豆腐 豆腐乳 豆腐 千张 大米 糯米 新米 稻谷 稻子 水稻 小麦 麦子 玉米 高粱 黄豆 大豆 绿豆
红豆 黑豆 芝麻 花生米 花生 油菜籽 菜籽油 菜油 茶籽油 山茶油 芝麻油 麻油 花生油 米酒 面粉 挂面 年糕 糍粑 棉花 苹果
桃子 黄桃 水蜜桃 梨子 李子 杏子 枣子 大枣 葡萄 草莓 蓝莓 桑葚 樱桃 杨梅 枇杷 橘子 桔子 柑橘 柚子 石榴 柿子 猕猴桃
西瓜 甜瓜 香瓜 板栗 核桃 银杏 瓜子 葵花籽 瓜蒌籽 瓜蒌 火龙果 茶叶 绿茶 红茶 毛峰 菊花茶 菊花 金银花 蜂蜜 土蜂蜜
中药材 药材 白术 茯苓 丹皮 桔梗 天麻 灵芝 铁皮石斛 石斛 黄精 艾草 艾叶 树苗 苗木 花木 苗子 竹子 竹篮 竹器 竹制品
扫把 草席 手工鞋 布鞋 鞋垫 粽叶 粽子 芦苇 木材 毛竹 木炭 柴火 干货 土特产 土产 农家菜 蔬菜 水果 粮食 鱼虾 家禽 土货
"""
_SHORT: Final = "鱼虾米猪牛羊鸡鸭鹅桃梨枣茶菜油蟹藕姜蒜葱笋蛋酒棉麦稻"
_NAMES: Final = "|".join(sorted({*_PRODUCTS.split()}, key=len, reverse=True))
_OPENINGS: Final = openings(_PRODUCTS.split())
_KNOWN: Final = re.compile(rf"(?:{_NAMES})(?:[肉皮酱饼糕片籽仁苗]|菜(?![油籽])|干(?![什啥嘛活净]))?")
_UNITS: Final = (
    r"(?:多|来|把|几)?(?:公斤|千克|市斤|斤|吨|担|克|两(?!个|百|千|斤)|亩(?:地)?|分地|"
    r"头|只|条|个(?!多?月|星期|礼拜|小时|钟头|电话|问题|老?人|小?孩|伢|[儿孙女])|枚|匹|棵|株|颗|瓶|桶|罐|盒|件|对|双|串|把|升|"
    r"[大小]?(?:麻袋|蛇皮袋|编织袋|袋子?|箩筐|筐|篮子?|箱子?|三轮车|板车|卡车|货车|拖拉机|车|捆|包|坛|缸|盆|桶|笼|窝)|板|框|塘|屋|圈|kg|KG)"
)
_CONTAINERS: Final = re.compile(r"袋|筐|篮子?|车|拖拉机|捆|包|坛|缸|框|盆|笼|窝|塘|屋|圈")
_VAGUE_BEFORE: Final = r"(?:大概|大约|约莫|差不多|估计|可能|最多|最少|至少|起码|不到|将近|快|上)"
_VAGUE_AFTER: Final = r"(?:左右|上下|的样子|不到|出头|往上|以上|多点?|吧)"
_AMOUNT: Final = re.compile(
    rf"(?<![\d.])(?P<before>(?:{_VAGUE_BEFORE})*)(?P<number>\d+\.\d+|[百千万]十(?=[斤个只])|"
    rf"{NUMERAL}[几多来]?(?:[十百千万]+)?|[几好上成][十百千万几]+[几]?|[十百千万]把|满满一|半|几)"
    rf"(?P<unit>{_UNITS})"
    rf"(?P<after>半|{_VAGUE_AFTER}?)"
)
_PRICED: Final = re.compile(r"(?:[块元角毛钱]|多少|几[块毛]钱?)(?:钱)?(?:一|每)?$")
_PRICE_FOLLOWS: Final = re.compile(r"(?:卖|要|收)?(?:多少|几[块毛]|[\d一二两三四五六七八九十.]+[块元毛角])")
_NOT_NOW: Final = re.compile(r"(?:去年|前年|往年|上次|上回|以前)[^,，。;；!！?？今]*$")
_MUCH: Final = re.compile(
    r"全部|全都?要?卖|所有的?|看[你您]们?要?多少|要多少有多少|有多少[卖收要]多少|一多半|[蛮好很挺]多|不少|许多|一些|不多|一点点?|少量|大量|几[十百千万]|上[百千万]|成[百千万]|满满一?[一-鿿]|[一半]屋|[一半]地|一塘|一圈"
)
_NO_QUANTITY: Final = re.compile(r"[报填登记选换找弄办帮打](?:一|1)?[下个]")
"""再报一个, 再打一个."""
_NUMBER: Final = re.compile(r"\d{7,}")
_NO_IDEA: Final = re.compile(r"不(?:知道|晓得|清楚|好说|一定|确定)|晓不得|没(?:数|称|算|谱)|说不[准清好]")
_LEAD: Final = re.compile(
    r"^(?:(?:你好|您好|嗯|那个|我们?|俺们?|咱们?|家里|家|自己|自家|自|地里|山上|塘里|今年|现在|还|就|是|想要?|要|打算|准备|卖|出售|处理|有|种|养|"
    r"收|晒|做|榨|产|弄|的|了|点|些|一些|一点|一批|好多|很多|不少|帮我|帮忙|麻烦|东西是|主要是?|[,，。 ])+)"
)
_TAIL: Final = re.compile(
    r"(?:要卖|想卖|卖不?掉|卖不出去|没人[要收]|怎么卖|出售|可以卖|能卖|"
    r"啊|呀|呢|吧|的|了|嘛|哦|吗|谢谢|等|之类|什么|[,，。!！ ])+$"
)
_NOT_WARES: Final = re.compile(
    r"[报第登也选你您他她吗呢啥谁不没去在过拿听懂看再说讲骗帮问写忘怕买付等哪怎呵嘿哈几太多]|什么|么事|^(?:是|好|行|对|嗯|可以|同意|取消)|\d{5}|[人好年]$|房|车|"
    r"电话|名字|补贴|培训|找活|工作|打工|政策|驿站|东西|随便|告诉|知道|晓得|算了|下雨|收成|手机|麻烦|识字|天气|儿子|老[公婆]|谢谢|明天|今天"
)
_LIKE_WARES: Final = re.compile(
    r"[果瓜菜豆米面油酒茶药参草花苗鱼虾蛋肉鸡鸭鹅猪牛羊篮筐鞋席具器糕饼粉糖蜜干酱笋芋薯署仁籽枣梨桃橘菇耳藕子竹木炭乌根叶皮]$"
)
_SAID_TO_SELL: Final = re.compile(
    r"(?:卖|出售|处理|种的?|养的?|做的?|产的?|收的?|晒的?|榨的?)[一些点了的 ]*(?P<what>[一-鿿]{1,8})$"
)
_MADE_TO_SELL: Final = re.compile(
    r"把(?:我们?|俺)?(?:家里?|自家|地里|田里|塘里)?(?:[种养做产收晒]?的)?(?P<what>[一-鿿]{1,6}?)"
    r"(?:都|全|也)?(?:放到?|拿到?|送到?|弄到?|挂到?|带到?)?(?:网上|城里|县里|街上|集上|外面|去|出去|给人)*卖"
)
_ALSO: Final = re.compile(r"[和跟与、,， ]|还有|以及")
_WARES_CONTEXT: Final = re.compile(
    r"卖|销|收购|有人收|收不收|[来要]收|出栏|没人[要收]|买家|老板收|滞销|烂在?地|送城里|网上|直播|农产品|土特产|出售|产品"
)
_SHORT_SAID: Final = re.compile(
    rf"(?:卖|养的?|销|收|{_UNITS})(?P<short>[{_SHORT}])(?=$|[^一-鿿]|[想要卖没的啊吧吗怎能有快出])"
)


def read_product(text: str) -> str:
    """The answer to "what do you want to sell": 山芋; several have 、 between.

    A word that is in no list counts when it is said to be sold (卖何首乌), is counted, or ends as wares do (火焰参).
    Raises NotUnderstood("product").
    """
    plain = normalise(text)
    if known := _known(plain):
        return "、".join(known)
    if short := _SHORT_SAID.search(plain):
        return short["short"]
    counted = _AMOUNT.sub("", plain)
    bare = _TAIL.sub("", _LEAD.sub("", counted))
    if made := _made_to_sell(plain):
        return made
    sold = _SAID_TO_SELL.search(_TAIL.sub("", counted)) or counted != plain
    if re.fullmatch(r"[一-鿿]{1,8}", bare) and not _NOT_WARES.search(bare) and (sold or _LIKE_WARES.search(bare)):
        return bare
    raise NotUnderstood("product")


def read_quantity(text: str) -> str:
    """The answer to "how much": 200斤 for an exact amount, the words themselves for a vague one (五六十个, 一麻袋).

    Raises NotUnderstood: quantity_unknown (the person does not know), quantity.
    """
    plain = _NUMBER.sub(" ", normalise(text))
    if _NO_QUANTITY.search(plain):
        raise NotUnderstood("quantity")
    amounts = _amounts(plain)
    if amounts:
        return "、".join(amounts)
    bare = re.sub(rf"^(?:我家?|有|大概|大约|差不多|就|总共|一共)*|{_VAGUE_AFTER}$", "", plain.strip(" ,，。"))
    if number_of(bare) is not None or re.fullmatch(r"[一二三四五六七八九两十百千万几来多\d]{2,8}", bare):
        return str(number_of(bare) or bare) if bare != "百十" and "多" not in plain else plain
    if bare in {"俩", "一对"}:
        return bare
    if much := _MUCH.search(plain):
        return much[0]
    raise NotUnderstood("quantity_unknown" if _NO_IDEA.search(plain) else "quantity")


def find_produce(text: str) -> tuple[str | None, str | None]:
    """Product and quantity in a message about selling (家里有两百斤山芋要卖 → 山芋, 200斤); None where not said."""
    plain = normalise(text)
    known = _known(plain)
    selling = _WARES_CONTEXT.search(plain)
    amounts = _amounts(plain)
    if not known and selling and (short := _SHORT_SAID.search(plain)):
        known = [short["short"]]
    if not known and (made := _made_to_sell(plain)):
        known = [made]
    if not known or not (selling or amounts or plain in known):
        return None, None
    return "、".join(known), "、".join(amounts) if len(amounts) in (1, len(known)) else None


def amount_alone(text: str) -> str | None:
    """The amount that a text consists of: 一百多只."""
    plain = normalise(text).strip(" ,，。!！")
    found = _AMOUNT.fullmatch(plain)
    return _amount(found) if found else None


def _made_to_sell(plain: str) -> str:
    """What is said to be sold, though it stands in no list: 把家里的板鸭放到网上卖; "" for nothing."""
    found = _MADE_TO_SELL.search(plain)
    return found["what"] if found and not _NOT_WARES.search(found["what"]) else ""


def _known(plain: str) -> list[str]:
    """The listed products in a text; beside one of them, also those of one sign (小麦跟稻)."""
    found = _KNOWN.findall(plain) if may_hold(plain, _OPENINGS) else []
    if found:
        found = [name for part in _ALSO.split(plain) for name in _KNOWN.findall(part) or _of_one_sign(part)]
    return list(dict.fromkeys(found))


def _of_one_sign(part: str) -> list[str]:
    bare = _TAIL.sub("", _LEAD.sub("", part))
    return [bare] if len(bare) == 1 and bare in _SHORT else []


def _amounts(plain: str) -> list[str]:
    return [_amount(found) for found in _AMOUNT.finditer(plain) if not _beside_the_point(plain, found)]


def _beside_the_point(plain: str, found: re.Match[str]) -> bool:
    """A price (15块一斤, 一斤卖多少钱), or what was sold in another year."""
    before, after = plain[: found.start()], plain[found.end() :]
    return bool(_PRICED.search(before) or _PRICE_FOLLOWS.match(after) or _NOT_NOW.search(before))


def _amount(found: re.Match[str]) -> str:
    """An exact amount in figures; anything vague, and what is counted by the sack, as it was said."""
    value, unit = number_of(found["number"]), found["unit"].replace("市斤", "斤")
    after = found["after"].removesuffix("吧")
    exact = not found["before"] and not after and unit[0] not in "多来把几"
    if value is None or found["number"] == "百十" or not exact or _CONTAINERS.search(unit):
        return found["before"] + found["number"] + unit + after
    return f"{value}{unit}"
