"""A person's own name, out of whatever sentence it stands in."""

import re
from collections.abc import Iterator
from typing import Final

from bot.language.normalise import normalise
from bot.readers import NotUnderstood, letters
from bot.readers.divisions import TOWNSHIP_BASES
from bot.readers.for_whom import AS_RELATIVE, OTHERS_NAME, find_for_whom
from bot.readers.halves import joined, surname_alone
from bot.readers.name_missing import explain
from bot.readers.naming import ENDING, FOLLOWS, PLACES, TITLED, given_alone, is_name, name_at_start
from bot.readers.phone import find_phone
from bot.readers.spelled import respelt, spelling_of
from bot.readers.surnames import COMPOUND, PLAIN, SURNAMES, transliterated

_CUES: Final = (
    r"(?:大名|真名|学名|本名|全名|原名|身份证上?|户口本上?)(?:的?名字|写)?(?:的?就?是|叫做?|:|,)*",
    r"(?:我|俺|窝|本人)们?的?(?:名字|姓名|大名|名)?(?:就?叫做|就?叫作|就叫|就?叫|名叫|[教较交]|就是|是|为|:)+(?:那个|这个)?",
    r"(?:^|[,，。;；!！ ])(?:名字|姓名|名)(?:就?是|叫做?|为|:|,| |写错了?|应该)*",
)
_TOLD: Final = r"(?:^|[,，。;；!！ ])(?:就?写|记|登记|[喊叫]我|本人)(?:上|的?姓名|的?名字|叫)?(?:是|:)?[ ]*"
_ASKED_CUES: Final = (*_CUES, r"(?:^|[,，。;；!！ ])(?:就?叫做?|就?是|姓名|大名)(?:个)?[: ]*", _TOLD)
_OWN: Final = tuple(re.compile(cue) for cue in _CUES)
_OWN_ASKED: Final = tuple(re.compile(cue) for cue in _ASKED_CUES)
_MAY_TELL: Final = re.compile(r"[姓名叫教较交是为:证本]")
"""Without one of these no cue of `_OWN` and no surname can be in a text."""
_NUMBER: Final = re.compile(r"\d{7}")
_SURNAME: Final = re.compile(
    rf"(?:免贵)?姓(?P<surname>{'|'.join(sorted(COMPOUND))}|[一-鿿])(?:的)?"
    r"[,，。 ]*(?:名字?|单名)?(?:就?是|叫做?|叫|一?个|:)*[,，。 ]*(?P<given>[一-鿿]+|$)"
)
_GIVEN_FIRST: Final = re.compile(
    r"(?:名字?(?:叫|是)?|叫|^)(?P<given>[一-鿿]{1,2})[,，。 ]+(?:我|俺)?(?:免贵)?姓(?P<surname>[一-鿿])(?:的)?$"
)
_NICKNAME: Final = re.compile(
    r"(?:小名|乳名|外号|绰号|网名|微信名)(?:就?是|叫做?|叫|:)*[一-鿿]{1,4}|"
    r"(?:人家|别人|大家|大伙|村里人?|邻居|他们|平时|都|也)+(?:都|也)?(?:喊|叫|称呼)(?:我|俺)?[一-鿿]{2,4}|(?:喊|叫)(?:我|俺)(?:小|老|阿|大)[一-鿿]{1,2}(?:就行)?"
)
_FROM: Final = re.compile(r"(?<=是)[一-鿿]{2,9}?[村镇乡组县队庄]里?的(?=[一-鿿]{2,4})")
_APART: Final = re.compile(
    rf"(?:^|[^一-鿿])({'|'.join(sorted(COMPOUND | SURNAMES))})[ ,，。、]+([一-鿿]{{1,2}})(?=$|[^一-鿿])"
)
_TWICE: Final = re.compile(r"([一-鿿]{2,4})\1")
_LANDMARK: Final = re.compile(r"[庄湾桥冲墩岗圩塘畈洼坝嘴坂沟]$")
_SPACED: Final = re.compile(r"[一-鿿](?: [一-鿿]){1,3}")
_SPLIT: Final = re.compile(r"[^一-鿿·]+")
_SAID_WRONG: Final = re.compile(r"(?<=[一-鿿])[,，。;； ]+(?:不是|不叫|别写成?)[^,，。;；!！是叫]{1,8}$")
_POLITE: Final = re.compile(
    r"^(?:[你您]们?好|嗯|哦|那个|呃|额|好的?|行|喂|在吗|是的|请|麻烦)+(?:[,，。!！ ]+|(?=我))|"
    r"(?:谢谢你?|谢了|麻烦[你您]?了?)$"
)
_REFUSED: Final = re.compile(
    r"不(?:想|愿意?|能|方便|肯|要)?(?:告诉|说|讲|留|填|透露|给)|保密|匿名|凭(?:什么|么)|(?:问|要)(?:这个|我?名字|这些|它)?(?:干|做|搞)(?:什么|啥|么|嘛)"
)


def read_name(text: str) -> str:
    """The name that answers "what is your name", surname first.

    Raises NotUnderstood: name_refused, name_no_given (`surname`), name_no_surname (`given`), name_two (`first`,
    `second`), name_other (a relative's: `name`, `whom`), name_place (`name`), name.
    """
    if typed := letters.name(text):
        return typed
    plain = _own_words(text)
    if _REFUSED.search(plain):
        raise NotUnderstood("name_refused")
    own = OTHERS_NAME.sub(",", plain)
    if surname := surname_alone(own):
        raise NotUnderstood("name_no_given", surname=surname)
    spelling = spelling_of(own)
    if len(spelling.signs) > 2 and is_name(spelling.signs):
        return spelling.signs
    name = (
        joined(own)
        or _said(spelling.rest, spelling.signs)
        or (spelling.signs if is_name(spelling.signs) else _said(own, ""))
    )
    return _respelt(name, spelling.signs) if name else explain(plain, own)


def find_name(text: str) -> str | None:
    """The writer's own name in a message about anything; None unless it is introduced as such or stands by a number.

    Someone else's name, or a message written for somebody else, gives None.
    """
    number = _NUMBER.search(normalise(text)) or find_phone(text)
    if not (number or _MAY_TELL.search(normalise(text))) or find_for_whom(text):
        return None
    plain = _FROM.sub("", _own_words(text))
    spelling = spelling_of(_NICKNAME.sub(",", OTHERS_NAME.sub(",", plain)))
    name = _by_surname(spelling.rest, spelling.signs) or _by_cue(spelling.rest, _OWN, strict=True)
    if not name and number:
        standing = {token for token in _SPLIT.split(spelling.rest) if is_name(token, strict=True)}
        name = standing.pop() if len(standing) == 1 else ""
    return _respelt(name, spelling.signs) or None


def _own_words(text: str) -> str:
    """Without what is only polite; 我是方家的媳妇，叫… speaks of oneself."""
    plain = _SAID_WRONG.sub("", _POLITE.sub("", _fold(text)).strip())
    return AS_RELATIVE.sub("我", _TWICE.sub(r"\1", plain) if _TWICE.fullmatch(plain) else plain)


def _fold(text: str) -> str:
    return re.sub(r"[•.‧・](?=[一-鿿])(?<=[一-鿿].)", "·", normalise(text))


def _respelt(name: str, signs: str) -> str:
    put_right = respelt(name, signs)
    return put_right if is_name(put_right) else name


def _said(plain: str, signs: str) -> str:
    """The name that an answer gives, by what introduces it, else by standing alone."""
    plain = _FROM.sub("", plain)
    if is_name(halves := joined(plain)):
        return halves
    without = _NICKNAME.sub(",", plain)
    for each in (without, plain) if without != plain else (plain,):
        name = _by_cue(each, _OWN[:1]) or _by_surname(each, signs) or _by_cue(each, _OWN_ASKED[1:]) or _standing(each)
        if name:
            return name
    return ""


def _by_cue(plain: str, cues: tuple[re.Pattern[str], ...], *, strict: bool = False) -> str:
    for cue in cues:
        for found in cue.finditer(plain):
            bare_is = found[0].endswith(("是", "为", "写", "上")) or not re.search(r"[叫名:]", found[0])
            rest = plain[found.end() :]
            name = name_at_start(rest, strict=strict and bare_is)
            if bare_is and (name in PLACES or (strict and _is_home(name, rest))):
                continue
            if name and not given_alone(name):
                return name
    return ""


def _is_home(name: str, rest: str) -> bool:
    """我是贾庄的, 我是周冲人: a hamlet that no list has."""
    return bool(_LANDMARK.search(name)) or bool(re.match(r"[的人家那这]", rest[len(name) :]))


def _by_surname(plain: str, signs: str) -> str:
    """我姓王,桂花; with the characters explained: 姓张,弓长张,建设的建."""
    if found := _GIVEN_FIRST.search(plain):
        name = found["surname"] + found["given"]
        return name if is_name(name) else ""
    found = _SURNAME.search(plain)
    if found is None:
        return ""
    return _with_surname(found["surname"], found["given"], signs)


def _with_surname(surname: str, given: str, signs: str) -> str:
    if given.startswith(surname) and (full := name_at_start(given)):
        return full
    for size in (2, 1):
        name = surname + given[:size]
        if len(given) >= size and is_name(name) and given[:size] not in PLACES and FOLLOWS.match(given[size:]):
            return name
    spelt = signs.removeprefix(surname)
    return surname + spelt if spelt and is_name(surname + spelt) else ""


def _standing(plain: str) -> str:
    """A name that stands by itself, or beside a number, a place, an age. Raises NotUnderstood for two of them."""
    if spaced := _SPACED.fullmatch(plain.strip()):
        plain = re.sub(" ", "", spaced[0])
    if apart := _APART.search(plain):
        name = apart[1] + apart[2]
        return name if is_name(name) and apart[2] not in PLACES else ""
    tokens = [ENDING.sub("", token) if not is_name(token) else token for token in _SPLIT.split(plain) if token]
    names = list(dict.fromkeys(_names_of(tokens)))
    if len(names) > 1:
        names = [name for name in names if is_name(name, strict=True)] or names
    if len(names) > 1:
        raise NotUnderstood("name_two", first=names[0], second=names[1])
    if names:
        return "" if given_alone(names[0]) else names[0]
    return ""


def _names_of(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        if token in PLACES and not (len(tokens) == 1 and _also_a_name(token)):
            continue
        untitled = TITLED.sub("", token)
        if len(untitled) > 2 and is_name(untitled, strict=True) and untitled != token:
            yield untitled
        elif is_name(token, strict=len(tokens) > 1) or (len(tokens) == 1 and transliterated(token)):
            yield token
        elif len(token) > 4 and (name := name_at_start(token)) and is_name(name, strict=True):
            yield name


def _also_a_name(token: str) -> bool:
    """高峰 is a village and a person: who is asked for a name and says just that means the person."""
    return token not in TOWNSHIP_BASES and token[0] in PLAIN and not _LANDMARK.search(token) and is_name(token)
