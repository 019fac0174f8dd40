"""Characters explained by their parts or by a word: 弓长张, 桂花的桂."""

import re
from dataclasses import dataclass
from typing import Final

from bot.language.sounds import SYLLABLES, blurred

_PARTS: Final = """
弓长张 立早章 木子李 十八子李 耳东陈 言午许 双人徐 双人旁徐 双木林 口天吴 天口吴 古月胡 草头黄 共由黄 三横王
三横一竖王 三横王王 国王王 文刀刘 卯金刀刘 走肖赵 走之赵 人未余 人示余 干勾于 干钩于 勾干于 双口吕 口口吕 三点水江
水工江 禾呈程 禾口王程 三人禾秦 四夕罗 四维罗 美女姜 羊女姜 木易杨 三点水汪 三点水潘 水番潘 言射谢 言身寸谢 鱼日鲁
宝盖木宋 宝盖头宋 又耳邓 关耳郑 享耳郭 召耳邵 人可何 单人可何 人五伍 人壬任 人寸付 人专傅 人示佘 人二小佘 草重董
草头重董 千里草董 草将蒋 草祭蔡 草头祭蔡 草办苏 口十叶 吉框周 吉衣袁 土口衣袁 口十田 士口三撇彭 金戋钱 金中钟 人王金
人王全 子小孙 子乙孔 十日十韦韩 两点马冯 二马冯 一曲日曹 三点水沈 口史史 西贝贾 西早覃 言西早谭 撇未朱 牛八朱 撇十牛
人九仇 人儿倪 单人侯 龙共龚 广龙庞 广口唐 广隶康 左右左 石头石 四方方 方向方 牛马马 骑马马 高低高 黑白白 夏天夏
木每梅 木卯柳 木圭桂 木土杜 三点水梁 三点水共洪 水共洪 三点水余涂 三点水温 殷勤殷 木旦查
"""
_PARTS_PATTERN: Final = re.compile(
    "|".join(f"{re.escape(said[:-1])}的?{said[-1]}" for said in sorted(_PARTS.split(), key=len, reverse=True))
)
_SIDE: Final = re.compile(
    r"(?:[一-鿿]字[旁头底]|三点水|两点水|提手旁?|单人旁?|双人旁?|竖心旁?|宝盖头?|草头|绞丝旁?|走之旁?|[一-鿿]旁)的?([一-鿿])"
)
_ITSELF: Final = re.compile(r"([一-鿿])字?就?是$")
_OF: Final = re.compile("的")
_CHINESE: Final = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Explained characters, in order, and the text with the explanations taken out (a comma in their places)."""

    signs: str
    rest: str


def spelling_of(plain: str) -> Spelling:
    """Find the explanations in a normalised text."""
    spans = _explanations(plain)
    signs, rest, done = "", "", 0
    for start, end, sign in spans:
        if start < done:
            continue
        signs += sign
        rest += plain[done:start] + ","
        done = end
    return Spelling(signs, rest + plain[done:])


def surname_by_parts(plain: str) -> str:
    """The character that is explained by its parts, as surnames are (弓长张); "" when none or several are."""
    found = {hit[0][-1] for hit in _PARTS_PATTERN.finditer(plain)}
    return found.pop() if len(found) == 1 else ""


def _explanations(plain: str) -> list[tuple[int, int, str]]:
    found = [(hit.start(), hit.end(), hit[0][-1]) for hit in _PARTS_PATTERN.finditer(plain)]
    found += [(hit.start(), hit.end(), hit[1]) for hit in _SIDE.finditer(plain)]
    for hit in _OF.finditer(plain):
        found += _by_word(plain, hit.start())
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _by_word(plain: str, at: int) -> list[tuple[int, int, str]]:
    """桂花的桂, also 桂花的桂花 and, as dictation may write it, 桂花的贵: the word decides."""
    after = plain[at + 1 :]
    for size in (2, 3, 4):
        word = plain[at - size : at] if at >= size else ""
        if not _CHINESE.fullmatch(word):
            continue
        if size == 2 and after.startswith(word):
            return [(at - size, at + 1 + size, word)]
        sign = after[:1] if after[:1] in word else alike(after[:1], word)
        if sign:
            end = at + 2 + (after[1:2] == "字")
            lead = _ITSELF.search(plain[: at - size])
            return [(at - size - (len(lead[0]) if lead and lead[1] in word else 0), end, sign)]
    return []


def alike(sign: str, word: str) -> str:
    """The character of `word` that sounds like `sign`: exactly, else as the county speaks; "" when there is none."""
    sound = SYLLABLES.get(sign)
    if sound is None:
        return ""
    exact = [each for each in word if SYLLABLES.get(each) == sound]
    near = [each for each in word if each in SYLLABLES and blurred(SYLLABLES[each]) == blurred(sound)]
    return (exact or near or [""])[0]


def respelt(name: str, signs: str) -> str:
    """`name` with each explained character put where the one that sounds like it stood."""
    for sign in signs:
        if sign not in name and (wrong := alike(sign, name)):
            name = name.replace(wrong, sign, 1)
    return name
