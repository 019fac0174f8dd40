"""The template message that announces news: which of its fields takes what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.when import local
from wechat.text import clean

_LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "const": 20}
"""Characters that WeChat takes, by the kind of field; others are not cut."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it stands in the account: its id, and its fields (`thing1`, `time2`) by what they show.

    Ours are `title`, `text` and `time`; each may be missing.
    """

    id: str
    fields: Mapping[str, str]

    def filled(self, title: str, text: str, at: datetime) -> dict[str, dict[str, str]]:
        """The data of one message, in WeChat's own form."""
        there = local(at)
        time = f"{there.year}年{there.month}月{there.day}日 {there.hour}:{there.minute:02}"
        ours = {"title": title, "text": text, "time": time}
        return {field: {"value": _cut(field, ours[name])} for field, name in self.fields.items()}


def _cut(field: str, value: str) -> str:
    value = " ".join(clean(value).split())
    most = _LONGEST.get(field.rstrip("0123456789"))
    return value if most is None or len(value) <= most else value[: most - 1] + "…"
