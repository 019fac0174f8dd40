"""When somebody who was not reached is called again, and when an agreed day begins. Pure, in working time.

A ladder is written as its rungs, one for each call that reached nobody: "2h" two hours later or when work begins again,
"morning" the beginning of the next working day, "afternoon" the next working afternoon, "3d" the morning of the first
working day three days from now.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.hours import LONGEST_CLOSED, Hours, Spans, is_open, opening, spans_on
from bot.when import CHINA, local, today

AFTERNOON = time(14)
"""People who were in the fields or at table are back by then."""

_COUNTED = re.compile(r"([1-9][0-9]?)([hd])")


class Wait(StrEnum):
    """What a rung waits for."""

    HOURS = "h"
    DAYS = "d"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Rung:
    """One wait; `count` of hours or days."""

    wait: Wait
    count: int = 1


Ladder = tuple[Rung, ...]

USUAL = (Rung(Wait.HOURS, 2), Rung(Wait.MORNING), Rung(Wait.AFTERNOON), Rung(Wait.DAYS, 3))
"""Five calls, at different times of the day, within a week."""


def read_ladder(text: str) -> Ladder | None:
    """The rungs, separated by spaces; None when any is not understood, or there is none."""
    rungs = [_rung(word) for word in text.lower().split()]
    known = tuple(rung for rung in rungs if rung)
    return known if known and len(known) == len(rungs) else None


def _rung(word: str) -> Rung | None:
    if counted := _COUNTED.fullmatch(word):
        return Rung(Wait(counted[2]), int(counted[1]))
    return Rung(Wait(word)) if word in (Wait.MORNING, Wait.AFTERNOON) else None


def next_try(hours: Hours, rung: Rung, now: datetime) -> datetime:
    """When this rung has them called again, always in working time."""
    if rung.wait is Wait.HOURS:
        then = now + timedelta(hours=rung.count)
        return then if is_open(hours, then) else opening(hours, then)
    if rung.wait is Wait.AFTERNOON:
        return _afternoon(hours, now)
    return begins(hours, today(now) + timedelta(days=rung.count))


def begins(hours: Hours, day: date) -> datetime:
    """When work begins on this day, or on the first working day after it."""
    on, spans = next(_working_days(hours, day))
    return datetime.combine(on, spans[0][0], CHINA)


def ends_after(hours: Hours, moment: datetime) -> Iterator[datetime]:
    """The ends of the half-days that end after this moment, in order."""
    for day, spans in _working_days(hours, local(moment).date()):
        yield from (end for _, until in spans if (end := datetime.combine(day, until, CHINA)) > moment)


def _afternoon(hours: Hours, now: datetime) -> datetime:
    """The next working afternoon; for a station that only works in the morning the next morning."""
    for day, spans in _working_days(hours, today(now)):
        for begin, until in spans:
            at = datetime.combine(day, max(begin, AFTERNOON), CHINA)
            if until > AFTERNOON and at > now:
                return at
    return begins(hours, today(now) + timedelta(days=1))


def _working_days(hours: Hours, since: date) -> Iterator[tuple[date, Spans]]:
    for number in range(LONGEST_CLOSED):
        day = since + timedelta(days=number)
        if spans := spans_on(hours, day):
            yield day, spans
