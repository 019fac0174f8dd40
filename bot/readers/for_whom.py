"""For whom something is asked, when it is not for the person who writes."""

import re
from functools import lru_cache
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import NUMERAL, number_of
from bot.readers.surnames import COMPOUND, PLAIN

RELATION: Final = (
    r"(?:老婆|媳妇|儿媳妇?|爱人|妻子|老公|丈夫|男人|对象|那口子|堂客|屋里人|家里人|家属|当家的|老头子?|老伴|老爹|"
    r"大?儿子|小儿子|(?<=[我俺])儿(?![子媳女童])|女儿|姑娘|闺女|丫头|女婿|小孩|孩子|伢子?|孙子|孙女|外孙女?|"
    r"爸爸?|妈妈?|爹|娘|父亲|母亲|父母|公公|婆婆|岳父|岳母|丈人|丈母娘|爷爷|奶奶|外公|外婆|"
    r"哥哥?|大哥|二哥|姐姐?|大姐|二姐|弟弟?|妹妹?|兄弟|嫂子?|弟媳妇?|姐夫|妹夫|"
    r"大伯|伯父|伯伯|大妈|叔叔?|小叔|婶婶?|婶子|舅舅?|舅妈|姑姑|姑妈|姑父|姨妈?|小姨|侄子|侄儿|侄女|外甥女?|表[哥弟姐妹]|堂[哥弟姐妹]|"
    r"邻居|隔壁|朋友|[一两二三四五六七八九十几\d]+个(?:人|老人|村民|贫困户|妇女)|亲戚|工友|老乡|同学|同村|村民|另外?一?个人|熟人|贫困户|老人|别人|人家|他|她)"
)
_KIN: Final = (
    "老婆|媳妇|儿媳妇?|爱人|老公|丈夫|老头子|老伴|大?儿子|小儿子|女儿|闺女|女婿|孙子|孙女|"
    "爸爸?|妈妈?|爹|父亲|母亲|公公|婆婆|弟弟|嫂子|弟媳妇?|姐夫|妹夫|侄子|侄儿|侄女"
)
"""Whom a message may begin with, without "my" (老公报名培训); strangers are called 大姐, too: these are left out."""
SOMEBODY: Final = "别人"
"""Who it is for when only a name is said, or none."""

_NAME: Final = rf"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(PLAIN))}])[^\W\d_下点个些忙我您你]{{1,2}}?"
_MINE: Final = r"(?:我们?|俺们?|咱们?)?(?:家|村|屋里)?(?:的|里)?(?:那个|一个|个)?"
_FOR: Final = re.compile(
    rf"(?:给|帮|替|为|代)(?:我们?|俺们?|咱们?)?(?:家|村|屋里)?(?:的|里)?(?:那个|一个|个)?(?P<whom>{RELATION})"
    r"(?!打(?:电话|过)|介绍|找的|报过)"
)
_FOR_SOMEBODY: Final = re.compile(
    rf"(?:给|帮|替|为|代)(?P<whom>{_NAME}|人|(?:另外?)?一?个)(?:家)?(?:也|再|都)?(?:报|登|填|找(?!人)|问个|弄一?个)"
)
_OF_US: Final = (
    rf"(?:(?:我们?|俺们?|咱们?)(?:家|村|屋里)?(?:的|里)?有?(?:那个|[一两几]?个)?(?P<whom>{RELATION})|^(?P<kin>{_KIN}))"
)
_THEY_WANT: Final = re.compile(
    rf"(?:^|[,，。;；!！?？ ])是?{_OF_US}"
    r"(?:今年|也|就|现在|[^,，。;；!！?？ 我俺]{0,6}?)(?:想|要|打算)(?:要|去|来)?(?:找|报|学|做|干|上班|卖|问|打工)"
)
_THEY_DO: Final = re.compile(
    rf"(?:^|[,，。;；!！?？ ])是?{_OF_US}"
    r"(?:也|今年|就)*(?:找(?:个|份|点)?(?:活|工作|事)(?:干|做)?|报个?名?(?:培训|班|名)|求职)[吧啊呀]?(?=$|[,。; !])"
)
_LOT: Final = (
    r"(?:没(?:能)?考[上取]|没(?:得|有)?(?:一?个)?(?:工作|事做|活干|班上|上班|找到)|毕业|退伍|复员|辍学|失业|"
    r"下岗|待业|被裁|不读书|不念书|闲着|在家闲|在屋里闲|打游戏|没成家)"
)
_THEIR_LOT: Final = re.compile(
    rf"(?:^|[,，。;；!！?？ ])是?(?:{_OF_US}|(?<![一-鿿])(?P<young>伢子?|小孩子?|孩子))"
    rf"[^,，。;；!！?？ 我俺]{{0,8}}(?:[, ](?:也|还|到?现在|一直|都|又)+)?{_LOT}"
)
"""我儿子没考上，想学个技术: who is spoken of is also who wishes, while nobody says 我."""
_THEIR_AGE: Final = re.compile(
    rf"(?:^|[,，。;；!！?？ ])是?{_OF_US}(?:今年|都|快|有|已经)*(?P<age>{NUMERAL}|\d{{2}})多?(?:周?岁)?[了啦]?"
    r"[,，。;； ]+(?:也|就|还)?(?:想|要|打算)(?:要|去|来)?(?:找|报|学|做|干|上班|卖|打工)"
)
"""我妈五十六，想学做包子. Of an old mother it is told why the writer looks for something near."""
_OLD: Final = 66
_SELF: Final = re.compile(rf"[我俺](?!们?(?:家|屋里)?(?:的|里)?(?:那个|[一两]个)?{RELATION})")
_IS_FOR: Final = re.compile(
    rf"(?:不是(?:给)?[我俺]自?己?[,， ]*)?(?:(?:就|这)?是|给|帮|替|为)"
    rf"(?:(?:我们?|俺们?)(?:家|屋里)?的?)?(?P<whom>{RELATION})"
    r"(?:找|报|办|要|想|学|做|干|用|登记?|的|个?名|个?活|工作|一?个)*[吧啊呀呢,，。!！ ]*"
)
OTHERS_NAME: Final = re.compile(
    rf"{_MINE}(?P<whom>{RELATION})(?:的)?(?:名字|姓名|大名|名)?(?:就?是|叫做?|叫|:|姓)(?P<name>[一-鿿]{{2,4}})"
)
AS_RELATIVE: Final = re.compile(rf"(?:我|俺)是[一-鿿]{{1,6}}?(?:家里?的?|的){RELATION}[,， ]*(?:我|俺)?(?=名?叫|姓)")
"""我是方家的媳妇，叫…: the writer, told by whose relative they are."""


@lru_cache(maxsize=32)  # names, slots and dialogs ask for the same message
def find_for_whom(text: str) -> str | None:
    """The relative or other person for whom the writer asks (媳妇 in "给我媳妇报名"); None when for themselves."""
    plain = normalise(text)
    found = _FOR.search(plain) or _THEY_WANT.search(plain) or _THEY_DO.search(plain)
    if found:
        named = found.groupdict()
        return named["whom"] or named["kin"]
    lot = _THEIR_LOT.search(plain) or _of_age(plain)
    if lot and not _SELF.search(plain):
        named = lot.groupdict()
        return named["whom"] or named["kin"] or named.get("young")
    return SOMEBODY if _FOR_SOMEBODY.search(plain) else None


def _of_age(plain: str) -> re.Match[str] | None:
    found = _THEIR_AGE.search(plain)
    return found if found and (number_of(found["age"]) or 0) < _OLD else None


def is_for(text: str) -> str:
    """For whom it is, where a message says nothing else (是我儿子, 不是我，给我老公找的); "" for other words."""
    found = _IS_FOR.fullmatch(normalise(text).strip())
    return found["whom"] if found else ""


def named_for(text: str) -> str:
    """The name of the one for whom it is asked: 给李大山报个名; "" when none is said so."""
    found = _FOR_SOMEBODY.search(normalise(text))
    return found["whom"] if found else ""
