"""Where somebody is at home: a village or township of the county, as people name it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.language.normalise import normalise
from bot.language.openings import may_hold, openings
from bot.readers import NotUnderstood, letters
from bot.readers.divisions import (
    MERGED,
    TOWNSHIP_BASES,
    TOWNSHIP_NAMES,
    TOWNSHIPS,
    VILLAGE_BASES,
    VILLAGE_NAMES,
    VILLAGES,
    Village,
)
from bot.readers.elsewhere import elsewhere
from bot.readers.naming import is_name
from bot.readers.respelling import respelled
from bot.records import Place

_ABOVE: Final = re.compile(
    r"(?:中国)?(?:安徽省?)?(?:(?:铜陵|安庆)市?)?枞阳县(?:的|里|城)?|安徽省(?:铜陵|安庆)市?"
    rf"|枞阳(?={'|'.join(TOWNSHIP_BASES)})"
)
_NOT: Final = re.compile(r"不(?:是|在)[^,，。;；]{2,8}?(?:[,，。;； ]+(?:而?是|在)?|的?而?是|的是)")
_TAKEN_BACK: Final = re.compile(
    r"^.*(?:(?:不对|[说打写讲发]?错了)[,，。 ]*(?:应该)?(?:是|在)?|"
    r"(?:现在|如今|后来|前年|去年|今年)(?:已经|又)?(?:搬|住|迁)(?:到|去|在)*)(?=[一-鿿]{2})"
)
_DETAIL: Final = re.compile(
    r"[,，]?(?!那|这|嫁|不|错|是|我|说)((?:[一-鿿\d]{1,8}?(?:村民组|[组队庄屋湾冲垄街路号圩墩嘴咀岗畈楼院排坂户塘坝洼头]|小区|村)){1,3})(?=$|[^一-鿿\d]|的|人|上|里|这|那)"
)
_ABOUT: Final = re.compile(
    r"^(?:有|招|要|的?驿站|的?站|那边有|那里有|附近有|有没|能|可以|的活|的工作|的厂|车间|做事|上班|打工|干活|在哪|怎么|离|哪|的?电话(?![是:：号码\s]*[\d一幺零〇二三四五六七八九])|领导|书记|干部|村部|镇政府|卫生|医院|学校)|^.{0,3}[?？吗]"
)
_TOWARDS: Final = re.compile(r"(?:想在|要在|就在|去|到|离|往|从|找|问|靠近|不是|不在|给|想回)$")
_HOME: Final = re.compile(r"(?:^|[,，。;； :：])?(?:我|俺|我们|家)?(?:是|家住|家在|住在|住|人在|家是|老家是?|家)$")
_WHO: Final = re.compile(r"(?:^|[,，。;；! ])(?:我们?|俺们?)$")
"""我横埠的: the verb is left out."""
_SIGNS: Final = ',，。.;；!！?？ :：、()（）"“”/'


class AmbiguousPlace(NotUnderstood):
    """A name that several places have; `options` are all of them, in the order of their codes."""

    def __init__(self, options: tuple[Place, ...]) -> None:
        super().__init__("place_which", name=options[0].text)
        self.options = options


def township_name(code: str) -> str:
    """The name of the township with this code; "" for an unknown one."""
    return TOWNSHIPS.get(code, "")


def place_name(place: Place) -> str:
    """The place as it is said back: 横埠镇官塘村, with what the person added to it (张家组)."""
    village = VILLAGES.get(place.village)
    if village is None:
        return place.text or township_name(place.township)
    return place.text if village.name in place.text else TOWNSHIPS[village.township] + village.name


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found in a text. `full`: with its kind (镇, 村), not the bare name."""

    start: int
    end: int
    said: str
    full: bool
    township: str = ""
    villages: tuple[Village, ...] = ()


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


_NAMES: Final = {*TOWNSHIP_NAMES, *TOWNSHIP_BASES, *VILLAGE_NAMES, *VILLAGE_BASES}
_NAME: Final = _pattern(_NAMES)
_OPENINGS: Final = openings(_NAMES)


def _hits(plain: str) -> list[_Hit]:
    if not may_hold(plain, _OPENINGS):
        return []
    return [_hit(found.start(), found.end(), found[0]) for found in _NAME.finditer(plain)]


def _hit(start: int, end: int, said: str) -> _Hit:
    """A bare name that is both a township and its village means the township: that much is sure."""
    township = TOWNSHIP_NAMES.get(said) or TOWNSHIP_BASES.get(said, "")
    villages = () if township else VILLAGE_NAMES.get(said) or VILLAGE_BASES[said]
    return _Hit(start, end, said, said in TOWNSHIP_NAMES or said in VILLAGE_NAMES, township, villages)


def read_place(text: str, within: str = "") -> Place:
    """The place that answers "which township, which village". An unknown village in a known township is kept as text.

    `within` is the code of the township that was said before: a village alone is looked for there. A township that
    left the county, and 外县, are kept as text alone. Raises AmbiguousPlace ("place_which") and
    NotUnderstood: place_county (枞阳 alone), place_outside, place_refused, place_unknown.
    """
    text = letters.township(text) or text
    plain = _NOT.sub("", _ABOVE.sub("", normalise(text))).strip(_SIGNS)
    if (instead := _TAKEN_BACK.match(plain)) and _hits(plain[instead.end() :]):
        plain = plain[instead.end() :]
    hits = _hits(plain)
    if not any(hit.township for hit in hits) or not any(hit.villages for hit in hits):
        plain = respelled(plain, {hit.township for hit in hits if hit.township})
        hits = _hits(plain)
    if hits:
        return _resolved(plain, hits, within)
    return elsewhere(plain, text)


def find_place(text: str, within: str = "") -> Place | None:
    """Where the person says to be at home, in a message about anything: a full name, or a bare one by itself.

    A village that is not `within`, the township said before, is kept as text there: they know where they live.
    """
    plain = _NOT.sub("", _ABOVE.sub("", normalise(text)))
    if plain not in TOWNSHIP_NAMES and plain not in VILLAGE_NAMES and is_name(plain):
        return None  # 高峰 by itself is a person as well as a village
    plain = respelled(plain, set(), strict=True)
    hits = [hit for hit in _hits(plain) if _means_home(plain, hit)]
    if not hits:
        return None
    try:
        return _resolved(plain, hits, within)
    except AmbiguousPlace:
        alone = within and hits[0].full and not any(hit.township for hit in hits)
        return Place(within, "", TOWNSHIPS[within] + hits[0].said) if alone else None


def place_alone(text: str) -> Place | None:
    """The place that a message consists of, with nothing else in it."""
    said = normalise(text).strip()
    try:
        place = find_place(said)
    except AmbiguousPlace:
        return None
    return place if place and set(said) <= set(place_name(place)) else None


def township_alone(text: str) -> Place | None:
    """The same where a township is named, be it by its bare name: 钱桥, 枞阳横埠, 横埠官塘."""
    plain = _ABOVE.sub("", normalise(text)).strip(_SIGNS)
    hits = _hits(plain)
    if not any(hit.township for hit in hits) or sum(hit.end - hit.start for hit in hits) < len(plain):
        return None
    try:
        return _resolved(plain, hits)
    except AmbiguousPlace:
        return None


def _means_home(plain: str, hit: _Hit) -> bool:
    before, after = plain[: hit.start], plain[hit.end :]
    township = next((base for base in TOWNSHIP_BASES if before.endswith(base)), "")
    before = before.removesuffix(township)
    within = _NAME.match(after)
    if _ABOUT.search(after[within.end() :] if within else after) or _TOWARDS.search(before):
        return False
    if hit.full:
        return True
    # Two names in a row ("横埠官塘") are no chance, whatever stands before them.
    begins = bool(township or within) or not before or _parts(before[-1]) or bool(_HOME.search(before))
    begins = begins or (after[:1] in {"的", "人"} and bool(_WHO.search(before)))
    ends = not after or _parts(after[0]) or bool(re.match(r"的|人|[一-鿿]{2}村", after)) or within is not None
    return begins and ends


def _parts(sign: str) -> bool:
    """Whether this sign sets apart what stands beside it."""
    return sign in _SIGNS or sign in "镇乡" or sign.isdigit()


def _resolved(plain: str, hits: list[_Hit], within: str = "") -> Place:
    """One place out of the names that were said, the village within the township, be it one said before."""
    townships = {hit.township: hit for hit in hits if hit.township}
    if within and not townships:
        townships[within] = _Hit(0, 0, TOWNSHIPS[within], True, within)
    if len(townships) > 1:
        raise AmbiguousPlace(tuple(Place(code, "", TOWNSHIPS[code]) for code in sorted(townships)))
    township = next(iter(townships), "")
    named = [hit for hit in hits if hit.villages]
    if not township:
        return _of_villages(plain, named)
    inside = [hit for hit in (_only(hit, township) for hit in named) if hit.villages]
    if inside:
        return _of_villages(plain, inside, townships[township].said)
    if strays := [hit for hit in named if hit.full]:
        places = (_place(village) for village in strays[0].villages)
        raise AmbiguousPlace((Place(township, "", TOWNSHIPS[township]), *places))
    last = townships[township]
    return Place(township, "", _said_township(last.said) + _detail(plain[last.end :]))


def _only(hit: _Hit, township: str) -> _Hit:
    return _Hit(hit.start, hit.end, hit.said, hit.full, "", tuple(v for v in hit.villages if v.township == township))


def _of_villages(plain: str, hits: list[_Hit], township_said: str = "") -> Place:
    named = {hit.said: hit for hit in hits if hit.full}
    if len(named) > 1 and len({hit.villages for hit in named.values()}) > 1:
        raise AmbiguousPlace(tuple(_place(village) for hit in named.values() for village in hit.villages))
    hit = next((hit for hit in hits if hit.full), hits[0])
    villages = _by_kind(hit)
    if len(villages) > 1:
        raise AmbiguousPlace(tuple(_place(village) for village in villages))
    place = _place(villages[0])
    head = _said_township(township_said) if township_said else TOWNSHIPS[place.township]
    return Place(place.township, place.village, head + villages[0].name + _detail(plain[hit.end :]))


def _by_kind(hit: _Hit) -> tuple[Village, ...]:
    """居委会 and 社区 are said only of those; 村 is said of both, unless both are in the same township."""
    urban = tuple(village for village in hit.villages if village.urban)
    if hit.full and hit.said.endswith(("居委会", "社区", "居民委员会", "街道")) and urban:
        return urban
    if hit.said.endswith("村") and hit.full and len({village.township for village in hit.villages}) == 1:
        return tuple(village for village in hit.villages if not village.urban) or hit.villages
    return hit.villages


def _place(village: Village) -> Place:
    return Place(village.township, village.code, TOWNSHIPS[village.township] + village.name)


def _said_township(said: str) -> str:
    """The township in full; a former one or another spelling stays as it was said."""
    if said in TOWNSHIP_NAMES and said[-1] in "镇乡":
        return TOWNSHIPS[TOWNSHIP_NAMES[said]] + said if said in MERGED else said
    full = next((name for name in (f"{said}镇", f"{said}乡") if name in TOWNSHIP_NAMES), "")
    return _said_township(full) if full else TOWNSHIPS[TOWNSHIP_NAMES[said]]


def _detail(rest: str) -> str:
    """What was added to a name: 张家组, 小李庄, 2组."""
    found = _DETAIL.match(rest)
    return found[1] if found else ""
