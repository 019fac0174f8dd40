"""What the console stands on: given once to `console_blueprint`, found again by every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from bot.policy import PolicyBook
from store.asked.knowledge import PolicyFile
from store.journal import Journal
from store.media.archive import Archive
from store.media.listening import Listening
from store.pushing.pushes import Pushes
from store.referrals.desk import Desk
from store.referrals.resting import Habits
from store.sending.acts import ReadActs, nothing_known
from store.sessions import RedisSessions
from store.sessions_in_memory import MemorySessions
from store.tables import Role
from store.talks.takeovers import Takeovers
from store.talks.transcript import RedisTranscript

EXTENSION = "yizhan-console"


@dataclass(frozen=True)
class Ground:
    """The stores and ports beneath the pages.

    `archive` has the files of people's recordings. `policy` is the file in which staff change answers, `book` gives
    those in use. `kick` hands fresh outbox rows to the workers (see `bot.ports.Dispatch`); `now` is the clock (aware).
    `acts` tells when people last did something at WeChat, `announces` whether a template for news is set up there.
    `habits` are how this county works. `sessions` are the bot's, `transcript` is where it notes what was said,
    `journal` where requests are noted outside the database. In `production` the session's cookie travels over HTTPS
    only. `second_for`: these log in with a second factor.
    """

    engine: Engine
    archive: Archive
    policy: PolicyFile
    book: Callable[[], PolicyBook]
    kick: Callable[[Sequence[int]], None]
    now: Callable[[], datetime]
    acts: ReadActs = nothing_known
    announces: bool = False
    habits: Habits = field(default_factory=Habits)
    production: bool = False
    second_for: frozenset[Role] = frozenset()
    sessions: RedisSessions | MemorySessions = field(default_factory=MemorySessions)
    transcript: RedisTranscript | None = None
    journal: Journal | None = None

    @cached_property
    def desk(self) -> Desk:
        """Where referrals are worked."""
        return Desk(self.engine, self.kick, self.now, self.habits)

    @cached_property
    def pushes(self) -> Pushes:
        """News for many."""
        return Pushes(self.engine, self.kick, self.now, self.acts, self.announces)

    @cached_property
    def listening(self) -> Listening:
        """People's recordings."""
        return Listening(self.engine, self.archive, self.kick, self.now)

    @cached_property
    def takeovers(self) -> Takeovers:
        """Talks that staff take over."""
        return Takeovers(self.engine, self.kick, self.now, self.sessions.attend)


def ground() -> Ground:
    """That of this app."""
    return cast("Ground", current_app.extensions[EXTENSION])
