"""Taking back what was said before: which answer is wrong, and what is right instead."""

import re
from dataclasses import dataclass
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import digits_written, number_of
from bot.readers import NotUnderstood
from bot.readers.name import read_name
from bot.readers.old_and_new import LEADING, SIGNS, WRONG, bare, by_value, is_place, old_and_new
from bot.readers.phone import find_phone
from bot.readers.produce import find_produce
from bot.readers.spelled import respelt, spelling_of


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be changed: `key` of the question ("" when it was not said), the value in its place, the wrong one.

    `new` is text for the question's reader, or a part of the value (see `apply_partial`); "" when it is still to be
    asked for. `also`: further keys that were called wrong without a new value (名字和电话都错了).
    """

    key: str
    new: str
    old: str = ""
    also: tuple[str, ...] = ()


_OTHER_CHOICE: Final = re.compile(
    r"^(?:我|俺)?(?:还是|想|要|给我|帮我)*(?:换一?[个份]|[换改]别的|换其[他它]|改一?[个下](?=[活工岗班课]))"
    r"(?:别的)?(?:活|工作|岗位|工种|班|课|培训|学|做)?[吧了啊]?$"
)
_RATHER: Final = re.compile(
    r"(?:不想|不要|不)(?:再)?(?:做|学|干|报|选)(?P<old>[一-鿿]{2,6}?)了?[,，。;； ]*"
    r"(?:我|俺)?(?:还是)?(?:想|要|改|换)(?:成|要|去)?(?:做|学|干|报|选|当)?(?P<new>[一-鿿]{2,8})$"
)
_OTHER_ORDINAL: Final = re.compile(
    r"(?:我|俺|那)*(?:还是|想|就)*(?:还是|换|改)(?:要|成|做|选|报|学)*(?P<new>第[一二三四五六七八九十\d]{1,2}个)[吧了啊]?"
)
_NO_MORE: Final = re.compile(
    r"^(?:我|俺)?(?:又|还是)?(?:不想|不要|不)(?:再)?(?:做|学|干|报|选)(?:那个|这个)?(?P<old>[一-鿿]{2,6}?)(?:培训|的?活)?了?$"
)
_DIGITS_WRONG: Final = re.compile(
    r"(?<!\d)(\d{2,8})(?:这[几两四三]位|那[几两四三]位)?(?:是)?(?:打|写|说|记|弄|搞)?(?:错|不对)"
)
_KEYS: Final = (
    (
        "phone",
        re.compile(
            r"电话|手机|号码|手机号|联系方式|[一二三四五六七八九\d]位(?:数|号|是|错|不|改|换|应)|尾号|末尾|打头|开头"
        ),
    ),
    ("name", re.compile(r"名字|姓名|大名|我的?名|[我也]?姓[^村]|我叫|不叫|那个字|[一-鿿]字|这个字|字[写打]?错")),
    ("village", re.compile(r"村(?!干部|里有)|镇(?!上有)|乡(?!下)|社区|居委会|住址|地址|住的?地方|家是|家住|哪里人")),
    ("quantity", re.compile(r"数量|斤|多少|重量|份量|个数")),
    ("product", re.compile(r"卖的|要卖|产品|东西|农货|货")),
    (
        "choice",
        re.compile(
            r"选|第[一二三四五六七八九十\d]+|最后一个|岗位|工种|工作|这个活|那个活|想做的|课|培训班|想学|学的|报的"
        ),
    ),
)
POSITION: Final = re.compile(
    r"(?P<which>(?:最后|末尾|后面?|尾巴?|最前|前面?|开头|中间)的?(?P<count>[一二两三四五六七八九\d])?(?:位|个数字?|个号|码)?|"
    r"尾号|末位|"
    r"(?P<back>倒数)?第(?P<nth>[一二三四五六七八九十\d]{1,2})(?:位|个))"
    r"(?:数字?|号码?)?[^\d]{0,8}?(?:是|为|改成|改为|应该是|换成)[^\d]{0,3}(?P<digits>\d{1,8})(?!\d)"
)
_ALONE: Final = re.compile(
    r"(?:我|刚才|前面|上面|好像)*(?:[写打说填讲发弄搞记报]?错了?|不对|有错|有误|改一?下|我?[要想]改)"
    r"[的了啊呢吧]*"
)
_ONE_SIGN_IS: Final = re.compile(r"(?:名字?|姓|第[一二三]|最?后|末尾|中间|前)[^,，。]{0,6}字(?:应该|要|得|写)*是")
"""我名字最后那个字是女字旁的娣."""
_RESTORED: Final = re.compile(
    r"改回|换回|还是(?:原来|之前|刚才|以前|前面|先前)|"
    r"(?:刚才|之前|原来|前面)(?:那个|的|说的)+[^,，。]{0,6}(?:是?对的|没错|才对)"
)


def find_correction(text: str) -> Correction | None:
    """The correction that a message makes; None when it takes nothing back.

    Where only "改一下村子" is said, `new` is "". The values are the person's words: they are read by the question's
    own reader, so a wrong one is refused there.
    """
    plain = normalise(digits_written(text) if re.search(r"\d|[幺洞零]{1}", text) else text)
    plain = re.sub("[\"'“”‘’「」『』]", "", plain).strip(SIGNS)
    if other := _of_other_choice(plain):
        return other
    position = POSITION.search(plain)
    old, new = old_and_new(plain)
    if not (position or old or WRONG.search(plain) or _RESTORED.search(plain) or _only_spelt(plain)):
        return None
    if _ALONE.fullmatch(plain):
        return None if plain.startswith("不对") else Correction("", "")
    if (several := _several(plain)) and not new and not find_phone(plain):
        return Correction(several[0], "", also=several[1:])
    key = _key(plain, old, new) or _key_of_part(plain, position)
    return _of(key, plain, old, new, position) if key else None


def _key_of_part(plain: str, position: re.Match[str] | None) -> str:
    if position and len(position["digits"]) > 2:
        return "phone"
    return "name" if _only_spelt(plain) or _one_sign(plain) else ""


def _one_sign(plain: str) -> bool:
    """不是张，是章: one character for another can only be of a name."""
    old, new = (bare(value).removesuffix("字") for value in old_and_new(plain))
    return len(old) == len(new) == 1 and bool(re.fullmatch(r"[一-鿿]{2}", old + new)) and number_of(new) is None


def _of(key: str, plain: str, old: str, new: str, position: re.Match[str] | None) -> Correction | None:
    """The correction of the answer to one question."""
    if key == "phone":
        return _of_phone(plain, position, old)
    if key == "product" and new and not find_produce(bare(new))[0]:
        return None
    by_key = {"name": _of_name, "village": _of_village, "choice": _of_choice}
    return by_key[key](plain, old, new) if key in by_key else Correction(key, bare(new), bare(old))


def _only_spelt(plain: str) -> bool:
    """桂是桂圆的桂, and nothing else: said of a name that was given before."""
    told = spelling_of(plain)
    if len(told.signs) == 1 and _ONE_SIGN_IS.search(told.rest):
        return True
    return bool(told.signs) and len(re.sub(r"[^一-鿿]", "", told.rest)) <= 4


def _key(plain: str, old: str, new: str) -> str:
    """Which answer is meant: by its name, else by what the values look like."""
    if find_phone(plain):
        return "phone"
    named = [key for key, pattern in _KEYS if pattern.search(plain)]
    if named:
        return (by_value(new) or named[0]) if named[0] in {"choice", "product"} else named[0]
    return by_value(new) or by_value(old)


def _several(plain: str) -> tuple[str, ...]:
    """Two or three answers that are named wrong together."""
    named = tuple(key for key, pattern in _KEYS[:3] if pattern.search(plain))
    return named if len(named) > 1 and re.search(r"[和跟与、]|都", plain) else ()


def _of_phone(plain: str, position: re.Match[str] | None, old: str) -> Correction:
    number = find_phone(plain)
    if number:
        return Correction("phone", number, re.sub(r"\D", "", old))
    if position:
        return Correction("phone", position[0])
    called_wrong = _DIGITS_WRONG.search(plain)
    wrong = called_wrong[1] if called_wrong else re.sub(r"\D", "", digits_written(old))
    parts = [digits for digits in re.findall(r"\d{2,}", digits_written(plain)) if digits != wrong]
    return Correction("phone", parts[-1] if parts and not _RESTORED.search(plain) else "", wrong)


def _of_name(plain: str, old: str, new: str) -> Correction:
    """A whole name, the part of a name, or a character that is explained."""
    told = spelling_of(new) if spelling_of(new).signs else spelling_of(plain)
    wrong = spelling_of(old).signs or re.sub(r"^姓|字$", "", bare(old))
    for candidate in (new,) if new else (LEADING.sub("", plain),):
        try:
            name = read_name(candidate)
        except NotUnderstood:
            continue
        return Correction("name", respelt(name, told.signs), wrong)
    return Correction("name", told.signs or re.sub(r"^(?:名字|姓)|字$", "", bare(new)), wrong)


def _of_village(plain: str, old: str, new: str) -> Correction:
    for candidate in (bare(new), LEADING.sub("", plain)):
        if candidate and is_place(candidate):
            return Correction("village", candidate, bare(old))
    return Correction(
        "village", bare(new) if re.search(r"[村镇乡]$", bare(new)) and len(bare(new)) > 1 else "", bare(old)
    )


def _of_other_choice(plain: str) -> Correction | None:
    """换一个活 asks for the list again; 不想做缝纫了，想做保洁 names another. Looking for work instead is a wish."""
    if _OTHER_CHOICE.fullmatch(plain):
        return Correction("choice", "")
    if other := _OTHER_ORDINAL.fullmatch(plain):
        return Correction("choice", other["new"])
    if no_more := _NO_MORE.fullmatch(plain):
        return Correction("choice", "", no_more["old"])
    rather = _RATHER.search(plain)
    if not rather or re.search(r"培训|工作|打工|找活", rather["new"] + rather["old"]):
        return None
    return Correction("choice", rather["new"], rather["old"])


def _of_choice(plain: str, old: str, new: str) -> Correction | None:
    """选错了,选2: the last number that is said. A wish is no choice ("不是想找工作，是想培训")."""
    last = re.search(r".*(第[一二三四五六七八九十\d]+个?|(?:选|是|要|改)\d{1,2}(?!\d)|最后一个)", plain)
    said = bare(new) or (re.sub(r"^[选是要改]", "", last[1]) if last else "")
    return None if said.startswith("想") else Correction("choice", said, bare(old))
