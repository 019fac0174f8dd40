"""A referral that rests: the person was not reached, or a day was agreed with them.

It lies on no pile but that of what rests until `rests_until`, and returns by itself: nobody has to wake it. What the
person does wakes it at once (`cases.note`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.facts import hours_of
from bot.hours import USUAL, Hours
from bot.ladder import USUAL as USUAL_LADDER
from bot.ladder import Ladder, begins, next_try
from bot.when import today
from store.mapping import station_of
from store.referrals.history import fruitless
from store.refusals import Unfit
from store.tables import Referral, Station

AGREED = "约好再联系"
"""What is noted when nothing else is; a rest without a note is one between two calls."""

ANSWER = "看看本人回话没有"
"""What is noted of a rest after a message to somebody who is not called."""

LONGEST = timedelta(days=180)
LONGEST_NOTE = 100


@dataclass(frozen=True, slots=True)
class Habits:
    """How this county works: the hours of stations that did not give theirs, and when to call again."""

    usual: Hours = USUAL
    ladder: Ladder = USUAL_LADDER

    def hours(self, station: Station | None) -> Hours:
        """When this station works, or, for None, the county."""
        return hours_of(station_of(station) if station else None, self.usual)


def after_miss(referral: Referral, habits: Habits, now: datetime) -> bool:
    """Have it rest to the next rung, the call that reached nobody being noted; False when there is none left.

    Who wants no calls is not given up for calls: there always is one.
    """
    tries = fruitless(referral.events)
    if tries > len(habits.ladder) and not referral.registration.in_writing:
        return False
    rung = habits.ladder[min(tries, len(habits.ladder)) - 1]
    referral.rests_until, referral.rest_note = next_try(habits.hours(referral.station), rung, now), ""
    return True


def for_an_answer(referral: Referral, habits: Habits, now: datetime) -> None:
    """Have it rest to the first rung: the person was written to and may answer before."""
    back = next_try(habits.hours(referral.station), habits.ladder[0], now)
    referral.rests_until, referral.rest_note = back, ANSWER


def until(referral: Referral, day: date, note: str, habits: Habits, now: datetime) -> datetime:
    """Have it rest to the morning of this day, or of the first working day after it: that moment. Raises Unfit."""
    if not timedelta() < day - today(now) <= LONGEST:
        raise Unfit
    back = begins(habits.hours(referral.station), day)
    referral.rests_until, referral.rest_note = back, note or AGREED
    return back


def wake(referral: Referral) -> None:
    """It is to be worked now."""
    referral.rests_until, referral.rest_note = None, ""
