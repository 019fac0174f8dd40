"""Whom a push would reach, and why not the others: the same gate that stands before the sending, over all at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.when import local
from store.sending.acts import ReadActs
from store.sending.ledger import budget, sent_lately
from store.sending.news import Road, Why, gate, standing
from store.tables import Got, Person, Push, PushPerson, Reach

SAME_AGAIN = timedelta(days=30)
REACHED = (Got.SENT, Got.ANNOUNCED, Got.UNSURE)
A_MONTH = 4
"""Mass messages that a person gets in a calendar month at most: WeChat's rule."""


Verdict = tuple[Person, Road | Why]
"""A person, and the road by which they can be reached now, or why they cannot."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What there is besides SQL: when people last did something, whether a template is set up, the time."""

    acts: ReadActs
    announces: bool
    now: datetime


def verdicts(session: Session, people: Sequence[Person], push: Push, ways: Ways) -> Iterator[Verdict]:
    """The verdict for each of these people, in order."""
    found = _of_mass if push.reach is Reach.MASS else _of_each
    had = had_it(session, push, ways.now)
    for person, verdict in found(session, people, ways):
        yield person, Why.HAD if person.id in had and isinstance(verdict, Road) else verdict


def had_it(session: Session, push: Push, now: datetime, person: int | None = None) -> set[int]:
    """Who (of all, or this one) was sent the same thing by another push a short while ago."""
    if not push.source:
        return set()
    query = (
        select(PushPerson.person_id)
        .join(PushPerson.push)
        .where(Push.source == push.source, Push.id != push.id)
        .where(PushPerson.got.in_(REACHED), PushPerson.at > now - SAME_AGAIN)
    )
    return set(session.scalars(query if person is None else query.where(PushPerson.person_id == person)))


def count(found: Iterator[Verdict]) -> Counter[Road | Why]:
    """How many by each road, and how many not for each reason."""
    return Counter(verdict for _, verdict in found)


def _of_each(session: Session, people: Sequence[Person], ways: Ways) -> Iterator[Verdict]:
    only = [person.id for person in people] if len(people) < 100 else None
    sent = sent_lately(session, ways.now, only)
    for person, acts in zip(people, ways.acts([person.channel_id for person in people]), strict=True):
        left = budget(acts, sent.get(person.id, ()), ways.now)
        yield person, gate(standing(person, left, ways.announces))


def _of_mass(session: Session, people: Sequence[Person], ways: Ways) -> Iterator[Verdict]:
    had = _this_month(session, ways.now)
    for person in people:
        if not person.here:
            yield person, Why.LEFT
        elif not person.subscribed:
            yield person, Why.OPTED_OUT
        else:
            yield person, Why.MONTH if had.get(person.id, 0) >= A_MONTH else Road.MASS


def _this_month(session: Session, now: datetime) -> dict[int, int]:
    first = local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(PushPerson.person_id, func.count().label("number"))
        .join(PushPerson.push)
        .where(Push.reach == Reach.MASS, PushPerson.got.in_(REACHED), PushPerson.at >= first)
        .group_by(PushPerson.person_id)
    )
    return {row.person_id: row.number for row in session.execute(query)}
