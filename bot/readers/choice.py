"""One line of a numbered list: by its number, its place in the list, its words, or how they sound."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from bot.language.normalise import normalise
from bot.language.numbers import number_of
from bot.language.sounds import blurred, sounds
from bot.readers import NotUnderstood

_NUMBER: Final = r"(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_UNIT: Final = r"(?:[个号项条样种门班家款份]|#)?"
_LEAD: Final = (
    r"(?:我|俺|就|那|还是|给我|帮我|想|要|选|报|挑|做|学|来|回|按|点|办|是|的|嗯|第|去|干|了|序号|编号|数字)*"
)
_TAIL: Final = r"(?:吧|啊|呀|呢|的|了|哦|哈|这|那|个|好|行|可以|谢谢|班|活|工作|就行|就好)*"
_POSITION: Final = re.compile(rf"{_LEAD}{_NUMBER}{_UNIT}{_TAIL}")
_ORDINAL: Final = re.compile(rf"第{_NUMBER}{_UNIT}|(?<!\d){_NUMBER}号|(?:选|挑|回){_NUMBER}(?!\d)")
_LEADING: Final = re.compile(r"(\d{1,2})[.、:： )]*(?=\D)")
_TWO: Final = re.compile(rf"{_NUMBER}{_UNIT}(?:和|跟|与|或者?|还是|还有|[,，、/ &+])+第?{_NUMBER}{_UNIT}(?!\d)")
_REJECTED: Final = re.compile(rf"(?:不是|不要|不选|别选|不报|不想要?|不做)(?:第|选)?{_NUMBER}{_UNIT}[,，。、 ]*")
_SIGNS: Final = re.compile(r"[\s,，.。;；!！、~～:：\"“”'()（）【】\[\]-]+")

_NONE: Final = re.compile(
    r"都不|一个[都也]?不|一样[都也]?不|哪个[都也]不|都没|没(?:有|得)?(?:合适|想|看[上中]|喜欢|我?要|适合)|不(?:合适|适合|想选|喜欢|满意)|"
    r"看不[上中]|别的(?:有)?(?:没|吗)|^(?:没有|没得|没|无|都不|不要|不选|不)[的了啊呢吧]?$"
)
_ANY: Final = re.compile(
    r"都[行可中照好成管要]|都可以|都愿意|都没关系|随便|随你|随您|[你您]看着?[办选定]|[你您]定|[你您]帮我[选挑]|哪个都|哪样都|无所谓|不挑|听[你您]的"
)
_FIRST: Final = re.compile(r"头[一1]?[个样号条]|最[上前]面|打头|首个|开头那")
_LAST: Final = re.compile(r"最后|末[尾了]?[一那]?个|最末|最[下后]面|倒数第[一1]|末尾")
_LAST_BUT_ONE: Final = re.compile(r"倒数第[二两2]")
_MIDDLE: Final = re.compile(r"(?:正|最)?(?:中间|当中)(?:那|的|一|个)")
_ABOVE: Final = re.compile(r"^(?:选|要)?(?:上面|前面|前|上)(?:的|那|一|个)+[吧啊]?$")
_BELOW: Final = re.compile(r"^(?:选|要)?(?:下面|后面|后|下)(?:的|那|一|个)+[吧啊]?$")

_SAME_THING: Final = (
    ("扫地|打扫|扫路|搞卫生|清洁", "保洁|环卫|清扫|卫生"),
    ("缝纫|踩机子|做衣服|车衣|裁缝|衣服", "缝纫|服装|制衣|车工"),
    ("烧饭|做饭|烧菜|炒菜|厨", "厨|炊事|食堂|烹饪|面点"),
    ("看门|门卫|保安|看大门", "保安|门卫|值守"),
    ("带小孩|带娃|带伢|看小孩|月子", "月嫂|育婴|保育|母婴"),
    ("照顾老|服侍老|伺候老|陪老", "护理|养老|护工|照料"),
    ("直播|网上卖|开网店|淘宝|抖音", "电商|直播|网店"),
    ("开车|驾驶|司机", "驾驶|司机|驾照"),
    ("护林|看山|看林", "护林|林业"),
    ("修路|看路|养路", "护路|养路|公路"),
    ("电焊|烧焊", "焊"),
    ("砌墙|泥工|瓦匠", "瓦工|泥瓦|砌筑|建筑"),
    ("种田|种地|种菜|庄稼", "种植|蔬菜|农业|水稻"),
    ("养鸡|养猪|养鱼|养殖|喂", "养殖|畜牧|水产|养鸡|养猪|养鱼"),
    ("在家|家里", "居家|来料|手工|在家"),
)


def read_choice(text: str, titles: Sequence[str]) -> int:
    """Index (from 0) of the line of `titles` that was chosen; "都行" takes the first, which is then said back.

    Raises NotUnderstood: choice_none (none suits), choice_range (`count`), choice_two (`first`, `second`), choice.
    """
    plain = _REJECTED.sub("", normalise(text))
    bare = _SIGNS.sub("", plain)
    count = len(titles)
    if not bare or not count:
        raise NotUnderstood("choice", count=str(count))
    if (two := _TWO.search(plain)) and two[1] != two[2]:
        raise NotUnderstood("choice_two", first=two[1], second=two[2])
    if position := _POSITION.fullmatch(bare):
        return _by_number(position[1], bare, titles)
    if _NONE.search(bare):
        raise NotUnderstood("choice_none")
    found = _by_number_and_words(plain, bare, titles)
    if found is not None:
        return found
    if _ANY.search(bare):
        return 0
    raise NotUnderstood("choice", count=str(count))


def find_choice(text: str, titles: Sequence[str]) -> int | None:
    """Index of the line whose own name (what stands before its brackets) is said; None when several or none are."""
    plain = normalise(text)
    heads = [_head(title) for title in titles]
    said = [head for head in heads if len(head) > 1 and head in plain and not _refused(head, plain)]
    longest = [head for head in said if not any(head != other and head in other for other in said)]
    return heads.index(longest[0]) if len(longest) == 1 and heads.count(longest[0]) == 1 else None


def _head(title: str) -> str:
    return re.split(r"[(（,，:： ]", normalise(title), maxsplit=1)[0]


def _refused(head: str, plain: str) -> bool:
    return bool(re.search(rf"(?:不|别|没)[^,，。;；!！?？ ]{{0,4}}{re.escape(head)}", plain))


def _by_number(number: str, bare: str, titles: Sequence[str]) -> int:
    value = number_of(number)
    if value is not None and 1 <= value <= len(titles):
        return value - 1
    by_words = _by_words(bare, titles) if len(number) > 1 else None
    if by_words is None:
        raise NotUnderstood("choice_range", count=str(len(titles)))
    return by_words


def _by_number_and_words(plain: str, bare: str, titles: Sequence[str]) -> int | None:
    """A number somewhere in the answer and words of a title must not contradict each other."""
    place = _by_place(bare, len(titles))
    words = _by_words(bare, titles)
    counted_back = bare.replace("倒数第", "")  # 倒数第二个 is no second one
    numbers = [next(filter(None, found)) for found in _ORDINAL.findall(counted_back)] or _LEADING.findall(plain)[:1]
    values = {value for number in numbers if (value := number_of(number)) and value <= len(titles)}
    if len(values) > 1:
        first, second = sorted(values)[:2]
        raise NotUnderstood("choice_two", first=str(first), second=str(second))
    number = values.pop() - 1 if values else place
    if number is not None and words is not None and number != words:
        raise NotUnderstood("choice_two", first=str(number + 1), second=str(words + 1))
    return words if number is None else number


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


def _by_words(bare: str, titles: Sequence[str]) -> int | None:
    """The line that shares most with the answer: its letters, else its meaning, else its sound."""
    lines = [_SIGNS.sub("", normalise(title)) for title in titles]
    heads = [_head(title) for title in titles]
    for said in (bare, *_meanings(bare)):
        named = {index for index, head in enumerate(heads) if len(head) > 1 and head in said}
        if len(named) == 1:
            return named.pop()
    for pairs in (_letters, _sounds, _blurs):
        best = _best(pairs(bare), [pairs(line) for line in lines])
        if best is not None:
            return best
        if pairs is _letters:
            meant = {i for words in _meanings(bare) for i, line in enumerate(lines) if re.search(words, line)}
            if len(meant) == 1:
                return meant.pop()
    return None


def _meanings(bare: str) -> list[str]:
    return [titles for said, titles in _SAME_THING if re.search(said, bare)]


def _best(said: set[str], lines: list[set[str]]) -> int | None:
    """The only line with the highest score; what stands in every line counts nothing."""
    spread = Counter(pair for line in lines for pair in line)
    scores = [
        sum(1 / spread[pair] for pair in said & line if len(lines) == 1 or spread[pair] < len(lines)) for line in lines
    ]
    top = max(scores)
    return scores.index(top) if top > 0 and scores.count(top) == 1 else None


def _pairs(units: Iterable[str]) -> set[str]:
    listed = list(units)
    return {f"{one} {two}" for one, two in pairwise(listed)}


def _letters(text: str) -> set[str]:
    units = re.findall(r"\d+|\D", text)
    return _pairs(units) | {unit for unit in units if len(unit) > 2}


def _sounds(text: str) -> set[str]:
    return _pairs(sounds(text))


def _blurs(text: str) -> set[str]:
    return _pairs(map(blurred, sounds(text)))
