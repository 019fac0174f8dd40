"""The stories in use: read from their folder, read again when a file changes.

A file that may not be told as it is now keeps its last good text.
"""

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from bot.policy import Problem
from bot.policy.book import KNOWLEDGE, label
from bot.stories import Kind, Story
from bot.stories.reading import read_story

FOLDER: Final = KNOWLEDGE / "stories"
_LOOK_AGAIN: Final = 2.0  # seconds between two looks at the folder

Stamp = tuple[int, int]


class StoryBook:
    """The stories in a folder. Safe to share between threads."""

    def __init__(self, folder: Path = FOLDER, *, examples: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """`examples`: whether made-up stories are shown."""
        self._folder = folder
        self._examples = examples
        self._clock = clock
        self._lock = Lock()
        self._looked = float("-inf")
        self._stamps: dict[Path, Stamp] = {}
        self._stories: dict[Path, Story] = {}

    def stories(self, on: date, kind: Kind | None = None) -> Sequence[Story]:
        """What is shown on that day, the latest first."""
        self._refresh()
        shown = [
            story
            for story in self._stories.values()
            if story.valid(on) and (self._examples or not story.example) and kind in (None, story.kind)
        ]
        return sorted(shown, key=lambda story: (story.on, story.id), reverse=True)

    def story(self, ident: str, on: date) -> Story | None:
        """The story with this id, if it is shown on that day."""
        return next((story for story in self.stories(on) if story.id == ident), None)

    def _refresh(self) -> None:
        if self._clock() - self._looked < _LOOK_AGAIN or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = self._clock()
            stamps = {path: _stamp(path) for path in files(self._folder)}
            changed = [path for path, stamp in stamps.items() if self._stamps.get(path) != stamp]
            read = {path: story for path in changed if (story := _read(path))}
            kept = {path: story for path, story in self._stories.items() if path in stamps}
            self._stories, self._stamps = kept | read, stamps
        finally:
            self._lock.release()


def files(folder: Path) -> list[Path]:
    """The stories' files, by name; README.md says how they are written."""
    return sorted(path for path in folder.glob("*.md") if path.name != "README.md")


def check(folder: Path, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with the stories of a folder on that day, by file and line."""
    found: list[Problem] = []
    for path in files(folder):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            found.append(Problem(label(path), 1, f"读不出来，请用 UTF-8 编码保存：{error}"))
        else:
            found += read_story(text, path.stem, label(path), today)[1]
    return tuple(sorted(found))


def _read(path: Path) -> Story | None:
    """The story in a file, None for one that is not fit to be told whole."""
    try:
        return read_story(path.read_text(encoding="utf-8"), path.stem, label(path), date.max)[0]
    except (OSError, UnicodeDecodeError):
        return None


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
