"""What can be pushed, as the form offers it and as the phone will show it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine

from bot.phrases import policy, pushes, talk
from bot.policy import Entry
from bot.when import today
from store.database import reading
from store.facts import open_courses, open_jobs
from store.mapping import course_of, job_of
from store.pushing.pushes import LONGEST_TITLE, Content

FREE = "text"


def offered(engine: Engine, book: Sequence[Entry], now: datetime) -> Mapping[str, Sequence[tuple[str, str]]]:
    """(value, title) of all that can be chosen, by kind."""
    with reading(engine) as session:
        courses = [(f"course:{row.id}", row.title) for row in session.scalars(open_courses(today(now)))]
        jobs = [(f"job:{row.id}", row.title) for row in session.scalars(open_jobs(today(now)))]
    return {
        "招工": jobs,
        "培训班": courses,
        "政策": [(f"policy:{entry.id}", entry.title) for entry in _current(book, now)],
    }


def content(engine: Engine, book: Sequence[Entry], now: datetime, chosen: str, title: str, text: str) -> Content | None:
    """What is to be sent; None when there is no such thing (any more). `title` and `text` are of a free text."""
    if chosen == FREE:
        return Content(title.strip(), pushes.closing(text.strip())) if text.strip() else None
    if chosen.startswith("policy:"):
        entries = (entry for entry in _current(book, now) if chosen == f"policy:{entry.id}")
        return next((_of_policy(entry, today(now)) for entry in entries), None)
    with reading(engine) as session:
        for row in session.scalars(open_jobs(today(now))):
            if chosen == f"job:{row.id}":
                return _of_offer(row.title, pushes.job(job_of(row)), pushes.JOB, chosen)
        for course in session.scalars(open_courses(today(now))):
            if chosen == f"course:{course.id}":
                return _of_offer(course.title, pushes.course(course_of(course)), pushes.COURSE, chosen)
    return None


def _of_offer(title: str, text: str, choice: tuple[str, str], source: str) -> Content:
    return Content(title[:LONGEST_TITLE], pushes.closing(text), (choice,), source)


def _of_policy(entry: Entry, on: date) -> Content:
    """Word for word from the book, with its source."""
    more = ((f"more.{entry.id}", talk.TELL_MORE),) if entry.more else ()
    service = (talk.SERVICES[entry.service],) if entry.service in talk.SERVICES else ()
    text = pushes.closing(policy.answer(entry, on))
    return Content(entry.title[:LONGEST_TITLE], text, (*more, *service), f"policy:{entry.id}")


def _current(book: Sequence[Entry], now: datetime) -> list[Entry]:
    return [entry for entry in book if entry.current(today(now))]
