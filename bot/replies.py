"""A reply as it is kept for a redelivery of its message."""

import json
from typing import Any

from bot.effects import Choice, Say


def dump_say(say: Say | None) -> str:
    """Return the reply as JSON, for a redelivery; "null" for silence."""
    return json.dumps(_packed(say), ensure_ascii=False, separators=(",", ":"))


def _packed(say: Say | None) -> list[Any] | None:
    if say is None:
        return None
    choices = [[choice.token, choice.label] for choice in say.choices]
    return [say.text, choices, say.tail, say.first, *map(_packed, say.before)]


def undump(stored: str) -> Say | None:
    """Read what `dump_say` wrote."""
    data = json.loads(stored)
    return None if data is None else _unpacked(data)


def _unpacked(data: list[Any]) -> Say:
    text, choices, tail, first, *before = data
    return Say(text, tuple(Choice(*each) for each in choices), tail, first, tuple(map(_unpacked, before)))
