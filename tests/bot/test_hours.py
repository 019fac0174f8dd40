"""Working hours over fixed moments: what is read, what is open, when the call will have been made."""

from datetime import date, datetime, time

import pytest

from bot import hours
from bot.hours import USUAL, read_hours
from bot.phrases import hours as words
from bot.when import CHINA, by_day

MORNING, AFTERNOON = (time(8, 30), time(11, 30)), (time(14, 30), time(17, 30))


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    [
        "周一到周五 8:30—11:30，14:30—17:30",
        "周一至周五8:30-11:30,下午2:30-5:30",
        "工作日上午8:30~11:30 下午14:30~17:30",
        "星期一到星期五 上午8点半—11点半，下午2点半—5点半（周末、法定节假日休息）",
        "上班时间：8：30－11：30；14：30－17：30",
        "周一、周二、周三、周四、周五 8点30到11点30，14点30到17点30",
    ],
)
def test_the_usual_hours_in_the_ways_they_are_written(text: str) -> None:
    assert read_hours(text) == USUAL


def test_other_weeks() -> None:
    saturday = read_hours("周一到周五 8:00-17:00；周六 9:00—11:30")
    assert saturday
    assert saturday.week == (((time(8), time(17)),),) * 5 + (((time(9), time(11, 30)),), ())
    every = read_hours("每天 8点到18点")
    assert every
    assert every.week == (((time(8), time(18)),),) * 7


@pytest.mark.parametrize("text", ["", "看村部有没有人", "夏季 8:00-12:00", "9:00-99:00", "17:00-17:00", "周一到周五"])
def test_what_cannot_be_read_is_not_guessed(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        (date(2026, 11, 25), (MORNING, AFTERNOON)),
        (date(2026, 11, 28), ()),  # Saturday
        (date(2026, 9, 20), (MORNING, AFTERNOON)),  # Sunday, worked for National Day
        (date(2026, 10, 10), (MORNING, AFTERNOON)),  # Saturday, worked for National Day
        (date(2026, 10, 1), ()),  # Thursday, National Day
        (date(2031, 10, 1), (MORNING, AFTERNOON)),  # not known yet: a Wednesday
    ],
)
def test_days(day: date, spans: hours.Spans) -> None:
    assert hours.spans_on(USUAL, day) == spans


def test_who_works_on_sundays_does_so_but_not_on_a_holiday() -> None:
    every = read_hours("每天 8:00-18:00")
    assert every
    assert hours.spans_on(every, date(2026, 11, 29)) == ((time(8), time(18)),)
    assert hours.spans_on(every, date(2026, 10, 4)) == ()


@pytest.mark.parametrize(
    ("now", "by", "opens"),
    [
        (at(11, 25, 9), at(11, 25, 11, 30), None),
        (at(11, 25, 10), at(11, 25, 17, 30), None),  # less than two hours before noon
        (at(11, 25, 12), at(11, 25, 17, 30), at(11, 25, 14, 30)),  # lunch
        (at(11, 25, 15), at(11, 25, 17, 30), None),
        (at(11, 25, 17), at(11, 26, 11, 30), None),
        (at(11, 25, 19), at(11, 26, 11, 30), at(11, 26, 8, 30)),
        (at(11, 26, 6), at(11, 26, 11, 30), at(11, 26, 8, 30)),
        (at(11, 28, 10), at(11, 30, 11, 30), at(11, 30, 8, 30)),  # Saturday
        (at(9, 20, 9), at(9, 20, 11, 30), None),  # a Sunday that is worked
        (at(9, 30, 17), at(10, 8, 11, 30), None),  # the eve of National Day
        (at(10, 3, 9), at(10, 8, 11, 30), at(10, 8, 8, 30)),
    ],
)
def test_promises(now: datetime, by: datetime, opens: datetime | None) -> None:
    assert hours.promise(USUAL, now) == hours.Promise(now, by, opens)
    assert hours.is_open(USUAL, now) is (opens is None)


def test_how_it_is_said() -> None:
    now = at(11, 24, 19)
    assert words.at(at(11, 24, 20), now) == "今天晚上8点"
    assert words.at(at(11, 25, 8, 30), now) == "明天（周三）上午8点半"
    assert words.at(at(11, 26, 17, 30), now) == "后天（周四）下午5点半"
    assert words.at(at(11, 30, 12), now) == "周一（11月30日）中午12点"
    assert words.at(at(12, 7, 9, 5), now) == "12月7日（周一）上午9点05分"
    promised = hours.promise(USUAL, now)
    assert words.will_call(promised, "13800001234") == (
        "明天（周三）上午11点半前打您的电话13800001234。驿站这会儿下班了，明天（周三）上午8点半上班。"
    )
    lunch = hours.promise(USUAL, at(11, 24, 12))
    assert words.calls(lunch, "13800001234") == (
        "在今天下午5点半前给您打电话（13800001234）。驿站这会儿还没上班，今天下午2点半上班"
    )


def test_nobody_is_written_to_at_night() -> None:
    assert by_day(at(11, 24, 19, 59)) == at(11, 24, 19, 59)
    assert by_day(at(11, 24, 20)) == at(11, 25, 8)
    assert by_day(at(11, 25, 7, 59)) == at(11, 25, 8)


def test_the_calendar_tells_how_far_it_reaches() -> None:
    assert hours.known_until() >= 2026
