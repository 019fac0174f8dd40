"""What a station's screen shows, as plain data: its own township's jobs first, then courses, policies, stories."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bot.facts import Facts
from bot.phrases import policy
from bot.phrases import screen as words
from bot.phrases import stories as story_words
from bot.policy import Entry
from bot.readers.place import township_name
from bot.records import Course, Job, Station
from bot.stories import Story
from bot.when import today
from store.offers.produce import OnOffer

MOST_JOBS = 24
MOST_COURSES = 12
MOST_GOODS = 12

Shown = dict[str, Any]


def feed(station: Station, facts: Facts, entries: Iterable[Entry], stories: Sequence[Story], now: datetime) -> Shown:
    """Everything for one screen. `until` is the last day (ISO, or null) on which a thing may be shown."""
    day = today(now)
    jobs = sorted(facts.jobs(), key=lambda job: job.township != station.township)[:MOST_JOBS]
    courses = sorted(facts.courses(), key=lambda course: course.township != station.township)[:MOST_COURSES]
    near = sorted(stories, key=lambda story: story.township != station.township)
    return {
        "time": int(now.timestamp()),
        "station": _station(station),
        "jobs": [_job(job, station) for job in jobs],
        "courses": [_course(course) for course in courses],
        "policies": [_policy(entry, day) for entry in entries if entry.current(day)],
        "stories": [_story(story) for story in near],
    }


def _station(station: Station) -> Shown:
    return {
        "name": _marked(station.name, station.example),
        "address": station.address,
        "phone": station.phone,
        "hours": station.hours,
    }


def _job(job: Job, station: Station) -> Shown:
    return {
        "title": _marked(job.title, job.example),
        "pay": job.pay,
        "where": _joined(job.employer, job.place),
        "kind": words.JOB_KINDS[job.kind],
        "detail": job.detail,
        "near": job.township == station.township,
    }


def _course(course: Course) -> Shown:
    return {
        "title": _marked(course.title, course.example),
        "starts": course.starts,
        "where": _joined(course.place, words.SEATS.format(seats=course.seats) if course.seats else ""),
        "detail": course.detail,
    }


def goods(offers: Iterable[OnOffer], station: Station) -> list[Shown]:
    """What people of the county sell: the own township's first, and where."""
    near = sorted(offers, key=lambda offer: offer.township != station.township)[:MOST_GOODS]
    return [{"what": f"{each.product} {each.quantity}".strip(), "where": township_name(each.township)} for each in near]


def _policy(entry: Entry, day: date) -> Shown:
    """Word for word, with the source and since when it holds."""
    county = policy.supplied(entry, day)
    open_points = entry.open_points(day)
    missing = words.NO_FIGURE.format(missing="、".join(open_points)) if open_points else ""
    return {
        "title": entry.title,
        "text": [part for part in (entry.answer, county) if part],
        "note": "".join(part for part in (entry.note, missing) if part),
        "source": f"{words.SOURCE.format(source=entry.source)}，{entry.valid_from}起",
        "until": _iso(entry.valid_until),
    }


def _story(story: Story) -> Shown:
    return {
        "title": story_words.headline(story),
        "kind": story_words.KINDS[story.kind],
        "text": list(story.body),
        "source": story_words.source(story),
        "until": _iso(story.until),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _marked(name: str, example: bool) -> str:
    return name + story_words.MARK if example and "示例" not in name else name
