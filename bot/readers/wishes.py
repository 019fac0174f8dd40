"""What somebody says of the job they look for: what kind, where, for how much, and what they can do.

Only what is said of the person counts: "我妈腿脚不好" is why somebody stays at home, not how they work.
"""

import re
from dataclasses import replace
from typing import Final

from bot.language.normalise import normalise
from bot.matching import Wishes
from bot.readers.divisions import TOWNSHIP_NAMES
from bot.readers.for_whom import RELATION
from bot.readers.slots import find_work
from bot.readers.spoken import WAGE_ALONE, find_age, find_wage
from bot.records import JobKind

WORKING_DAYS: Final = 22
"""A wage by the day is compared with wages by the month as that many days."""

_NOT: Final = r"(?<!不)(?<!不想)(?<!不能)(?<!不愿)(?<!不愿意)(?<!不要)(?<!别)(?<!没)(?<!没法)"
_KINDS: Final = (
    (
        JobKind.HOME_BASED,
        re.compile(
            _NOT + r"(?:在家(?:里|头)?(?:就|也|能|可以)*[做干搞弄加挣]|居家|[拿带]回?到?家里?来?[做干]|来料加工|手工活|"
            r"(?:家|屋)里(?:能|可以)[做干]|在屋(?:里|头)(?:就|也|能|可以)*[做干搞弄])"
        ),
    ),
    (JobKind.WORKSHOP, re.compile(_NOT + r"(?:车间|进厂|去厂里|厂里的?[活班做干上]|工厂)")),
    (JobKind.AUXILIARY, re.compile(_NOT + r"(?:公益(?:性|型)?岗|辅助(?:性)?岗|三保四护)")),
    (
        JobKind.AWAY,
        re.compile(
            _NOT + r"(?:出去(?=[做找打挣]|干|的|$|[,，。])|外出(?=[做找打务])|出远门|"
            r"(?:[去到跑]|想在)(?:外地|省外|外省|外面)|外[地面]的?[活做打]|[去到](?:合肥|铜陵|安庆|芜湖|池州|马鞍山|南京|上海|苏州|无锡|常州|杭州|宁波|温州|义乌|广东|"
            r"深圳|东莞|浙江|江苏|北京|福建))"
        ),
    ),
)
_NEAR: Final = re.compile(
    r"家门口|[离靠]家(?:里)?(?:要|比较|得)?近|家附近|就近|附近|本地|本镇|本乡|镇上|乡里|村里的?[活做干]|近一?[点些]|"
    r"不(?:想|能|愿意?|要|肯)?再?(?:出去|去外地|出远门|出门)|[走离]不(?:开|远)|出不(?:去|了)"
)
_LIGHT: Final = re.compile(
    r"坐着|坐的|轻(?:松|巧|快|省|便)|不(?:费|花|吃)力|不(?:太)?累|腿脚|腿(?:瘸|[疼痛坏])|脚(?:不好|[疼痛])|残疾|手(?:脚)?不(?:行|好|便|方便|灵)|站不(?:住|久|得)|"
    r"重活.{0,3}不|[干做搬](?:不[了动得])重|腰(?:不好|[疼痛伤]|间盘)|身体(?:不|差|弱)|没(?:得)?力气"
)
_A_CHILD: Final = r"(?:孩子|小孩|娃|伢|孙子|孙女|孙儿|外孙)"
_CHILD: Final = re.compile(
    rf"(?:[带看领]着?|照[看顾应]|接送?)(?:我|个|一个|两个|好)?.{{0,3}}{_A_CHILD}(?!子?的?(?:活|工|阿姨|保姆|班))|{_A_CHILD}子?还?(?:太)?小|"
    rf"{_A_CHILD}子?没(?:得)?人[带看]|{_A_CHILD}子?(?:也|能|可以)*(?:放在?|搁在?|跟在?|带在?)(?:身边|旁边|边上|跟前|厂里|车间)"
)
_NANNY: Final = re.compile(rf"(?:想|找|做|干|学|会)(?:个|点|去)?(?:带|看){_A_CHILD}|月嫂|育婴|保姆")
_LEAST: Final = re.compile(
    r"想|要|求|最少|至少|起码|不低于|以上|左右|上下|就[行中好可]|能[拿挣赚有]|有个|够|期望|的活|的工作"
)
_ALL: Final = re.compile(
    r"(?:看|要看|我看)?(?:全部|所有|全都|都看看|不限)(?:的)?(?:活|工作|岗位?)?(?:都)?(?:看看|看)?[吧。]?"
    r"|(?:我)?(?:随便)?(?:什么|啥|么事)(?:样)?的?(?:活|工作|事)?(?:我)?[都也](?:行|可以|好|中|照|干|做|能[干做])[的吧啊。]*"
)
_ASKS_FOR: Final = re.compile(r"有没有|可有|有没得|有无|有.{1,12}[吗么没不][?？]?$|没有.{1,10}[吗么][?？]?$")
_OF_RULES: Final = re.compile(r"补[贴助]|报销|政策|车票|路费|多少|怎么|条件")
_CLAUSE: Final = re.compile(r"[^,，。;；!！?？ ]+")
_LONGEST_ALL: Final = 10


def find_wishes(text: str, known: Wishes) -> Wishes:
    """`known` with what the text adds or puts in its place; "全部" alone takes all back."""
    plain = normalise(text)
    if known and len(plain) <= _LONGEST_ALL and _ALL.fullmatch(plain):
        return Wishes(home=known.home)
    own = ",".join(clause for clause in _CLAUSE.findall(plain) if not re.search(RELATION, clause))
    trade, place = find_work(text)
    wishes = _where(",".join(clause for clause in _CLAUSE.findall(plain) if not _OF_RULES.search(clause)), known)
    if trade:
        wishes = replace(wishes, trade=trade)
    if township := TOWNSHIP_NAMES.get(place):
        wishes = replace(wishes, township=township)
    if age := find_age(own):
        wishes = replace(wishes, age=age.low)
    if wage := _wage(own):
        wishes = replace(wishes, wage=wage)
    if not wishes.light and _LIGHT.search(own):
        wishes = replace(wishes, light=True)
    if not wishes.child and _CHILD.search(plain) and not _NANNY.search(plain):
        wishes = replace(wishes, child=True)
    return wishes


def _where(plain: str, known: Wishes) -> Wishes:
    """Near or away, at home or in a workshop: what is said last holds."""
    kinds = tuple(kind for kind, said in _KINDS if said.search(plain))
    near = bool(_NEAR.search(plain))
    if near:
        kinds = tuple(kind for kind in kinds if kind is not JobKind.AWAY)
    if not (kinds or near):
        return known
    away = JobKind.AWAY in (kinds or known.kinds)
    return replace(known, kinds=kinds if kinds or near else known.kinds, near=near or (known.near and not away))


def _wage(own: str) -> int:
    """The least that is wanted, in yuan a month; 0 when no wage is wished for."""
    wage = find_wage(own)
    if not wage or not (_LEAST.search(own) or WAGE_ALONE.fullmatch(own)):
        return 0
    by_day = re.search(r"一天|每天|日薪", own) is not None
    return wage.low * WORKING_DAYS if by_day else wage.low


def asks_for(text: str) -> bool:
    """Whether a question asks for jobs of another sort ("有没有坐着干的"), not about one or about rules."""
    return bool(_ASKS_FOR.search(normalise(text)))
