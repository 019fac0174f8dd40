"""What workers need of the world. Both raise `bot.ports.ChannelError` when something could not be handed over."""

from dataclasses import dataclass
from typing import Protocol

from bot.effects import Say
from bot.records import RecordKind


class Messenger(Protocol):
    """Writes to a person's phone on our own account (WeChat's customer-service message)."""

    def send(self, person: str, say: Say) -> None:
        """Send `say` to the person with this channel id. Raises ChannelError."""
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What staff are told of: nothing about the person. `station` is "" for the county's queue.

    `waiting` is how many referrals nobody has taken yet in that queue, this one included. `urgent`: its
    person was promised a call, and says that none came.
    """

    station: str
    robot_url: str
    kind: RecordKind
    waiting: int
    urgent: bool = False


class Notifier(Protocol):
    """Tells staff that somebody waits."""

    def tell(self, news: News) -> None:
        """Pass the news on. Raises ChannelError."""
        ...
