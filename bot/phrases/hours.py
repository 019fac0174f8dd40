"""Days, hours and promises, as people say them. Every moment is given with `now`, so that it can be called 明天."""

from datetime import date, datetime

from bot.hours import Promise
from bot.when import local

CLOSED = "驿站这会儿下班了，{opens}上班。"
CLOSED_TILL_LATER = "驿站这会儿还没上班，{opens}上班。"
CALLS_BY = "在{by}前给您打电话（{phone}）"
WRITES_BY = "在{by}前给您发微信"
WILL_CALL_BY = "{by}前打您的电话{phone}。"
WILL_WRITE_BY = "{by}前在微信上给您回话。"
_WEEKDAYS = "一二三四五六日"
_SOON = 6


def day(on: date, today: date) -> str:
    """A day to come: 今天, 明天（周三）, 后天（周四）, 周一（11月30日）, 10月9日（周五）."""
    ahead = (on - today).days
    weekday = f"周{_WEEKDAYS[on.weekday()]}"
    if ahead == 0:
        return "今天"
    if ahead in (1, 2):
        return f"{('明天', '后天')[ahead - 1]}（{weekday}）"
    figures = f"{on.month}月{on.day}日"
    return f"{weekday}（{figures}）" if 0 < ahead <= _SOON else f"{figures}（{weekday}）"


def clock(moment: datetime) -> str:
    """A time of day: 上午8点半, 中午12点, 下午5点20分."""
    hour, minute = local(moment).hour, local(moment).minute
    part = next(
        name for until, name in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上")) if hour < until
    )
    minutes = {0: "", 30: "半"}.get(minute, f"{minute:02}分")
    return f"{part}{hour - 12 if hour > 12 else hour}点{minutes}"


def at(moment: datetime, now: datetime) -> str:
    """A moment to come: 明天（周三）上午8点半."""
    return day(local(moment).date(), local(now).date()) + clock(moment)


def closed(opens: datetime | None, now: datetime) -> str:
    """That nobody is there now, and when somebody will be; "" while it is open (`opens` None)."""
    if opens is None:
        return ""
    later_today = local(opens).date() == local(now).date()
    return (CLOSED_TILL_LATER if later_today else CLOSED).format(opens=at(opens, now))


def calls(promise: Promise, phone: str, *, written: bool = False) -> str:
    """What the station's people will do, for "…的人会…": by when they call; and out of hours, when they are back.

    `written`: they do not call but write.
    """
    told = (WRITES_BY if written else CALLS_BY).format(by=at(promise.by, promise.made), phone=phone)
    away = closed(promise.opens, promise.made)
    return f"{told}。{away.rstrip('。')}" if away else told


def will_call(promise: Promise, phone: str, *, written: bool = False) -> str:
    """The same as a sentence of its own."""
    told = (WILL_WRITE_BY if written else WILL_CALL_BY).format(by=at(promise.by, promise.made), phone=phone)
    return told + closed(promise.opens, promise.made)
