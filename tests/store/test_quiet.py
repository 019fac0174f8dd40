"""When a talk that staff left alone is the bot's again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.hours import USUAL
from store.talks.quiet import quiet_until

TWO = timedelta(hours=2)


def at(text: str, day: int = 24) -> datetime:
    """A clock time of the county, on a Tuesday or (28) a Saturday in November."""
    hour, minute = map(int, text.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("acted", "ends"),
    [
        ("8:30", "10:30"),
        ("10:30", "15:30"),  # lunch does not count
        ("12:00", "16:30"),
        ("16:00", "17:30"),  # they go home
        ("17:20", "17:50"),  # but whoever just wrote is given half an hour
        ("7:00", "10:30"),
        ("19:00", "21:00"),  # nobody is expected back: by the clock
    ],
)
def test_on_a_working_day(acted: str, ends: str) -> None:
    assert quiet_until(USUAL, at(acted), TWO) == at(ends)


def test_on_a_day_off() -> None:
    assert quiet_until(USUAL, at("9:00", 28), TWO) == at("11:00", 28)
