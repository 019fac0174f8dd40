"""Days and hours as people in the county have them."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""China has one time zone and no summer time."""


def local(moment: datetime) -> datetime:
    """Return this (aware) moment on the county's clock."""
    return moment.astimezone(CHINA)


def today(moment: datetime) -> date:
    """Return the county's date at this moment."""
    return local(moment).date()
