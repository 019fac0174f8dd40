"""What a person did, with nothing of WeChat left in it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Final

_RUN: Final = re.compile(r"(.)\1{30,}", re.DOTALL)


def squeezed(text: str) -> str:
    """The text with no sign more than thirty times in a row: a key that hung says no more, and costs whole seconds."""
    return _RUN.sub(lambda run: run[0][:30], text)


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


class Window(StrEnum):
    """What an act of a person allows us to send them afterwards; how much and how long is the channel's rule."""

    WROTE = "wrote"
    TAPPED = "tapped"


_NO_MESSAGE = {
    Kind.FOLLOW: Window.TAPPED,
    Kind.SCAN: Window.TAPPED,
    Kind.MENU: Window.TAPPED,
    Kind.UNFOLLOW: None,
    Kind.TIMER: None,
}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One act of one person.

    `key` is unique for the act and the same for every redelivery of it; `at` is when we received it (aware). `text` is
    what was written, what a voice message was heard to say ("" when nobody could), a menu's key, or what a timer is for
    (see `timers`). `choice` is the token of a tapped choice (see `effects.Choice`), `scene` the code of a scanned QR
    code, `latitude` and `longitude` are degrees (GCJ-02, as WeChat sends them). `media` is WeChat's id of a recording
    or picture. `said_to` is set when a recording was heard only after a while: the `Session.question` it was said to.
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
    said_to: str | None = None

    def with_text(self, text: str) -> "Inbound":
        """The same act with another text."""
        return self if text == self.text else replace(self, text=text)

    @property
    def window(self) -> Window | None:
        """What the act allows us to send; None after leaving, and when the turn is not begun by the person."""
        heard_late = self.said_to is not None
        return None if heard_late else _NO_MESSAGE.get(self.kind, Window.WROTE)

    @property
    def trace(self) -> str:
        """What stands for the message in the log: the same for its redeliveries, and nobody's name."""
        return blake2b(f"{self.person} {self.key}".encode(), digest_size=5).hexdigest()
