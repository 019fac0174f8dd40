"""The townships and villages of the county by every form of their names. Read once from knowledge/divisions.json."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DATA: Final = json.loads((Path(__file__).parents[2] / "knowledge" / "divisions.json").read_text(encoding="utf-8"))
_OFFICE: Final = re.compile(r"(村委会|(?:社区)?居民委员会|居委会)$")
_SEAT: Final = "枞阳"
"""枞阳 alone is the county as often as the town, so it names neither."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village or neighbourhood. `name` is how it is said (官塘村, 新华居委会), `base` the name without its kind."""

    code: str
    township: str
    name: str
    base: str

    @property
    def urban(self) -> bool:
        """Whether it is a neighbourhood (居委会, 社区)."""
        return not self.name.endswith("村")


def _village(code: str, township: str, official: str) -> Village:
    base = _OFFICE.sub("", official)
    name = f"{base}村" if official.endswith("村委会") else f"{base}居委会"
    return Village(code, township, f"{base}社区" if "社区" in official else name, base)


def _forms(village: Village) -> tuple[str, ...]:
    kinds = (
        ("社区", "居委会", "居民委员会", "村", "街道")
        if village.urban
        else ("村", "村委会", "村民委员会", "大队", "社区")
    )
    return tuple(village.base + kind for kind in kinds)


TOWNSHIPS: Final[dict[str, str]] = {each["code"]: each["name"] for each in _DATA["townships"]}
"""Code → name as the statistics have it."""

VILLAGES: Final[dict[str, Village]] = {
    each["code"]: _village(each["code"], township["code"], each["name"])
    for township in _DATA["townships"]
    for each in township["villages"]
}

MERGED: Final = frozenset(each["name"] for each in _DATA["merged"])
"""Former townships, now part of another."""

LEFT: Final[dict[str, str]] = {each["name"]: each["now"] for each in _DATA["left"]}
"""Townships that belong to a neighbour now, and to whom."""


def _township_names() -> dict[str, str]:
    names = {name: code for code, name in TOWNSHIPS.items()}
    names |= {alias: each["code"] for each in _DATA["townships"] for alias in each["aliases"]}
    names |= {each["name"]: each["township"] for each in _DATA["merged"]}
    zone = next(code for code, name in TOWNSHIPS.items() if name.endswith("开发区"))
    return names | dict.fromkeys(("枞阳开发区", "经济开发区", "枞阳经开区", "经开区", "开发区"), zone)


TOWNSHIP_NAMES: Final[dict[str, str]] = _township_names()
"""Every full name (also former ones, and the other spelling of 藕山) → code."""

TOWNSHIP_BASES: Final[dict[str, str]] = {
    name[:-1]: code for name, code in TOWNSHIP_NAMES.items() if name[-1] in "镇乡" and name[:-1] != _SEAT
}
"""横埠 for 横埠镇 → code."""


def _villages_by(full: bool) -> dict[str, tuple[Village, ...]]:
    found: defaultdict[str, list[Village]] = defaultdict(list)
    for village in VILLAGES.values():
        for form in _forms(village) if full else (village.base,):
            found[form].append(village)
    return {form: tuple(villages) for form, villages in found.items()}


VILLAGE_NAMES: Final = _villages_by(full=True)
"""官塘村, 新华社区 → all villages that are called so."""

VILLAGE_BASES: Final = _villages_by(full=False)
"""官塘 → all villages that are called so."""
