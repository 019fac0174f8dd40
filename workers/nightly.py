"""Once a night a backup is made, in a thread of the sweeper. Whether it is due, the files say."""

import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.ports import ChannelError, StoreDown
from bot.when import local
from store.backups.contents import BackupFailed, Place
from store.backups.making import backups_in, make, name_at
from store.database import guarded
from store.journal import Journal

AGAIN = timedelta(hours=1)  # after a failure
LEFT_BEHIND = 24 * 3600  # seconds after which what a killed backup left is in nobody's hands

log = logging.getLogger(__name__)


@dataclass
class Nightly:
    """Makes a backup of `place` into `folder` at `hour` (China time), and keeps the last `kept` of them.

    `journal` is kept as long as a backup that may need it. A failure is told once through `warn`, and stands in
    `failure` for the doctor until one goes well.
    """

    place: Place
    folder: Path
    hour: int
    kept: int
    journal: Journal
    warn: Callable[[str], None]
    now: Callable[[], datetime]
    thread: threading.Thread | None = field(default=None, init=False)
    not_before: datetime | None = field(default=None, init=False)

    @property
    def failure(self) -> Path:
        """Why the last one failed; not there when it did not."""
        return failure_in(self.place.data_dir)

    def look(self) -> None:
        """Begin one if it is due; returns at once."""
        if not (self.thread and self.thread.is_alive()) and self.due():
            self.thread = threading.Thread(target=self.make, daemon=True)
            self.thread.start()

    def due(self) -> bool:
        """Whether none was made since the hour has come last."""
        now = self.now()
        if self.not_before and now < self.not_before:
            return False
        made = backups_in(self.folder)
        return not made or made[-1].at < last_time(self.hour, now)

    def make(self) -> None:
        """Make one, unless somebody else is at it, and delete what is too old. Never raises."""
        try:
            with guarded(), _alone(self.folder) as alone:
                if alone and self.due():
                    self._make()
        except (BackupFailed, StoreDown, OSError) as problem:
            self._failed(str(problem))

    def _make(self) -> None:
        now = self.now()
        began = time.monotonic()
        make(self.place, self.folder / name_at(now), now)
        self.failure.unlink(missing_ok=True)
        made = backups_in(self.folder)
        for old in made[: -self.kept]:
            old.path.unlink()
        self.journal.prune(made[-self.kept :][0].at - AGAIN)
        _clear_up(self.folder)
        log.info("backup made in %.1f s", time.monotonic() - began)

    def _failed(self, why: str) -> None:
        log.error("backup failed: %s", why)
        self.not_before = self.now() + AGAIN
        known = self.failure.exists()
        with suppress(OSError):
            self.failure.write_text(why, "utf-8")
        if not known:
            with suppress(ChannelError):
                self.warn(f"昨晚的备份没有做成：{why} 数据还在，但要是机器坏了就只有更早的备份。请管理员尽快处理。")


def failure_in(data_dir: Path) -> Path:
    """Where it stands why the last one failed."""
    return data_dir / "backup-failed"


def last_time(hour: int, now: datetime) -> datetime:
    """When it was that hour last."""
    there = local(now).replace(hour=hour, minute=0, second=0, microsecond=0)
    return there if there <= now else there - timedelta(days=1)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else makes a backup there now."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _clear_up(folder: Path) -> None:
    """Remove what a backup left that was killed."""
    for path in folder.glob(".yizhan-*"):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
