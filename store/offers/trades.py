"""The trade that a job wants, by its title."""

from bot.readers.slots import find_slots


def trade_of(title: str) -> str:
    """The trade that a job with this title wants, as somebody who looks for one names it; "" for none."""
    return str(find_slots(f"找{title}").get("trade", ""))
