"""One line of a numbered list: by its number, its place in the list, its words, or how they sound."""

import re
from collections.abc import Sequence
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import number_of
from bot.readers import NotUnderstood
from bot.readers.refusal import Parted, part
from bot.readers.titles import by_sound, by_words, named, telling_start

_NUMBER: Final = r"(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_UNIT: Final = r"(?:[个各号项条样种门班家款份]|#)?"
_LEAD: Final = (
    r"(?:我|俺|就|那|还是|给我|帮我|想|要|选|报|挑|做|学|来|回|按|点|办|是|的|嗯|第|去|干|了|序号|编号|数字)*"
)
_TAIL: Final = r"(?:吧|啊|呀|呢|的|了|哦|哈|这|那|个|好|行|可以|谢谢|班|活|工作|就行|就好)*"
_POSITION: Final = re.compile(rf"{_LEAD}{_NUMBER}{_UNIT}{_TAIL}")
_NO_MEASURE: Final = r"(?![\d点月年岁天斤块口次回位人届批名胎])"
_ORDINAL: Final = re.compile(
    rf"第{_NUMBER}{_NO_MEASURE}{_UNIT}(?!月|星期|礼拜|小?孩|[儿女孙]|老婆|问题|电话|号码|手机|[村镇])|"
    rf"(?:^|[选挑要报就是做学回按,，。 ]){_NUMBER}号(?=$|[吧的那这啊,，。 ])|"
    rf"(?:选|挑|回|按){_NUMBER}{_UNIT}{_NO_MEASURE}"
)
_LEADING: Final = re.compile(r"^(\d{1,2})(?:[.、:：),，。 ]+(?![个口点月年岁天斤块次位人\d])|(?=[一-鿿]))")
_MEASURED: Final = re.compile(r"^\d{1,2}[个口点月年岁天斤块次回位人]")
_TWO: Final = re.compile(
    rf"{_NUMBER}{_UNIT}(?:和|跟|与|或者?|还是|还有|[,，、/ &+])+第?{_NUMBER}{_UNIT}(?![\d点月年岁天斤块口小半])"
)
_SIGNS: Final = re.compile(r"[\s,，.。;；!！、~～:：\"“”'()（）【】\[\]-]+")
_MAY_I: Final = re.compile(r"行不行|中不中|可不可以|好不好|(?:可以|行|好|中)[吗么]?[?？]?$")
_ASKS: Final = re.compile(r"[?？吗]|什么|啥|么事|多少|几[多点]|好多|怎么|咋|哪|可有|有没有|([一-鿿])不\1")

_NONE: Final = re.compile(
    r"都不|一个[都也]?不|一样[都也]?不|哪个[都也]不|都没|没(?:有|得)?(?:合适|看[上中]|喜欢|适合|我?[想要])|不(?:合适|适合|想选|喜欢|满意)|"
    r"看不[上中]|别的(?:有)?(?:没|吗)|^(?:没有|没得|没|无|都不|不要|不选|不)[的了啊呢吧]?$"
)
_NONE_SUITS: Final = re.compile(
    r"^(?:这些|那些|几个|我看|我|还是|一个|哪个|[,，])*[都也]?(?:不|没(?:有|得)?)(?:合适|适合|看上|看中)的?[了啊呢吧]?$"
)
_ANY: Final = re.compile(
    r"都[行可中照好成管要]|都可以|都愿意|都没关系|随便|随你|随您|[你您]看着?(?:给我|帮我)?[办选定挑安]|[你您]定|[你您](?:给|帮)我(?:选|挑|定|安排)|"
    r"哪个都|哪样都|无所谓|不挑|听[你您]的"
)
_FIRST: Final = re.compile(r"头[一1]?[个样号条]|最[上前]面|打头|首个|开头那")
_LAST: Final = re.compile(
    r"最后(?!一?[天次年月]|[一二两三四几\d]位)|末[尾了]?[一那]?个|最末|最[下后]面|倒数第[一1]|末尾"
)
_LAST_BUT_ONE: Final = re.compile(r"倒数第[二两2]")
_MIDDLE: Final = re.compile(r"(?:正|最)?(?:中间|当中)(?:那|的|一|个)")
_ABOVE: Final = re.compile(r"^(?:就|选|要|打|用|留|记|写)*(?:上面|前面|前|上)(?:的|那|一|个)+[吧啊]?$")
_BELOW: Final = re.compile(r"^(?:就|选|要|打|用|留|记|写)*(?:下面|后面|后|下)(?:的|那|一|个)+[吧啊]?$")

_HEARD_ORDINAL: Final = re.compile(r"(?:^|(?<=[选要就报]))[地弟递帝](?=[一二两三四五六七八九十]{1,2}[个各号条])")
_COUNTING: Final = re.compile(r"(?:最后|倒数第[一二两12]|头|末[尾了]?)一?个|这一?个|那一?个")
"""Says where in the list, not what: a title may hold 一个约15元."""

_WISH: Final = re.compile(
    r"(?:想|要|找|学|做|干|报|选|当|应聘|改|换)(?:想|要|找|学|做|干|报|选|当|去|到|名|一?[个份门]|点|那个|这个|的|成)*"
)
_ENDS: Final = re.compile(
    r"$|[,，。;；!！?？、 ]|[的活工班员师吧啊呀呢嘛了这那行可能有要多怎在我和跟或也就一谢]|培训|技术|方面"
)


def read_choice(text: str, titles: Sequence[str]) -> int:
    """Index (from 0) of the line of `titles` that was chosen; "都行" takes the first, which is then said back.

    What the answer refuses (做不了缝纫) is never chosen, and a number that counts something else (2个孙子) is none.
    Raises NotUnderstood: choice_none (none suits), choice_range (`count`), choice_two (`first`, `second`), choice.
    """
    plain = _HEARD_ORDINAL.sub("第", normalise(text))
    count = len(titles)
    parted = part(plain)
    bare = _SIGNS.sub("", parted.wanted)
    if not count:
        raise NotUnderstood("choice", count=str(count))
    if (two := _TWO.search(parted.wanted)) and two[1] != two[2]:
        raise NotUnderstood("choice_two", first=two[1], second=two[2])
    if position := _POSITION.fullmatch(bare):
        return _by_number(position[1], parted.wanted, titles)
    found = _by_number_and_words(plain, parted.wanted, titles)
    if found is None and _NONE.search(_SIGNS.sub("", plain)):
        raise NotUnderstood("choice_none")
    if found is None and _ANY.search(plain):
        found = _any_but(parted, titles)
    if found is None:
        found = by_sound(parted.wanted, titles)
    if found is None:
        raise NotUnderstood("choice", count=str(count))
    return found


def none_suits(text: str) -> bool:
    """Whether this says that nothing on a list suits: 都不合适. A mere 不要 says less."""
    return bool(_NONE_SUITS.search(_SIGNS.sub("", normalise(text))))


def find_choice(text: str, titles: Sequence[str]) -> int | None:
    """Index of the one line that is asked for by its own name (what stands before its brackets) or a telling part.

    The part must be what is wished for (想学电工 → 电工培训); None when several or none are, or it is refused.
    """
    wanted = part(normalise(text)).wanted
    if not titles or (found := named(wanted, titles)) is not None:
        return found if titles else None
    wished = {_wished(wanted[wish.end() :], titles) for wish in _WISH.finditer(wanted)}
    alone = re.sub(r"(?:的?活|的|吧|啊|呀|了|。)+$", "", wanted)
    size, index = telling_start(alone, titles)
    wished |= {index} if size and size == len(alone) else set()
    wished -= {None}
    found = wished.pop() if len(wished) == 1 else None
    return found if found is not None and by_words(wanted, titles) == found else None


def _wished(rest: str, titles: Sequence[str]) -> int | None:
    size, index = telling_start(rest, titles)
    return index if size and _ENDS.match(rest[size:]) else None


def _any_but(parted: Parted, titles: Sequence[str]) -> int | None:
    """The first line; when one is refused (除了缝纫都行), the first other."""
    refused = by_words(parted.refused, titles) if parted.refused else None
    return next((index for index in range(len(titles)) if index != refused), None)


def _by_number(number: str, wanted: str, titles: Sequence[str]) -> int:
    value = number_of(number)
    if value is not None and 1 <= value <= len(titles):
        return value - 1
    found = by_words(wanted, titles) if len(number) > 1 else None
    if found is None:
        raise NotUnderstood("choice_range", count=str(len(titles)))
    return found


def _by_number_and_words(plain: str, wanted: str, titles: Sequence[str]) -> int | None:
    """A number somewhere in the answer and words of a title must not contradict each other."""
    words = by_words(_COUNTING.sub("", wanted), titles)
    asks = _ASKS.search(_MAY_I.sub("", plain))
    number = None if asks else _number_in(wanted, words, titles)
    if number is not None and words is not None and number != words:
        raise NotUnderstood("choice_two", first=str(number + 1), second=str(words + 1))
    return words if number is None else number


def _number_in(wanted: str, words: int | None, titles: Sequence[str]) -> int | None:
    """Index by a number or a place that an answer holds. Raises NotUnderstood for two of them."""
    said = [next(filter(None, found)) for found in _ORDINAL.findall(re.sub("倒数第", "", wanted))]
    if not said and not _MEASURED.match(wanted) and (leading := _LEADING.match(wanted)):
        said = [leading[1]] if words is not None or not wanted[leading.end(1)].isalpha() else []
    values = {value for number in said if (value := number_of(number)) and value <= len(titles)}
    if len(values) > 1:
        first, second = sorted(values)[:2]
        raise NotUnderstood("choice_two", first=str(first), second=str(second))
    return values.pop() - 1 if values else _by_place(_SIGNS.sub("", wanted), len(titles))


def _by_place(bare: str, count: int) -> int | None:
    table: tuple[tuple[re.Pattern[str], int | None], ...] = (
        (_LAST_BUT_ONE, count - 2 if count > 1 else None),
        (_LAST, count - 1),
        (_FIRST, 0),
        (_MIDDLE, count // 2 if count % 2 else None),
        (_ABOVE, 0 if count == 2 else None),
        (_BELOW, 1 if count == 2 else None),
    )
    return next((index for pattern, index in table if pattern.search(bare)), None)
