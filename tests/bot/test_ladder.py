"""When somebody is called again: in working time, on the county's calendar."""

from datetime import date, datetime
from itertools import islice

import pytest

from bot.hours import USUAL, read_hours
from bot.ladder import USUAL as LADDER
from bot.ladder import Rung, Wait, begins, ends_after, next_try, read_ladder
from bot.when import CHINA, local


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)


def shown(moment: datetime) -> str:
    return f"{local(moment):%m-%d %H:%M}"


def again(word: str, now: str, hours: str = "") -> str:
    ladder, read = read_ladder(word), read_hours(hours) if hours else USUAL
    assert ladder
    assert read
    return shown(next_try(read, ladder[0], at(now)))


@pytest.mark.parametrize(
    ("word", "now", "then"),
    [
        ("2h", "03-02 09:00", "03-02 11:00"),
        ("2h", "03-02 10:00", "03-02 14:30"),  # twelve is lunch
        ("2h", "03-02 16:30", "03-03 08:30"),
        ("2h", "03-06 16:30", "03-09 08:30"),  # a Friday
        ("morning", "03-02 08:00", "03-03 08:30"),
        ("morning", "02-13 10:00", "02-14 08:30"),  # a Saturday that is worked before the Spring Festival
        ("morning", "02-14 10:00", "02-24 08:30"),  # and the festival
        ("afternoon", "03-02 09:00", "03-02 14:30"),
        ("afternoon", "03-02 15:00", "03-03 14:30"),
        ("3d", "03-02 15:00", "03-05 08:30"),
        ("3d", "03-04 15:00", "03-09 08:30"),
    ],
)
def test_each_rung_falls_into_working_time(word: str, now: str, then: str) -> None:
    assert again(word, now) == then


def test_a_station_without_a_lunch_break_has_an_afternoon_and_one_without_afternoons_a_morning() -> None:
    assert again("afternoon", "03-02 09:00", "周一到周五 9:00—17:00") == "03-02 14:00"
    assert again("afternoon", "03-02 09:00", "周一到周五 8:00—12:00") == "03-03 08:00"


def test_an_agreed_day_that_is_free_goes_on_to_the_next_worked_one() -> None:
    assert shown(begins(USUAL, date(2026, 3, 7))) == "03-09 08:30"


def test_half_days_end_for_lunch_and_in_the_evening() -> None:
    ends = [shown(moment) for moment in islice(ends_after(USUAL, at("03-06 11:30")), 3)]
    assert ends == ["03-06 17:30", "03-09 11:30", "03-09 17:30"]


def test_the_usual_ladder_is_what_the_setting_says() -> None:
    assert read_ladder("2h morning afternoon 3d") == LADDER
    assert read_ladder("1d") == (Rung(Wait.DAYS, 1),)


@pytest.mark.parametrize("text", ["", "soon", "2h soon", "0h", "h", "100d"])
def test_what_is_no_ladder_is_refused(text: str) -> None:
    assert read_ladder(text) is None
