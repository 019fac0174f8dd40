"""Foul words (`words.txt`, which staff may change): found, left out, and covered.

Whoever swears has a reason and is served as if they had not (`bot.turn`); nobody else has to read it.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bot.language.normalise import normalise

_COVER: Final = "＊＊"
_BETWEEN: Final = r"[^\w，。；！？,;!?]{0,2}"
"""What may stand between two signs of a word without hiding it: 傻*逼, 傻 逼."""
_BEFORE_LATIN, _AFTER_LATIN = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_EDGE: Final = r"[\s，。；：、！？…,.;:!?~—-]"
_SIGNS: Final = re.compile(r"[\W_]")
_LEFT_OVER: Final = re.compile(
    r"[\W_]|[啊吧呢吗嘛哦呀哈了的个真你他她它们我俺这那是都就给全帮]|玩意儿?|东西|家伙|机器人|废物|垃圾"
)
"""Of what is left when foul words are taken out, what says nothing by itself."""


def foul(text: str) -> tuple[str, ...]:
    """The foul words in a text, as they stand in it once it is normalised."""
    said = normalise(text)
    bare = _SIGNS.sub("", said).lower()
    if not any(map(bare.__contains__, _words().bare)):  # nearly always, and the pattern is slow
        return ()
    return tuple(match["foul"] for match in _words().pattern.finditer(said) if match["foul"])


def spared(text: str) -> str:
    """The text without its foul words; "" when nothing else was said."""
    if not foul(text):
        return text
    rest = _replaced(text, " ")
    return re.sub(r"\s+", " ", rest).strip(" ，。；、！？,.;!?") if _LEFT_OVER.sub("", rest) else ""


def covered(text: str) -> str:
    """The text with its foul words covered; the text as it is when there are none."""
    return _replaced(text, _COVER) if foul(text) else text


def _replaced(text: str, by: str) -> str:
    return _words().pattern.sub(lambda match: by if match["foul"] else match[0], normalise(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """`bare`: every foul word; without one there is none. `pattern` finds them, and what only looks like one."""

    bare: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _words() -> _Words:
    lines = (files("bot.manners") / "words.txt").read_text("utf-8").splitlines()
    written = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    longest_first = sorted((word for word, *_ in written), key=len, reverse=True)
    harmless = [re.escape(each) for _, *more in written for each in more]
    foul = f"(?P<foul>{'|'.join(map(_one, longest_first))})"
    pattern = re.compile("|".join([*sorted(harmless, key=len, reverse=True), foul]), re.IGNORECASE)
    return _Words(tuple(word.removeprefix("=").lower() for word in longest_first), pattern)


def _one(word: str) -> str:
    if word.startswith("="):
        return rf"(?:(?<={_EDGE})|^){_BETWEEN.join(map(re.escape, word[1:]))}(?={_EDGE}|$)"
    if word.isascii():
        return f"{_BEFORE_LATIN}{re.escape(word)}{_AFTER_LATIN}"
    return _BETWEEN.join(map(re.escape, word))
