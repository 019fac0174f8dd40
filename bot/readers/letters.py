"""Answers typed in Latin letters throughout, by whose keyboard gives no characters: wang gui hua, heng bu zhen."""

from functools import cache
from typing import Final

from bot.language.pinyin import typed_syllables
from bot.language.sounds import sounds
from bot.readers.divisions import TOWNSHIPS
from bot.readers.surnames import COMPOUND, PLAIN

_FIGURES: Final = {
    **dict(zip(("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"), "0123456789", strict=True)),
    "yao": "1",
    "liang": "2",
}
_KINDS: Final = "镇乡"
_LONGEST_NAME: Final = 4
_AS_SAID_HERE: Final = "宗"
"""枞 is read cong elsewhere, and zong in the county's own name."""
_SAYS_MORE: Final = {("wo",), ("bu",), ("ni", "hao")}
"""Begins of what is no name: 我…, 不…, 你好."""


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text that holds nothing but such; () for any other."""
    runs = [typed_syllables(run) for run in text.split()]
    return tuple(syllable for run in runs for syllable in run) if all(runs) else ()


def figures(text: str) -> str:
    """Yi san ba ling … as figures; "" when it is anything else."""
    typed = syllables(text)
    return "".join(_FIGURES[each] for each in typed) if typed and _FIGURES.keys() >= set(typed) else ""


def township(text: str) -> str:
    """The name of the one township that is typed, whatever follows it; "" for none."""
    typed = syllables(text)
    return next((_by_sound()[typed[:size]] for size in (3, 2) if typed[:size] in _by_sound()), "")


@cache
def _by_sound() -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], set[str]] = {}
    for name in TOWNSHIPS.values():
        names.setdefault(sounds(name.rstrip(_KINDS)), set()).add(name)
        names.setdefault(sounds(name.rstrip(_KINDS).replace("枞", _AS_SAID_HERE)), set()).add(name)
    return {heard: found.pop() for heard, found in names.items() if len(found) == 1}


def name(text: str) -> str:
    """A name as it was typed: which characters it has, only the person can say. "" where it cannot be one."""
    typed = syllables(text)
    if typed[:1] in _SAYS_MORE or typed[:2] in _SAYS_MORE or any(len(each) == 1 for each in typed):
        return ""
    surname = next((typed[:size] for size in (2, 1) if typed[:size] in _surnames()), ())
    given = len(typed) - len(surname)
    return " ".join(typed) if surname and given >= 1 and len(typed) <= _LONGEST_NAME else ""


@cache
def _surnames() -> frozenset[tuple[str, ...]]:
    return frozenset(map(sounds, COMPOUND | PLAIN))
