"""An entry as it is put before a person: its words, and what can be tapped below them."""

from datetime import date

from bot.effects import Choice, Say
from bot.phrases import policy as words
from bot.phrases import talk
from bot.policy import Entry


def shown(entry: Entry, on: date, text: str = "") -> Say:
    """The answer as of that day (or `text` in its place), what it leads to, and a way to say that it did not help."""
    service = talk.SERVICES.get("staff" if entry.expired(on) else entry.service)
    choices = [service] if service else []
    if entry.more:
        choices.append((f"more.{entry.id}", talk.TELL_MORE))
    if (entry.open_points(on) or entry.service == "complaint") and service != talk.SERVICES["staff"]:
        choices.append(talk.SERVICES["staff"])
    choices.append((f"bad.{entry.id}", words.UNHELPFUL))
    return Say(text or words.answer(entry, on), tuple(Choice(token, label) for token, label in choices))
