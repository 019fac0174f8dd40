"""The only place that constructs anything: from settings to the services that doors and hands use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.conversation import Clock, Conversation
from bot.intents.detector import load as load_detector
from bot.policy.book import load as load_book
from bot.scene import Mind
from store.database import make_engine, upgrade
from store.examples import load as load_examples
from store.records import SqlRecords
from store.sessions import MemorySessions


def mind() -> Mind:
    """The detector and the policy book. Takes a second at first; processes that fork share it."""
    return Mind(load_detector(), load_book())


class NoDispatch:
    """For a talk without workers: nothing is delivered."""

    def kick(self, outbox: Sequence[int]) -> None:
        """See `Dispatch`."""


@dataclass
class Rehearsal:
    """A whole conversation in memory, with a clock that can be moved on."""

    conversation: Conversation
    engine: Engine
    ahead: timedelta = timedelta()

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.ahead += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The time on that clock."""
        return datetime.now(UTC) + self.ahead


def rehearse() -> Rehearsal:
    """Build the bot as it is, on memory stores, with the example stations, jobs and courses."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    load_examples(engine)
    records = SqlRecords(engine)
    return Rehearsal(Conversation(MemorySessions(), records, NoDispatch(), mind(), Clock()), engine)
