"""What the pages about sending call things."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.readers.divisions import TOWNSHIPS
from store.pushing.audience import Audience
from store.sending.ledger import Budget
from store.sending.news import Road, Why, morning
from store.tables import Got, Push, PushStatus, Reach
from web.console.words import CHINA, KINDS

ROADS: Mapping[Road, str] = {
    Road.MESSAGE: "直接发微信",
    Road.TEMPLATE: "先发一条通知，本人回话再给全文",
    Road.MASS: "群发",
}
WHYS: Mapping[str, str] = {
    Why.LEFT: "没有关注，或者取消了关注",
    Why.OPTED_OUT: "本人退订了",
    Why.STALE: "过了时候，不发了",
    Why.CLOSED: "48 小时内没跟驿站说过话，微信不让发",
    Why.SPENT: "这两天发得多了，剩下的留给驿站报结果",
    Why.MONTH: "这个月已经收满 4 次群发",
    Why.HAD: "这一条本人一个月内收到过了",
    Why.REFUSED: "微信不收",
}
GOT: Mapping[Got, str] = {
    Got.WAITING: "还没轮到",
    Got.SENDING: "正在发",
    Got.SENT: "发到了",
    Got.ANNOUNCED: "发了通知，等本人回话给全文",
    Got.REFUSED: "没发",
    Got.UNSURE: "断了线，不知道到没到（不重发）",
}
STATUSES: Mapping[PushStatus, str] = {
    PushStatus.DRAFT: "还没发",
    PushStatus.SENDING: "正在发",
    PushStatus.STOPPED: "停了",
    PushStatus.DONE: "发完了",
}
REACHES: Mapping[Reach, str] = {
    Reach.EACH: "一个一个发（48 小时内跟驿站说过话的人收得到）",
    Reach.MASS: "微信群发（关注的都收得到，每人每月最多 4 次）",
}
NOTES: Mapping[str, str] = {
    "night": "晚上 8 点到早上 8 点不打扰人，{until}接着发。",
    "quota": "今天的微信额度用完了，{until}接着发。",
    "busy": "微信这会儿忙，{until}再试。",
    "refused": "微信不收这条，已经停下。请找管理员看看，再点“接着发”。",
}


def note(push: Push, now: datetime) -> str:
    """Why a push waits or stands still."""
    until = when(push.waits_until, now) if push.waits_until else ""
    return NOTES[push.note].format(until=until) if push.note else ""


def when(at: datetime, now: datetime) -> str:
    """A moment to come, such as "明天 14:05"."""
    there, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    days = (there.date() - today).days
    day = ("今天", "明天", "后天")[days] if 0 <= days <= 2 else f"{there.month}月{there.day}日"
    return f"{day} {there.hour}:{there.minute:02}"


def soon(now: datetime) -> str:
    """When people are told who are told now: nobody is disturbed at night."""
    until = morning(now)
    return f"{when(until, now)} 以后" if until else "马上"


def sent(now: datetime) -> str:
    """What staff are told who have sent one off."""
    until = morning(now)
    return f"记下了。晚上不打扰人，{when(until, now)} 开始发。" if until else "开始发了。这一页会自己更新。"


def audience(wanted: Audience, stations: Mapping[int, str]) -> str:
    """Whom it is for."""
    parts = ["、".join(TOWNSHIPS.get(code, code) for code in wanted.townships) or "全县" if not wanted.station else ""]
    if wanted.station:
        parts.append(stations.get(wanted.station, "驿站") + "的人")
    if wanted.kinds:
        kinds = "、".join(KINDS[kind] for kind in wanted.kinds)
        parts.append(f"登记过{kinds}" + ("，还没办完" if wanted.open_only else ""))
    elif wanted.open_only:
        parts.append("登记的事还没办完")
    low, high = wanted.ages
    if low or high:
        parts.append(f"{low or ''}到{high or ''}岁" if low and high else f"{low}岁以上" if low else f"{high}岁以下")
    return "，".join(part for part in parts if part)


def budget(left: Budget, now: datetime) -> str:
    """How many messages staff may still send somebody."""
    free = left.free()
    if free is None:
        return "不知道本人最近说没说过话。发不过去的话会存着，等他下次发消息时送到；急事请打电话。"
    if not free:
        return "现在发不过去。写了会存着，等他下次发消息时送到；急事请打电话。"
    until = f"，到{when(left.until, now)}" if left.until and left.until - now > timedelta(minutes=2) else ""
    kept = "（另留 1 条报结果）" if left.left != free else ""
    return f"还能发 {free} 条{kept}{until}。"
