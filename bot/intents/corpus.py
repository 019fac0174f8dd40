"""The written examples: examples/<intent>.txt, a sentence a line under headings (`# dialect`) that name the style."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.arrays import digest_of
from bot.intents import Intent

_FOLDERS: Final = ("examples", "words")
_HERE: Final = files("bot.intents")


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence, the style it is written in and what it is for."""

    text: str
    intent: Intent
    style: str


def examples() -> list[Example]:
    """Every written example, in a stable order."""
    return [
        Example(text, intent, style)
        for intent in Intent
        for style, text in _styled((_HERE / "examples" / f"{intent}.txt").read_text(encoding="utf-8"))
    ]


def _styled(page: str) -> Iterator[tuple[str, str]]:
    style = ""
    for line in page.splitlines():
        if line.startswith("# "):
            style = line[2:]
        elif line:
            yield style, line


def fingerprint() -> str:
    """A digest of everything a trained model depends on: the examples, the word lists and the code here."""
    return digest_of((_HERE, *(_HERE / name for name in _FOLDERS), files("bot.language")))
