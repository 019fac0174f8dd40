"""Working hours: when a station is open, when it opens next, and by when a promised call will have been made.

Pure: the moment comes in as an argument. Holidays and the days worked instead (调休) are those of the State Council,
as the `chinesecalendar` package knows them. It knows a year only once that year's notice is out. In a year that it
does not know, a day counts by its weekday alone: holidays are not seen until the package is brought up to date.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from bot.when import CHINA, local

CALL_WITHIN = timedelta(hours=2)
"""Working time that staff have at least, before the end of a half-day by which a call is promised."""

LONGEST_CLOSED = 30
"""Days to look ahead for an open one; no holiday comes near it."""

SATURDAY = 5

Span = tuple[time, time]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """When a station works: the spans of each weekday, Monday first; at least one weekday has one."""

    week: tuple[Spans, ...]

    @property
    def usual(self) -> Spans:
        """The spans of an ordinary working day: what holds on a weekend day that is worked instead of another."""
        return next(spans for spans in self.week if spans)


@dataclass(frozen=True, slots=True)
class Promise:
    """By when a call is promised. `made` is now; `opens`: when work begins again, None while it is open now."""

    made: datetime
    by: datetime
    opens: datetime | None


def promise(hours: Hours, now: datetime) -> Promise:
    """By the end of the first half-day before which staff have `CALL_WITHIN` of working time."""
    opens = None if is_open(hours, now) else opening(hours, now)
    worked = timedelta()
    end = now
    for begin, end in _spans_from(hours, now):
        worked += end - max(begin, now)
        if worked >= CALL_WITHIN:
            break
    return Promise(now, end, opens)


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether somebody is there now."""
    return next((begin <= now for begin, _ in _spans_from(hours, now)), False)


def opening(hours: Hours, now: datetime) -> datetime:
    """When the next working time begins, after now."""
    return next(begin for begin, _ in _spans_from(hours, now) if begin > now)


def _spans_from(hours: Hours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working times that are not over now, on the county's clock."""
    today = local(now).date()
    for day in (today + timedelta(days=number) for number in range(LONGEST_CLOSED)):
        for begin, end in spans_on(hours, day):
            until = datetime.combine(day, end, CHINA)
            if until > now:
                yield datetime.combine(day, begin, CHINA), until


def spans_on(hours: Hours, day: date) -> Spans:
    """The working times of this day: none on a holiday, the usual ones on a weekend day worked instead."""
    weekend = day.weekday() >= SATURDAY
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # a year that the package does not know
        return hours.week[day.weekday()]
    if name is None:
        return hours.week[day.weekday()]
    if free:
        return ()
    return (hours.week[day.weekday()] or hours.usual) if weekend else hours.week[day.weekday()]


def known_until() -> int:
    """The last year whose holidays are known."""
    return max(int(day.year) for day in chinese_calendar.constants.holidays)


# --- reading what the county wrote ---------------------------------------------------------------------------

_DAYS = "一二三四五六日"
_DAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_TO = r"\s*(?:[-—–─~～至到])+\s*"
_CLOCK = r"(上午|早上|中午|下午|晚上)?\s*(\d{1,2})(?:[:点时]\s*(\d{2}|半)?)?\s*分?"
_TOKEN = re.compile(
    rf"(?P<rest>(?:法定)?(?:节假日|双休日?|周末|{_DAY})[、和及]?(?:(?:法定)?节假日|{_DAY})?(?:均|都)?(?:休息|不上班|除外))"
    rf"|(?P<range>{_DAY}{_TO}(?:周|星期|礼拜)?([一二三四五六日天]))|(?P<day>{_DAY})"
    rf"|(?P<every>每天|天天|全年)|(?P<work>工作日)|(?P<span>{_CLOCK}{_TO}{_CLOCK})"
)
_HARMLESS = re.compile(r"[\s,;、。:()和及与]|上班|工作|办公|开门|营业|服务|时间|为|是")


@lru_cache(maxsize=256)
def read_hours(text: str) -> Hours | None:
    """Working hours such as "周一到周五 8:30—11:30，14:30—17:30"; None when anything in it is not understood.

    Several groups may follow each other ("…；周六 9:00—11:30"). Without a day they hold from Monday to Friday.
    """
    plain = unicodedata.normalize("NFKC", text)
    week: list[Spans] = [()] * 7
    days: list[int] = []
    timed = True
    for token in _TOKEN.finditer(plain):
        if token["rest"]:
            continue
        if not token["span"]:
            days = [*([] if timed else days), *_days_of(token)]
            timed = False
            continue
        span = _span_of(token["span"])
        if span is None:
            return None
        timed = True
        for day in days or range(5):
            week[day] = (*week[day], span)
    if _HARMLESS.sub("", _TOKEN.sub("", plain)) or not any(week):
        return None
    return Hours(tuple(tuple(sorted(spans)) for spans in week))


def _days_of(token: re.Match[str]) -> list[int]:
    if token["every"]:
        return list(range(7))
    if token["work"]:
        return list(range(5))
    named = [_DAYS.index(sign.replace("天", "日")) for sign in re.findall(r"[一二三四五六日天]", token[0])]
    return list(range(named[0], named[-1] + 1)) if token["range"] else named


def _span_of(text: str) -> Span | None:
    """The two clock times; "下午2点—5点" and "8:30—5:30" mean the afternoon. None when they are no times."""
    (part, *start), (ended, *end) = [found.groups() for found in re.finditer(_CLOCK, text)]
    begin, until = _minutes(part, *start), _minutes(ended or "", *end)
    if until <= begin and not ended:
        until += 12 * 60
    if not begin < until < 24 * 60:
        return None
    return time(*divmod(begin, 60)), time(*divmod(until, 60))


def _minutes(part: str | None, hour: str, minute: str | None) -> int:
    afternoon = part in ("下午", "晚上") and int(hour) < 12
    return (int(hour) + 12 * afternoon) * 60 + (30 if minute == "半" else int(minute or 0))


USUAL = Hours((((time(8, 30), time(11, 30)), (time(14, 30), time(17, 30))),) * 5 + ((), ()))
"""Where nothing else is known."""
