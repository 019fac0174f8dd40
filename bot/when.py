"""Days and hours as people in the county have them."""

from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""China has one time zone and no summer time."""


def local(moment: datetime) -> datetime:
    """Return this (aware) moment on the county's clock."""
    return moment.astimezone(CHINA)


MORNING, EVENING = time(8), time(20)
"""Between these we may write to people of our own accord; at night never."""


def by_day(moment: datetime) -> datetime:
    """The moment itself, or the next morning's `MORNING` if it is at night."""
    there = local(moment)
    if MORNING <= there.time() < EVENING:
        return moment
    day = there.date() + timedelta(days=there.time() >= EVENING)
    return datetime.combine(day, MORNING, CHINA)


def today(moment: datetime) -> date:
    """Return the county's date at this moment."""
    return local(moment).date()
