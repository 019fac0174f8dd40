"""What people were told is filed, noted outside the database: after a restore it says what the backup cannot know.

A line holds ids and the kinds of the requests, nothing of what was said; why not more: docs/decisions/0043.
"""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.effects import Durable, Follow, Forget, Subscribe
from bot.ports import Receipt
from bot.records import Status

REPEATABLE: dict[str, Durable] = {
    "forget": Forget(),
    "unsubscribe": Subscribe(wanted=False),
    "subscribe": Subscribe(wanted=True),
}
"""Wishes that can be done again without knowing more than whose they are."""

log = logging.getLogger(__name__)

_NAMES = {wish: name for name, wish in REPEATABLE.items()} | {Follow(follows=False): "forget"}


@dataclass(frozen=True, slots=True)
class Line:
    """What one message (`key`) led to.

    `filed` are the kinds of the requests made, changed, or (with a minus) taken back; `wishes` names of `REPEATABLE`.
    """

    at: datetime
    person: str
    key: str
    filed: tuple[str, ...]
    wishes: tuple[str, ...]


class Journal:
    """Files of lines, one a day (UTC) in `directory`, only ever appended to."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def note(self, at: datetime, person: str, key: str, effects: Sequence[Durable], receipt: Receipt) -> None:
        """Write down a commit that is about to be acknowledged; on the disk when this returns.

        What cannot be written is logged: it stands in the database already, and is as safe as the last backup.
        """
        filed = [f"{'-' * (record.status is Status.WITHDRAWN)}{record.kind}" for record in receipt.records]
        wishes = [_NAMES[effect] for effect in effects if effect in _NAMES]
        if not filed and not wishes:
            return
        line = {"at": at.astimezone(UTC).isoformat(), "person": person, "key": key, "filed": filed, "wishes": wishes}
        try:
            self._append(at, f"{json.dumps(line)}\n".encode())
        except OSError as problem:
            log.error("journal: not written (%s)", type(problem).__name__)

    def _append(self, at: datetime, line: bytes) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file(at.astimezone(UTC).date()), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line)  # one call, so that lines of several processes do not mix
            os.fsync(handle)
        finally:
            os.close(handle)

    def since(self, moment: datetime) -> Iterator[Line]:
        """The lines from that moment on, in order. One that a power cut tore is passed over: nobody was told of it."""
        for path in sorted(self._directory.glob("????-??-??.jsonl")):
            if path.stem >= moment.astimezone(UTC).date().isoformat():
                lines = (_read(text) for text in path.read_bytes().splitlines())
                yield from (line for line in lines if line and line.at >= moment)

    def prune(self, before: datetime) -> None:
        """Delete the files of days that ended before this moment."""
        last = (before.astimezone(UTC) - timedelta(days=1)).date().isoformat()
        for path in self._directory.glob("????-??-??.jsonl"):
            if path.stem < last:
                path.unlink(missing_ok=True)

    def _file(self, day: date) -> Path:
        return self._directory / f"{day.isoformat()}.jsonl"


def _read(text: bytes) -> Line | None:
    try:
        found = json.loads(text)
        at = datetime.fromisoformat(found["at"])
        return Line(at, found["person"], found["key"], tuple(found["filed"]), tuple(found["wishes"]))
    except (ValueError, KeyError, TypeError):
        return None
