"""What becomes due because of what changed, by whomever: new jobs are announced, free seats go to the next in line.

And because of time: staff hear in the morning what waits, and those above them what is overdue. Nobody who posts a job,
declines a request or raises a quota has to think of it.
"""

import time
from collections.abc import Sequence

from bot.ports import StoreDown
from store.database import guarded, reading, writing
from store.offers import alerts, seats
from store.referrals import colleagues, digests, escalations
from workers import talks
from workers.context import Services

LONGEST = 10.0
"""Seconds in which new jobs are announced; other things are due as well."""


def go_round(services: Services) -> int:
    """Owe what has become due, and hand it over; how many messages. Raises StoreDown."""
    owed = [*_announced(services), *_seated(services), *_told(services), *talks.go_round(services)]
    services.kick(owed)
    return len(owed)


def _announced(services: Services) -> list[int]:
    """A few people at a time; what is not reached in `LONGEST` seconds has the next round."""
    now, until, owed = services.now(), time.monotonic() + LONGEST, list[int]()
    with guarded(), reading(services.engine) as session:
        jobs = alerts.due(session, now)
    for job in jobs:
        if time.monotonic() > until:
            break
        with guarded(), reading(services.engine) as session:
            whom = alerts.whom_it_fits(session, job)
        for begin in range(0, len(whom), alerts.AT_ONCE):
            if time.monotonic() > until:
                return owed
            with guarded(), writing(services.engine) as session:
                owed += alerts.announce(session, job, whom[begin : begin + alerts.AT_ONCE], now)
        with guarded(), writing(services.engine) as session:
            alerts.announced(session, job, now)
    return owed


def _seated(services: Services) -> list[int]:
    with guarded(), reading(services.engine) as session:
        pools = seats.lines(session)
    return [row for pool in pools for row in _filled(services, pool)]


def _told(services: Services) -> list[int]:
    """What the groups of staff are to hear; and what is in the hands of nobody any more is freed.

    If another sweeper was quicker, the next round finds nothing left.
    """
    given = (services.habits, services.now())
    with guarded(), reading(services.engine) as session:
        if not (digests.due(session, *given) or escalations.due(session, *given) or colleagues.gone(session)):
            return []
    try:
        with guarded(), writing(services.engine) as session:
            colleagues.free_of_the_gone(session, services.now())
            return [*digests.owe(session, *given), *escalations.owe(session, *given)]
    except StoreDown:
        return []


def _filled(services: Services, pool: str) -> Sequence[int]:
    """One pool at a time; one that somebody works at just now waits for the next round."""
    try:
        with guarded(), writing(services.engine) as session:
            return seats.fill(session, pool, services.now())
    except StoreDown:
        return ()
