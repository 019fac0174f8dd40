"""When it is over: time is put forward until nothing is owed, and the stores are read as the console reads them."""

import threading
import time
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from store.database import reading, writing
from store.queue import JOB_SECONDS
from store.referrals import piles
from store.referrals.piles import Pile
from store.staff import Member
from store.tables import Deed, Message, Outbox, Person, Registration, Role, Station
from tests.chaos.history import Filed, History, Somebody, Stored, Written
from tests.chaos.people import Talker
from tests.chaos.system import System
from tests.chaos.wechat import WeChat

SOON = ("referral", "message", "recording", "hearing")
"""Kinds of rows that are owed at once; alarms and the like lie in the future on purpose."""


def townships(engine: Engine) -> list[str]:
    """Those that have a station."""
    with reading(engine) as session:
        return sorted(session.scalars(select(Station.township)))


def recover(system: System, wechat: WeChat, somebody: Somebody, patience: float) -> float | None:
    """Have somebody new get everything done; how many seconds it took until that worked, None when it did not."""
    began, aside, ended, calm = time.monotonic(), History([somebody]), threading.Event(), threading.Event()
    calm.set()
    timer = threading.Timer(patience, ended.set)
    timer.start()
    try:
        newcomer = Talker(somebody, lambda who, text: wechat.deliver(who, text, aside), aside, "last", 0.1)
        newcomer.talk(ended, calm)
        while not system.ready() and time.monotonic() < began + patience:
            time.sleep(0.1)
    finally:
        timer.cancel()
    return time.monotonic() - began if aside.finished and system.ready() else None


def put_time_forward(engine: Engine, seconds: float) -> int:
    """Make what waits for its next try due now, until nothing is owed; how much still is after so many seconds.

    An attempt that is under way is left alone. One that was cut off looks the same, but for longer than a job may take.
    """
    until, seen = time.monotonic() + seconds, dict[tuple[int, datetime], float]()
    while True:
        now = datetime.now(UTC)
        with writing(engine) as session:
            mine = Outbox.kind.in_(SOON), Outbox.next_try_at.is_not(None)
            for row in session.scalars(select(Outbox).where(*mine, Outbox.next_try_at > now, Outbox.attempts > 0)):
                assert row.next_try_at
                since = seen.setdefault((row.id, row.next_try_at), time.monotonic())
                if row.last_error or time.monotonic() > since + JOB_SECONDS:
                    row.next_try_at = now
            owed = session.scalar(select(func.count()).where(*mine)) or 0
        if not owed or time.monotonic() > until:
            return owed
        time.sleep(0.5)


def read(engine: Engine, history: History, owed: int) -> Stored:
    """What stands."""
    with reading(engine) as session:
        people = {person.id: person.channel_id for person in session.scalars(select(Person))}
        keys: dict[int, list[str]] = {}
        for deed in session.scalars(select(Deed)):
            for registration in deed.registrations:
                keys.setdefault(registration, []).append(deed.message_key)
        filed = [
            Filed(row.referral.id, people[row.person_id], row.kind, row.name, row.phone, tuple(keys.get(row.id, ())))
            for row in session.scalars(select(Registration))
        ]
        written = session.scalars(select(Message)).all()
        letters = {
            letter.code: (people[row.person_id], _state(row))
            for letter in history.of(Written)
            for row in written
            if letter.code in row.text
        }
    return Stored(filed, _visible(engine), letters, owed)


def _state(row: Message) -> str:
    if row.held_at:
        return "waits"
    if row.carried_by:
        return "carried"
    return "arrived" if row.delivered_at else row.error or "owed"


def _visible(engine: Engine) -> dict[str, frozenset[int]]:
    """By township, what its station's staff find at their desk."""
    with reading(engine) as session:
        stations = session.scalars(select(Station)).all()
    return {station.township: frozenset(_at_desk(engine, station)) for station in stations}


def _at_desk(engine: Engine, station: Station) -> set[int]:
    member = Member(0, "", "", Role.STATION, station.id, station.name, station.township, active=True, proof="")
    found, now = set[int](), datetime.now(UTC)
    for pile in (Pile.OPEN, Pile.DONE):
        page = piles.queue(engine, member, pile, now)
        found |= {line.id for line in page.lines}
        while page.after:
            page = piles.queue(engine, member, pile, now, page.after)
            found |= {line.id for line in page.lines}
    return found
