"""What becomes due because of what changed, by whomever: new jobs are announced, free seats go to the next in line.

And because of time: staff hear in the morning what waits, and those above them what is overdue. Nobody who posts a job,
declines a request or raises a quota has to think of it.
"""

from collections.abc import Sequence

from bot.ports import StoreDown
from store.database import guarded, reading, writing
from store.offers import alerts, seats
from store.referrals import digests, escalations
from workers import talks
from workers.context import Services


def go_round(services: Services) -> int:
    """Owe what has become due, and hand it over; how many messages. Raises StoreDown."""
    owed = [*_announced(services), *_seated(services), *_told(services), *talks.go_round(services)]
    services.kick(owed)
    return len(owed)


def _announced(services: Services) -> Sequence[int]:
    now = services.now()
    with guarded(), reading(services.engine) as session:
        if not alerts.due(session, now):
            return ()
    with guarded(), writing(services.engine) as session:
        return alerts.announce(session, now)


def _seated(services: Services) -> list[int]:
    with guarded(), reading(services.engine) as session:
        pools = seats.lines(session)
    return [row for pool in pools for row in _filled(services, pool)]


def _told(services: Services) -> list[int]:
    """What the groups of staff are to hear. If another sweeper was quicker, the next round finds nothing left."""
    try:
        with guarded(), writing(services.engine) as session:
            given = (session, services.habits, services.now())
            return [*digests.owe(*given), *escalations.owe(*given)]
    except StoreDown:
        return []


def _filled(services: Services, pool: str) -> Sequence[int]:
    """One pool at a time; one that somebody works at just now waits for the next round."""
    try:
        with guarded(), writing(services.engine) as session:
            return seats.fill(session, pool, services.now())
    except StoreDown:
        return ()
