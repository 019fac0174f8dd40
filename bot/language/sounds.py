"""Characters as sounds: exact toneless syllables, and the key under which the county's speech merges them.

Dictation and pinyin keyboards keep the sound of what was meant, not the sign; comparing sounds finds 报明 where 报名
was meant. The blurred key follows rules R1 to R11 of the county's merged sounds (枞阳方言同音字表); the others touch
single words only. It merges far more than any one speaker does: weigh it below the exact sound.
"""

import json
import unicodedata
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import Final

import numpy as np

from bot.arrays import FOLDER, Arrays, digest_of, kept

_FIRST, _LAST = 0x4E00, 0x9FA5
_INITIALS: Final = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_FLAT: Final = {"zh": "z", "ch": "c", "sh": "s"}
_TO_FRONT: Final = {"zh": "j", "ch": "q", "sh": "x"}
_FRONT_FINALS: Final = {"u": "v", "ui": "vi", "un": "vn", "uan": "van", "uai": "vai", "ong": "vn"}
_R_FINALS: Final = {"u": "v", "uan": "van", "un": "vn", "ong": "vn", "e": "ve"}
_BACKED: Final = {"j": "g", "q": "k", "x": "h"}
_BACKED_FINALS: Final = {"ia": "a", "ie": "ai", "ian": "an", "iang": "an", "iao": "ao"}
_UNLIKE: Final = {"yong": "yvn", "yu": "yv", "yue": "yve", "yuan": "yvan", "yun": "yvn", "wo": "o", "e": "o"}


@cache
def _toneless(reading: str) -> str:
    first = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return intern("".join(sign for sign in first if not unicodedata.combining(sign)))


def _readings() -> Arrays:
    """Each common character with its first reading, from pypinyin's table of single characters.

    The table is read from the package's data file: importing the package itself loads 47,000 phrases (50 MB).
    """
    table = json.loads(_table().read_bytes())
    first = {code: table[str(code)].split(",", 1)[0] for code in range(_FIRST, _LAST + 1) if str(code) in table}
    return {
        "signs": np.array(list(map(chr, first))),
        "syllables": np.array(list(map(_toneless, first.values()))),
    }


def _table() -> Path:
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin")
    return Path(spec.origin).with_name("pinyin_dict.json")


def _syllables() -> dict[str, str]:
    size = str(_table().stat().st_size)  # another edition of the table
    made = kept(FOLDER, "sounds", digest_of((files("bot.language"),), size), _readings)
    return dict(zip(made["signs"].tolist(), map(intern, made["syllables"].tolist()), strict=True))


SYLLABLES: Final = _syllables()
"""Character → toneless syllable; ü is written v."""


def sounds(text: str) -> tuple[str, ...]:
    """One toneless syllable for each Chinese character of `text`, in order; everything else is passed over."""
    return tuple([SYLLABLES[sign] for sign in text if sign in SYLLABLES])


def _parted(syllable: str) -> tuple[str, str]:
    initial = next((head for head in _INITIALS if syllable.startswith(head)), "")
    final = syllable[len(initial) :]
    if initial in _BACKED and final.startswith("u"):  # ju, que, xun are written without the dots of ü
        final = "v" + final[1:]
    return initial, final


def _front(initial: str, final: str) -> tuple[str, str]:
    """R2, R3, R11: 书 = 虚, 软 = 远, 家 = ga."""
    if initial in _TO_FRONT and final in _FRONT_FINALS:
        return _TO_FRONT[initial], _FRONT_FINALS[final]
    if initial == "r" and final in _R_FINALS:
        return "y", _R_FINALS[final]
    if initial in _BACKED and final in _BACKED_FINALS:
        return _BACKED[initial], _BACKED_FINALS[final]
    return initial, final


def _vowel(initial: str, final: str) -> tuple[str, str]:
    """R8 to R10: 对 = 地, 嘴 = 挤, 度 = 豆, 哥 = 锅."""
    if final in {"ui", "ei"} and initial in set("dtnlzcs"):
        return {"z": "j", "c": "q", "s": "x"}.get(initial, initial), "i"
    if final == "u" and initial in set("dtnlzcs"):
        return initial, "ou"
    if final == "uo" or (final == "e" and initial in set("gkh")):
        return initial, "o"
    return initial, final


def _ending(initial: str, final: str) -> str:
    """R5 to R7: 音 = 英, 灯 = 东 = 敦, 班 = 帮, 关 = 光."""
    if final in {"en", "eng", "un", "ong"}:
        return "on" if initial in set("gkh") and final in {"un", "ong"} else "en"
    return {"ing": "in", "ang": "an", "uang": "uan"}.get(final, final)


@cache
def blurred(syllable: str) -> str:
    """The key that `syllable` (toneless, as `sounds` gives it) shares with all that sound alike in the county."""
    if syllable in _UNLIKE:
        return _UNLIKE[syllable]
    initial, final = _front(*_parted(syllable))
    if final != "v" and initial == "n":  # R4, but 女 is kept
        initial = "l"
    initial, final = _vowel(_FLAT.get(initial, initial), final)
    return intern(initial + _ending(initial, final))
