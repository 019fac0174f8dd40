"""What the stations' QR codes say: asked of WeChat once for each account and scene, and kept."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.ports import ChannelError
from store.database import reading, writing
from store.tables import SceneCode

TRY_AGAIN = timedelta(minutes=10)

_log = logging.getLogger(__name__)


class Codes:
    """The codes of one WeChat account. `make` asks WeChat for what a scene's code says, and raises ChannelError."""

    def __init__(self, engine: Engine, account: str, make: Callable[[str], str], now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._account = account
        self._make = make
        self._now = now
        self._known: dict[str, str] = {}
        self._not_before: datetime | None = None
        self._lock = threading.Lock()

    def fetch(self, scene: str) -> str:
        """What the code of `scene` says. Raises ChannelError when it is not known and WeChat does not tell."""
        return self._known.get(scene) or self._stored(scene) or self._made(scene)

    def known(self, scene: str) -> str:
        """The same for a page that must come: "" without a code.

        WeChat is asked for one code at a time, and after a failure not before `TRY_AGAIN` has passed.
        """
        found = self._known.get(scene) or self._stored(scene)
        resting = self._not_before is not None and self._now() < self._not_before
        if found or resting or not self._lock.acquire(blocking=False):
            return found
        try:
            return self._made(scene)
        except ChannelError as error:
            self._not_before = self._now() + TRY_AGAIN
            _log.warning("no QR code for scene %s: %s", scene, error)
            return ""
        finally:
            self._lock.release()

    def _stored(self, scene: str) -> str:
        with reading(self._engine) as session:
            row = session.get(SceneCode, (self._account, scene))
        if row is None:
            return ""
        self._known[scene] = row.url
        return row.url

    def _made(self, scene: str) -> str:
        url = self._make(scene)
        try:
            with writing(self._engine) as session:
                session.add(SceneCode(account=self._account, scene=scene, url=url))
        except IntegrityError:  # another process was faster: a scene has one code
            return self._stored(scene)
        self._known[scene] = url
        return url
