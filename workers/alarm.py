"""Tells the county that something owed does not get out, once, and once more when it is over."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.ports import ChannelError

LATE = timedelta(minutes=5)

ALARM = (
    "有该送出的消息送不出去：最早的一条已经等了{minutes}分钟。驿站和群众可能收不到通知，请先看工作台，"
    "并请管理员运行 yizhan doctor。"
)
OVER = "积压的消息都送出去了。"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Whether it was told stands in the file `told`: Redis or the database may be what is out of order."""

    told: Path
    warn: Callable[[str], None]

    def look(self, since: datetime | None, now: datetime) -> None:
        """`since` is when the oldest row became due, None when nothing is. Never raises."""
        late = since is not None and now - since > LATE
        if late == self.told.exists():
            return
        waits = now - since if since else timedelta()
        text = ALARM.format(minutes=waits // timedelta(minutes=1)) if late else OVER
        log.warning("outbox: oldest row waits %.0f s", waits.total_seconds())
        try:
            self.warn(text)
            if late:
                self.told.touch(mode=0o600)
            else:
                self.told.unlink(missing_ok=True)
        except (ChannelError, OSError) as problem:
            log.warning("the county was not told (%s), trying again", type(problem).__name__)
