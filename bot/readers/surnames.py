"""Surnames of China: those of the old book of a hundred families, today's others, and the county's own."""

import re
from typing import Final

_SINGLE: Final = """
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方
俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧
计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫
经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓
牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙
池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向
古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢
关蒯相查后荆红游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦归海岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福
肖付覃苟占代邸冼邝揭禤仝展芦洛刀岩冶撒妥闪拜苑原由鹿藏战初丛门尧来青信税尉粟敬英贵银补仁麦隋迟邰栗逯辜候丘兰佀
邹咎啜疏光慈盘侬者玉仡蓬黑底巨续郄蹇宗亓仵逄巴禚缐衣员智理化操脱海
"""
_COMPOUND: Final = """
万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐
钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干
百里 东郭 南门 呼延 归海 羊舌 微生 梁丘 左丘 东门 西门 伯赏 南宫 第五 独孤 完颜 耶律 叶赫 纳兰 爱新 那拉 相里 欧侯 达奚
"""
_RARE_AND_COMMON_WORDS: Final = (
    "水云花乐时平和明计伏成席强路危支经干解应宣单包富牧山谷全班秋宫暴厉祖印宿怀从能双党劳申扶别充连习鱼容古易终居步都满"
    "国广利越师融冷那空养须丰关相后红游权盖益公法归海帅有商年爱言福付占代展原由来青信税敬英贵银补仁战初门者玉黑底巨"
    "续衣员智理化操脱光家通东向松滑井门"
)

SURNAMES: Final = frozenset("".join(_SINGLE.split()))
COMPOUND: Final = frozenset(_COMPOUND.split())
PLAIN: Final = SURNAMES - frozenset(_RARE_AND_COMMON_WORDS) | frozenset("连向古易宣路成丰")
"""Surnames whose sign is not more often a word: enough to tell a name that stands by itself."""

_TRANSLITERATED: Final = frozenset(
    "阿依古丽娜仁花木其格卓玛扎西多吉央金次巴特尔买提江汗热合曼吾肯萨艾力克帕尼莎妮沙亚库尔班穆罕默德麦吐逊努伊布拉"
    "姆旦珍桑杰洛措曲拉姆达瓦白嘎日苏图敖登高娃哈斯其木塔娜乌云德吉"
)


def surname_of(name: str) -> str:
    """The surname with which `name` begins; "" when it begins with none."""
    if name[:2] in COMPOUND and len(name) > 2:
        return name[:2]
    return name[:1] if name[:1] in SURNAMES else ""


def transliterated(text: str) -> bool:
    """Whether it looks like a name of another people written in Chinese signs (阿依古丽, 买买提·艾力)."""
    parts = text.split("·")
    if len(parts) > 1:
        return all(re.fullmatch(r"[一-鿿]{1,8}", part) for part in parts)
    return 3 <= len(text) <= 8 and set(text) <= _TRANSLITERATED
