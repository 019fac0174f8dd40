"""From a recording to words: decoding, and what listens. Its rule: it gets bytes and gives text, and keeps nothing.

Everything that listens gets the same sound (`audio.RATE` samples a second, 16 bit, one channel), whatever WeChat sent.
"""

from typing import Protocol


class Unheard(Exception):
    """Nobody could listen. The reason holds nothing that was said, so it may be logged.

    `permanent`: an operator has to act, `remedy` tells what to do in Chinese; else it may go well the next time.
    """

    def __init__(self, reason: str, *, permanent: bool, remedy: str = "") -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.remedy = remedy


class Transcriber(Protocol):
    """Listens to at most a minute of speech."""

    def hear(self, sound: bytes) -> str:
        """What was said, "" when nothing could be made out. Takes less than 25 seconds. Raises Unheard."""
        ...
