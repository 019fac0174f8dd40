"""The workers of a talk in memory: the same jobs in the order of time, without Redis and without RQ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from redis import Redis

from bot.effects import Say
from bot.ports import ChannelError
from store.database import reading
from store.media.archive import Archive
from store.sending import outbox
from store.sending.acts import MemoryActs
from store.sending.alarms import MemoryAlarms, owe_alarms
from wechat.http import Media
from wiring import Rehearsal
from workers.context import Services
from workers.deliver import attempt_at
from workers.ports import News
from workers.rounds import go_round

NOT_HERE = ChannelError("not in a rehearsal", permanent=True)


@dataclass
class Phones:
    """What arrived on people's phones, as (person, words). No template is set up, and there are no files."""

    arrived: list[tuple[str, Say]] = field(default_factory=list)
    announces: bool = False

    def send(self, person: str, say: Say) -> None:
        """See `Messenger`."""
        self.arrived.append((person, say))

    def announce(self, person: str, title: str, text: str, at: datetime) -> None:
        """See `Messenger`."""
        raise NOT_HERE

    def media(self, media_id: str) -> Media:
        """See `Messenger`."""
        raise NOT_HERE

    def create_tag(self, name: str) -> int:
        """See `Crowd`."""
        raise NOT_HERE

    def delete_tag(self, tag: int) -> None:
        """See `Crowd`."""

    def tag_people(self, tag: int, people: Sequence[str]) -> None:
        """See `Crowd`."""
        raise NOT_HERE

    def untag_people(self, tag: int, people: Sequence[str]) -> None:
        """See `Crowd`."""

    def send_to_tag(self, tag: int, text: str, key: str) -> None:
        """See `Crowd`."""
        raise NOT_HERE


class Nobody:
    """Staff who are not there."""

    def tell(self, news: News) -> None:
        """See `Notifier`."""

    def warn(self, text: str, robot_url: str = "") -> None:
        """See `Notifier`."""


class HandsAtOnce(Services):
    """Services whose jobs are done where they are asked for."""

    def kick(self, outbox: Sequence[int]) -> None:
        """Do these now."""
        for row in outbox:
            attempt_at(self, row, 0)


class Backstage:
    """Carries out what a rehearsal's talk leaves to do."""

    def __init__(self, stage: Rehearsal) -> None:
        self._stage = stage
        self._phones = Phones()
        self._services = HandsAtOnce(
            stage.engine,
            Redis(),  # connects only when used, and nothing here uses it
            self._phones,
            Nobody(),
            stage.now,
            stage.later_conversation.handle,
            MemoryActs(stage.sessions),
            stage.sessions.hold,
            Archive(Path("recordings")),  # never written: there are no files
            timedelta(),
        )

    def wait(self, seconds: float) -> list[tuple[str, Say]]:
        """Let time pass, and everything happen that would happen in it; what arrived on whose phone, in order."""
        until = self._stage.now() + timedelta(seconds=seconds)
        go_round(self._services)
        while (row := self._next(until)) is not None:
            attempt_at(self._services, *row)
        self._stage.advance((until - self._stage.now()).total_seconds())
        arrived, self._phones.arrived = self._phones.arrived, []
        return arrived

    def _next(self, until: datetime) -> tuple[int, int] | None:
        """The row that is due first until then, and its attempt; the clock stands at its time afterwards."""
        owe_alarms(self._stage.engine, MemoryAlarms(self._stage.sessions), until)
        with reading(self._stage.engine) as session:
            row = outbox.first_due(session, until)
        if row is None:
            return None
        self._stage.advance(max(0.0, (row.due - self._stage.now()).total_seconds()))
        return row.id, row.attempts
