"""Which title of a list the words of an answer mean: by its letters, its meaning, its sound."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import Final

from bot.language.normalise import normalise
from bot.language.sounds import blurred, sounds

_SIGNS: Final = re.compile(r"[\s,，.。;；!！、~～:：\"“”'()（）【】\[\]-]+")
_MADE_UP: Final = re.compile(r"[(（]示例[)）]")
_END_OF_NAME: Final = re.compile(r"[(（,，:： ]")
_GENERIC: Final = frozenset({"培训", "培训班", "村里", "工厂", "工作", "加工", "普工", "工人", "手机", "手工"})
"""Parts of a title that many have: they do not tell which one is meant."""

MOST_BY_LIKENESS: Final = 500
"""So many lines are held against what was said, letter by letter: of a longer list those that have two signs of it."""

_COUNTED: Final = frozenset({"一 个", "一 份", "一 家", "一 样", "那 个", "这 个"})
"""Pairs of signs that count or point: 再报一个 is not the line that pays 一个约15元."""

_SAME_THING: Final = tuple(
    (re.compile(said), re.compile(heads))
    for said, heads in (
        ("扫地|打扫|扫(?:大|马)*路|扫街|扫垃圾|[倒捡]垃圾|搞卫生|做卫生|清洁|环卫", "保洁|环卫|清扫|卫生"),
        ("缝纫|踩机子|做衣服|车衣|裁缝|衣裳|衣服", "缝纫|服装|制衣|车工"),
        ("烧饭|做饭|烧菜|炒菜|厨", "厨|炊事|食堂|烹饪|面点"),
        ("看门|门卫|保安|看大门", "保安|门卫|值守"),
        ("带(?:小孩|娃|伢)子?(?:的|活|工)|^带(?:小孩|娃|伢)子?$|月子|看小孩的", "月嫂|育婴|保育|母婴"),
        ("照顾老|服侍老|伺候老|陪老|照看老", "护理|养老|护工|照料"),
        ("直播|网上卖|开网店|淘宝|抖音", "电商|直播|网店|卖货"),
        ("开车|驾驶|司机", "驾驶|司机|驾照"),
        ("护林|看山|看林|看树林", "护林|林业"),
        ("修路|看路|养路", "护路|养路|公路"),
        ("电焊|烧焊", "焊"),
        ("砌墙|泥工|瓦匠|工地|搬砖", "瓦工|泥瓦|砌筑|建筑"),
        ("种田|种地|种菜|庄稼", "种植|蔬菜|农业|水稻"),
        ("种树|果子|种果", "果树|林果"),
        ("养鸡|养猪|养鱼|养殖", "养殖|畜牧|水产|养鸡|养猪|养鱼"),
        ("接电|修电|水电", "电工"),
        ("做鞋", "鞋"),
        ("采茶|炒茶|拣茶|茶叶", "茶"),
        ("篾匠|竹编|编篮", "竹"),
        ("糊盒|糊纸|粘盒", "纸盒"),
        ("穿珠|串珠", "串珠|手工"),
        ("在家(?:里)?[^,，。]{0,4}的|居家", "居家|来料|手工|在家"),
    )
)
_LONGEST_BY_SOUND: Final = 8
_LONGEST_BY_BLUR: Final = 6
_LONGEST_BY_REST: Final = 10
_AT_HOME: Final = re.compile(r"我(?:们)?(?:在|家)(?!.*的)|家里")
_ABOUT_ONESELF: Final = re.compile(r"[拿没坏丢少低]|打电话|我(?:们|是|在|家|住|的)|俺|家[住在]|住在|老家")


@dataclass(frozen=True, slots=True)
class _Line:
    """A title made ready: its own name, and the pairs of letters and of sounds in it and in the whole line."""

    head: str
    of_head: frozenset[str]
    of_all: frozenset[str]
    sounds: frozenset[str]
    blurs: frozenset[str]


@lru_cache(maxsize=1 << 17)
def _name(title: str) -> str:
    return _END_OF_NAME.split(_plain(title), maxsplit=1)[0]


def _plain(title: str) -> str:
    return _MADE_UP.sub("", normalise(title))


class Titles(tuple[str, ...]):
    """Titles whose names are found without going through all of them; made once for a list that many ask for.

    The order is that of the list: an index is one of these.
    """

    def __init__(self, _titles: Iterable[str]) -> None:
        self._names = [_name(title) for title in self]
        self._lines_of = Counter(self._names)
        self._longest = max(map(len, self._lines_of), default=0)
        self._text = "".join(f"{name.replace(_END, ' ')}{_END}" for name in self._names)
        self._ends = list(accumulate(len(name) + 1 for name in self._names))

    def said_in(self, wanted: str) -> set[str]:
        """The names, of two signs and more, that this holds."""
        if len(wanted) * self._longest > len(self._lines_of):
            return {name for name in self._lines_of if len(name) > 1 and name in wanted}
        ends = range(2, self._longest + 1)
        parts = {wanted[begin : begin + size] for begin in range(len(wanted) - 1) for size in ends}
        return {part for part in parts if part in self._lines_of}

    def only(self, name: str) -> int | None:
        """The line of this name; None when several have it."""
        return self._names.index(name) if self._lines_of[name] == 1 else None

    def like(self, said: str) -> Sequence[int]:
        """The lines that may be meant by this: all, or of very many those that have two signs in a row of it."""
        if len(self) <= MOST_BY_LIKENESS:
            return range(len(self))
        pairs = {said[begin : begin + 2] for begin in range(len(said) - 1)} - _GENERIC
        lines = {line for pair in pairs for line in self.with_one_of(re.compile(re.escape(pair)))}
        return sorted(lines)[:MOST_BY_LIKENESS]

    def with_one_of(self, words: re.Pattern[str]) -> set[int]:
        """The lines in whose names one of these words stands, `MOST_BY_LIKENESS` at most."""
        found = (bisect_right(self._ends, match.start()) for match in words.finditer(self._text))
        return set(islice(found, MOST_BY_LIKENESS))

    def with_part(self, part: str) -> tuple[int | None, bool]:
        """The first line whose name holds this, and whether there is another."""
        at = self._text.find(part)
        if at < 0 or _END in part:
            return None, False
        line = bisect_right(self._ends, at)
        return line, self._text.find(part, self._ends[line]) >= 0


_END: Final = "\n"


def _ready(titles: Sequence[str]) -> Titles:
    return titles if isinstance(titles, Titles) else Titles(titles)


@lru_cache(maxsize=1024)
def _line(title: str) -> _Line:
    plain, name = _plain(title), _name(title)
    spoken = name
    for word in sorted(_GENERIC, key=len, reverse=True):
        spoken = spoken.replace(word, "。")
    own = frozenset().union(*(_letters(part) for part in spoken.split("。")))
    heard = [sounds(part) for part in spoken.split("。")]
    return _Line(
        name,
        own,
        frozenset(_letters(_SIGNS.sub("", plain)) - _COUNTED),
        frozenset(pair for part in heard for pair in _pairs(part)),
        frozenset(pair for part in heard for pair in _pairs(map(blurred, part))),
    )


def named(wanted: str, titles: Sequence[str]) -> int | None:
    """The line whose own name (what stands before its brackets) is said in full; None when several or none are."""
    ready = _ready(titles)
    said = ready.said_in(wanted)
    longest = [name for name in said if not any(name != other and name in other for other in said)]
    return ready.only(longest[0]) if len(longest) == 1 else None


def by_words(wanted: str, titles: Sequence[str]) -> int | None:
    """The one line that the words mean: its name, a telling part of it, the same thing in other words, its place."""
    ready = _ready(titles)
    if (whole := named(wanted, ready)) is not None:
        return whole
    bare = _SIGNS.sub("", wanted)
    at = ready.like(bare)
    lines = [_line(ready[index]) for index in at]
    said = _letters(bare)
    meant = _meant(bare, ready)
    hits = {index for index, line in enumerate(lines) if said & line.of_head}
    if hits:
        best = _best(said, [line.of_head for line in lines])
        found = None if best is None else at[best]
        return found if meant in (None, found) else None
    if meant is not None:
        return meant
    if not lines or len(bare) > _LONGEST_BY_REST or _ABOUT_ONESELF.search(bare):
        return None
    best = _best(said, [line.of_all for line in lines])
    return None if best is None else at[best]


def by_sound(wanted: str, titles: Sequence[str]) -> int | None:
    """The one line that a short answer sounds like: exactly, else as the county speaks.

    Of a long list only the beginning is listened for.
    """
    heard = sounds(wanted)
    if not 2 <= len(heard) <= _LONGEST_BY_SOUND or re.search(r"\d", wanted):
        return None
    lines = [_line(title) for title in titles[:MOST_BY_LIKENESS]]
    found = _best(_pairs(heard), [line.sounds for line in lines])
    if found is None and len(heard) <= _LONGEST_BY_BLUR:
        found = _best(_pairs(map(blurred, heard)), [line.blurs for line in lines])
    return found


def telling_start(rest: str, titles: Sequence[str]) -> tuple[int, int]:
    """How long a beginning of `rest` tells one title from the others, and which one; (0, -1) when none does."""
    ready = _ready(titles)
    for size in range(min(len(rest), 10), 1, -1):
        start = rest[:size]
        line, another = ready.with_part(start)
        if line is not None:
            return (0, -1) if another or start in _GENERIC else (size, line)
    return 0, -1


def _meant(bare: str, titles: Titles) -> int | None:
    if _AT_HOME.search(bare):
        return None
    lines = {line for said, heads in _SAME_THING if said.search(bare) for line in titles.with_one_of(heads)}
    return lines.pop() if len(lines) == 1 else None


def _best(said: Iterable[str], lines: Sequence[frozenset[str]]) -> int | None:
    """The line that shares most with `said`, and all that the others share; what every line has tells nothing."""
    common = frozenset.intersection(*lines) if len(lines) > 1 else frozenset()
    shared = [line.intersection(said) - common for line in lines]
    best = max(range(len(lines)), key=lambda index: len(shared[index]))
    others = (each for index, each in enumerate(shared) if index != best)
    return best if shared[best] and all(each < shared[best] for each in others) else None


def _pairs(units: Iterable[str]) -> set[str]:
    return {f"{one} {two}" for one, two in pairwise(units)}


def _letters(text: str) -> set[str]:
    units = re.findall(r"\d+|\D", text)
    return _pairs(units) | {unit for unit in units if len(unit) > 2}
