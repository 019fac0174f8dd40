"""What a person did, with nothing of WeChat left in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    """The ways in which a person can turn to us; and `TIMER`, which is no act of theirs: a set time has come."""

    TEXT = "text"
    VOICE = "voice"
    IMAGE = "image"
    STICKER = "sticker"
    LOCATION = "location"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    MENU = "menu"
    TIMER = "timer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One act of one person.

    `key` is unique for the act and the same for every redelivery of it; `at` is when we received it (aware).
    `text` is what was written, what a voice message was heard to say ("" when nobody could), a menu's key, or what
    a timer is for (see `timers`).
    `choice` is the token of a tapped choice (see `effects.Choice`), `scene` the code of a scanned QR code,
    `latitude` and `longitude` are degrees (GCJ-02, as WeChat sends them).
    """

    person: str
    key: str
    kind: Kind
    at: datetime
    text: str = ""
    choice: str = ""
    media: str = ""
    scene: str = ""
    latitude: float | None = None
    longitude: float | None = None
    label: str = ""

    @property
    def trace(self) -> str:
        """What stands for the message in the log: the same for its redeliveries, and nobody's name."""
        return blake2b(f"{self.person} {self.key}".encode(), digest_size=5).hexdigest()
