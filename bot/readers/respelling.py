"""Names of places that were heard or typed wrongly, put right by their sound: 横布镇 → 横埠镇."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from bot.language.openings import may_hold, openings
from bot.language.sounds import blurred, sounds
from bot.readers.divisions import TOWNSHIP_BASES, TOWNSHIP_NAMES, VILLAGE_BASES

_Sound = tuple[str, ...]

_CHINESE: Final = re.compile(r"[一-鿿]+")
_KIND: Final = re.compile(r"村委会|居委会|社区|大队|村")
_LEAD: Final = re.compile(r"(?:我|俺|我们|就)?(?:是|家住|家在|住在|住|家)?")
_TAIL: Final = re.compile(r"[的人啊呢吧镇乡]*$")


def _exact(text: str) -> _Sound:
    return sounds(text)


def _loose(text: str) -> _Sound:
    return tuple(map(blurred, sounds(text)))


def _by_sound(names: Iterable[str], key: Callable[[str], _Sound]) -> dict[_Sound, str]:
    """Sound → the one name that has it."""
    found: defaultdict[_Sound, set[str]] = defaultdict(set)
    for name in names:
        found[key(name)].add(name)
    return {sound: next(iter(same)) for sound, same in found.items() if len(same) == 1}


_SEAT: Final = "枞阳"
_TOWNSHIPS: Final = {*TOWNSHIP_BASES, _SEAT}
_EXACT_TOWNSHIPS: Final = _by_sound(_TOWNSHIPS - {"欧山"}, _exact) | {("zong", "yang"): _SEAT, ("zhong", "yang"): _SEAT}
_LOOSE_TOWNSHIPS: Final = _by_sound(_TOWNSHIPS - {"欧山"}, _loose) | {_loose("宗阳"): _SEAT}
_EXACT_VILLAGES: Final = _by_sound(VILLAGE_BASES, _exact)


_AFTER_TOWNSHIP: Final = re.compile(rf"(?:(?:{'|'.join(TOWNSHIP_BASES)})[镇乡]?|[镇乡])[的 ]?([一-鿿]{{2,4}})$")


def respelled(plain: str, townships: set[str], *, strict: bool = False) -> str:
    """`plain` with the names in it spelled as they are on the list, where a name sounds the same.

    `townships` are codes already found. `strict` changes only what is said with its kind (镇, 乡, 村).
    """
    result = plain
    if not townships:
        result = _township_with_kind(result)
        if not strict:
            result = _bare_name(result)
    return _villages(result, townships or _named(result))


_CODES: Final = TOWNSHIP_NAMES | TOWNSHIP_BASES
_OPENINGS: Final = openings(_CODES)


def _named(plain: str) -> set[str]:
    return {code for name, code in _CODES.items() if name in plain} if may_hold(plain, _OPENINGS) else set()


def _township_with_kind(plain: str) -> str:
    for found in re.finditer(r"[镇乡]", plain):
        for size in (2, 3):
            said = plain[max(0, found.start() - size) : found.start()]
            if len(said) < size or not _CHINESE.fullmatch(said):
                continue
            name = _EXACT_TOWNSHIPS.get(_exact(said)) or _LOOSE_TOWNSHIPS.get(_loose(said))
            if name and said + found[0] not in TOWNSHIP_NAMES:
                kind = found[0] if name + found[0] in TOWNSHIP_NAMES else "镇"
                return plain[: found.start() - size] + name + kind + plain[found.end() :]
    return plain


def _bare_name(plain: str) -> str:
    """Only where nothing else is said: 义津 sounds like 已经. 枞阳 without its kind is the county."""
    lead = _LEAD.match(plain)
    start = lead.end() if lead else 0
    said = _TAIL.sub("", plain[start:])
    for size in (2, 3):
        name = _EXACT_TOWNSHIPS.get(_exact(said[:size]))
        rest = said[size:]
        if name and name != _SEAT and len(said) >= size and (not rest or _KIND.search(rest)):
            return plain[:start] + name + plain[start + size :]
    village = _EXACT_VILLAGES.get(_exact(said))
    return plain[:start] + village if village and len(said) == len(village) else plain


def _villages(plain: str, townships: set[str]) -> str:
    """Villages said with their kind; within a township also those that sound alike only here, or without kind."""
    if not townships and not _KIND.search(plain):
        return plain
    exact, loose = _within(frozenset(townships))
    for start, end in _spans(plain, bare=bool(loose)):
        said = plain[start:end]
        name = exact.get(_exact(said)) or loose.get(_loose(said))
        if name and said not in VILLAGE_BASES and said not in TOWNSHIP_BASES:
            return plain[:start] + name + plain[end:]
    return plain


@cache
def _within(townships: frozenset[str]) -> tuple[dict[_Sound, str], dict[_Sound, str]]:
    """Sound → village, exact for the whole county, as the county speaks within these townships."""
    names = {base for base, same in VILLAGE_BASES.items() if any(v.township in townships for v in same)}
    return _EXACT_VILLAGES | _by_sound(names, _exact), _by_sound(names, _loose)


def _spans(plain: str, *, bare: bool) -> Iterator[tuple[int, int]]:
    for found in _KIND.finditer(plain):
        for size in (2, 3, 4):
            start = found.start() - size
            if start >= 0 and _CHINESE.fullmatch(plain[start : found.start()]):
                yield start, found.start()
    if bare and (rest := _AFTER_TOWNSHIP.search(_TAIL.sub("", plain))):
        yield rest.span(1)
