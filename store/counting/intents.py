"""What messages are taken for, counted as they are read."""

import threading

from bot.intents import Detector, Reading
from config.logging import trace
from config.metrics import INTENTS


class Counted:
    """A detector that counts its readings. A turn may read one text several times: it counts once."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._last = threading.local()

    def read(self, text: str) -> Reading:
        """See `Detector`."""
        reading = self._detector.read(text)
        now = (trace(), text)
        if getattr(self._last, "read", None) != now:
            self._last.read = now
            INTENTS.labels(reading.intent, reading.band).inc()
        return reading
