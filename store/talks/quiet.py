"""When a talk that staff have taken over falls back to the bot, because they say nothing more in it. Pure."""

from datetime import datetime, timedelta

from bot.hours import Hours, spans_on
from bot.when import CHINA, local

AT_LEAST = timedelta(minutes=30)
"""Whoever writes just before they go home is given so long."""


def quiet_until(hours: Hours, acted_at: datetime, patience: timedelta) -> datetime:
    """When the talk is the bot's again, if staff do nothing in it after `acted_at`.

    After `patience` of working time (lunch does not count), or when the station closes for the day. Outside of working
    hours nobody can be expected to come back: then after `patience` on the clock.
    """
    day = local(acted_at).date()
    spans = [
        (datetime.combine(day, begin, CHINA), datetime.combine(day, end, CHINA)) for begin, end in spans_on(hours, day)
    ]
    if not spans or acted_at >= spans[-1][1]:
        return acted_at + patience
    left = patience
    for begin, end in spans:
        begin = max(begin, acted_at)
        if begin + left <= end:
            return begin + left
        left -= max(end - begin, timedelta())
    return max(spans[-1][1], acted_at + AT_LEAST)
