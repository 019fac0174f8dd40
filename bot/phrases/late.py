"""What is said of words that reach a person later than they were meant to."""

from datetime import datetime

from bot.when import local

LATE = "{day}有话给您，当时没送到，现在补上："


def late(text: str, meant: datetime, now: datetime) -> str:
    """`text`, which was to be sent at `meant`, with the day said in front: "明天来站里" means another day by now."""
    days = (local(now).date() - local(meant).date()).days
    day = ("今天", "昨天", "前天")[days] if 0 <= days <= 2 else f"{local(meant).month}月{local(meant).day}日"
    return f"{LATE.format(day=day)}\n{text}"
