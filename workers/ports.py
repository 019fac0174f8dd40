"""What workers need of the world. All raise `bot.ports.ChannelError` when something could not be handed over.

Who listens to recordings is a `voice.Transcriber`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.effects import Say
from bot.records import RecordKind
from wechat.http import Media


class Crowd(Protocol):
    """Sends one text to many at once. All raise ChannelError."""

    def create_tag(self, name: str) -> int:
        """Make a tag; its id."""
        ...

    def delete_tag(self, tag: int) -> None:
        """Take it away again."""
        ...

    def tag_people(self, tag: int, people: Sequence[str]) -> None:
        """Give at most 50 people the tag, or nobody."""
        ...

    def untag_people(self, tag: int, people: Sequence[str]) -> None:
        """Take it from at most 50 people."""
        ...

    def send_to_tag(self, tag: int, text: str, key: str) -> None:
        """Send a text to all with the tag, once for each `key`."""
        ...


class Messenger(Crowd, Protocol):
    """Writes to a person's phone on our own account (WeChat's customer-service message), and fetches what they sent."""

    def send(self, person: str, say: Say) -> None:
        """Send `say` to the person with this channel id. Raises ChannelError."""
        ...

    def media(self, media_id: str) -> Media:
        """Fetch the file with this id, which a person sent in the last three days. Raises ChannelError."""
        ...

    @property
    def announces(self) -> bool:
        """Whether `announce` is set up."""
        ...

    def announce(self, person: str, title: str, text: str, at: datetime) -> None:
        """Tell of news in a few words, also long after the person did something. Raises ChannelError."""
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What staff are told of: nothing about the person. `station` is "" for the county's queue.

    `waiting` is how many referrals nobody has taken yet in that queue, this one included. `urgent`: its
    person was promised a call, and says that none came. `talks_to`: who of the staff has taken over the person's
    talk, in which words wait; "": it is about a referral.
    """

    station: str
    robot_url: str
    kind: RecordKind
    waiting: int
    urgent: bool = False
    talks_to: str = ""


class Notifier(Protocol):
    """Tells staff that somebody waits."""

    def tell(self, news: News) -> None:
        """Pass the news on. Raises ChannelError."""
        ...

    def warn(self, text: str, robot_url: str = "") -> None:
        """Tell this group, or the county's, that something needs somebody. Raises ChannelError."""
        ...
