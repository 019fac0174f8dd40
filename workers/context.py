"""What a job works with, built once per process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from redis import Redis
from sqlalchemy import Engine

from bot.hours import USUAL, Hours
from bot.message import Inbound
from bot.outcome import Outcome
from store.connection import connect_patiently
from store.media.archive import Archive
from store.queue import RqDispatch
from store.referrals.resting import Habits
from store.sending.acts import LastActs, RedisActs
from store.sessions import RedisSessions
from voice import Transcriber
from workers.alarm import Alarm
from workers.nightly import Nightly
from workers.ports import Messenger, Notifier
from workers.retention import Clearing
from workers.robot import WeComRobot

if TYPE_CHECKING:
    from wiring import Services as Built

Payload = Mapping[str, int]
"""What an outbox row holds: ids."""


@dataclass(frozen=True, slots=True)
class TalkRules:
    """`patience` is the working time after which a talk that staff left alone is the bot's again.

    `usual` are the county's working hours; what was said in talks is kept for `keep_for`.
    """

    patience: timedelta = timedelta(hours=2)
    usual: Hours = USUAL
    keep_for: timedelta = timedelta(days=90)


def nobody_attends(person: str, mark: str) -> None:
    """For a house without Redis."""


@dataclass(frozen=True, slots=True)
class Services:
    """`redis` is the queues' connection, `now` the clock (aware), `handle` takes a turn of the bot.

    `acts` tells when people last did something, `hold` sets the mark of held mail (see `Sessions`). `archive` has the
    files of recordings, which stay there `keep_for` so long; `transcriber` listens to them, if any. `nightly`
    makes backups, if any are to be made, `alarm` tells when what is owed does not get out, `clearing` deletes what was
    kept long enough. `habits` are how this county works. `attend` marks that staff have a talk (see `Sessions`).
    """

    engine: Engine
    redis: Redis
    messenger: Messenger
    notifier: Notifier
    now: Callable[[], datetime]
    handle: Callable[[Inbound], Outcome]
    acts: LastActs
    hold: Callable[[str, str], None]
    archive: Archive
    keep_for: timedelta
    transcriber: Transcriber | None = None
    nightly: Nightly | None = None
    alarm: Alarm | None = None
    clearing: Clearing | None = None
    habits: Habits = field(default_factory=Habits)
    attend: Callable[[str, str], None] = nobody_attends
    talk_rules: TalkRules = field(default_factory=TalkRules)

    def kick(self, outbox: Sequence[int]) -> None:
        """Have these new rows delivered now, see `bot.ports.Dispatch`."""
        RqDispatch(self.redis).kick(outbox)


_given: list[Services] = []


def services() -> Services:
    """What this process works with: what was given, else what the environment describes."""
    return _given[-1] if _given else _from_environment()


@contextmanager
def given(services: Services) -> Iterator[None]:
    """Work with `services` inside the block: for tests."""
    _given.append(services)
    try:
        yield
    finally:
        _given.pop()


def _nightly(built: "Built", robot: WeComRobot) -> Nightly | None:
    settings = built.settings
    if not settings.backups_kept:
        return None
    place, folder, journal = built.place, settings.backup_dir, built.journal
    return Nightly(place, folder, settings.backup_hour, settings.backups_kept, journal, robot.warn, built.now)


@cache
def _from_environment() -> Services:
    from wiring import build  # not before a worker really starts: it loads everything

    built = build()
    settings = built.settings
    robot = WeComRobot(settings.staff_robot_url)
    redis = connect_patiently(built.redis_url)
    return Services(
        built.engine,
        redis,
        built.messenger,
        robot,
        built.now,
        built.later_conversation.handle,
        RedisActs(redis),
        RedisSessions(redis).hold,
        built.archive,
        timedelta(days=settings.recordings_days),
        built.transcriber,
        _nightly(built, robot),
        Alarm(built.settings.data_dir / "outbox-late", robot.warn),
        Clearing(built.engine, redis, built.settings.keep_days, built.now),
        built.habits,
        RedisSessions(redis).attend,
        TalkRules(timedelta(hours=settings.takeover_hours), built.county_hours, timedelta(days=settings.talk_days)),
    )
