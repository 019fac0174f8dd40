"""The book in use: read from its file, read again when it changes, never replaced by a broken one."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from bot.policy import Entry, Found, PolicyBook, Problem
from bot.policy.reading import read_entries
from bot.policy.search import Index, Keep
from bot.shelf import FOLDER, kept

KNOWLEDGE: Final = Path(__file__).parents[2] / "knowledge"
_LOOK_AGAIN: Final = 2.0  # seconds between two looks at the file


class Book:
    """The FAQ in a file, searchable. Safe to share between threads.

    `problems` is what staff have to put right in the file as it is now; while there is any that keeps it from being
    read whole, the last good version answers.
    """

    def __init__(
        self, path: Path, strangers: Path, clock: Callable[[], float] = time.monotonic, keep: Keep | None = None
    ) -> None:
        """`keep` keeps what was learnt from the questions, so that a start need not learn it again."""
        self._path = path
        self._keep = keep
        self._strangers = strangers
        self._clock = clock
        self._lock = Lock()
        self._looked = clock()
        self._stamp = self._now()
        self.problems: tuple[Problem, ...] = ()
        self._index: Index | None = None
        self._by_id: dict[str, Entry] = {}
        self._read()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the file."""
        self._refresh()
        return tuple(self._by_id.values())

    def find(self, question: str, on: date) -> Found:
        """See `PolicyBook.find`."""
        self._refresh()
        return self._index.find(question, on) if self._index else Found()

    def entry(self, topic: str) -> Entry | None:
        """See `PolicyBook.entry`."""
        self._refresh()
        return self._by_id.get(topic)

    def _refresh(self) -> None:
        if self._clock() - self._looked < _LOOK_AGAIN or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = self._clock()
            stamp = self._now()
            if stamp != self._stamp:
                self._stamp = stamp
                self._read()
        finally:
            self._lock.release()

    def _now(self) -> tuple[tuple[int, int], ...]:
        return tuple(_stamp(path) for path in (self._path, self._strangers))

    def _read(self) -> None:
        entries, problems = read_book(self._path)
        self.problems = problems
        if entries and not (problems and self._index):
            self._index = Index(entries, read_strangers(self._strangers), self._keep)
            self._by_id = {entry.id: entry for entry in entries}


def label(path: Path) -> str:
    """How the file is called in reports: from the top of the project, if it is in it."""
    top = KNOWLEDGE.parent
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)


def read_book(path: Path) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Entries and problems of the file; a file that cannot be read is a problem, too."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return (), (Problem(label(path), 1, f"读不出来，请用 UTF-8 编码保存：{error}"),)
    entries, problems = read_entries(text, label(path))
    if not entries and not problems:
        problems = (Problem(label(path), 1, "一条都没有"),)
    return entries, problems


def read_strangers(path: Path) -> tuple[str, ...]:
    """Questions that are not ours, one a line; lines with # are headings. A missing file holds none."""
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith(("#", "＃"))))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def load(path: Path | None = None) -> Book:
    """The book at `path` (default: knowledge/policy_faq.md); questions that are not ours stand beside it.

    What the county's own book teaches is kept; a draft's is not, which would push it out.
    """
    chosen = path or KNOWLEDGE / "policy_faq.md"
    keep = partial(kept, FOLDER, "book") if path is None else None
    return Book(chosen, chosen.with_name("not_ours.txt"), keep=keep)


_: type[PolicyBook] = Book
