"""The book in use: read from its file, read again when it changes, never replaced by a broken one."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from bot.arrays import FOLDER, kept
from bot.policy import Entry, Found, PolicyBook, Problem
from bot.policy.reading import read_entries
from bot.policy.search import Index, Keep

KNOWLEDGE: Final = Path(__file__).parents[2] / "knowledge"
_LOOK_AGAIN: Final = 2.0  # seconds between two looks at the file

log = logging.getLogger(__name__)

Work = Callable[[], None]
Stamp = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Version:
    """One good version of the file."""

    index: Index | None
    by_id: dict[str, Entry]


def in_background(work: Work) -> None:
    """Do it beside what is being done."""
    Thread(target=work, name="policy-book", daemon=True).start()


class Book:
    """The FAQ in a file, searchable. Safe to share between threads.

    A new version is made ready beside the one in use, in a thread of its own (`begin`), and then takes its place: no
    question waits for it. `problems` is what staff have to put right in the file as it is now; while there is any
    that keeps it from being read whole, the last good version answers.
    """

    def __init__(
        self,
        path: Path,
        strangers: Path,
        clock: Callable[[], float] = time.monotonic,
        begin: Callable[[Work], None] = in_background,
        keep: Keep | None = None,
    ) -> None:
        """`keep` keeps what was learnt from the questions, so that a start need not learn it again."""
        self.path = path
        self._keep = keep
        self._strangers = strangers
        self._clock = clock
        self._begin = begin
        self._at_work = Lock()
        self._looked = clock()
        self._stamp = self._now()
        self.problems: tuple[Problem, ...] = ()
        self._version = _Version(None, {})
        self._read()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the file."""
        self._refresh()
        return tuple(self._version.by_id.values())

    def find(self, question: str, on: date) -> Found:
        """See `PolicyBook.find`."""
        self._refresh()
        index = self._version.index
        return index.find(question, on) if index else Found()

    def entry(self, topic: str) -> Entry | None:
        """See `PolicyBook.entry`."""
        self._refresh()
        return self._version.by_id.get(topic)

    def _refresh(self) -> None:
        if self._clock() - self._looked < _LOOK_AGAIN or not self._at_work.acquire(blocking=False):
            return
        self._looked = self._clock()
        if self._now() == self._stamp:
            self._at_work.release()
        else:
            self._begin(self._replace)

    def _replace(self) -> None:
        try:
            self._stamp = self._now()
            self._read()
        except Exception:
            log.exception("the policy answers could not be read again, the last good version stays")
        finally:
            self._at_work.release()

    def _now(self) -> Stamp:
        return tuple(_stamp(path) for path in (self.path, self._strangers))

    def _read(self) -> None:
        entries, problems = read_book(self.path)
        if problems:
            log.error("policy answers: %d problems, the first: %s", len(problems), problems[0])
        self.problems = problems
        if entries and not (problems and self._version.index):
            index = Index(entries, read_strangers(self._strangers), self._keep)
            self._version = _Version(index, {entry.id: entry for entry in entries})


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
    return read_text(text, label(path))


def read_text(text: str, file: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The same of the file's text."""
    entries, problems = read_entries(text, file)
    if not entries and not problems:
        problems = (Problem(file, 1, "一条都没有"),)
    return entries, problems


def read_strangers(path: Path) -> tuple[str, ...]:
    """Questions that are not ours, one a line; lines with # are headings. A missing file holds none."""
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith(("#", "＃"))))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def load(path: Path | None = None, *, draft: bool = True) -> Book:
    """The book at `path` (default: the project's own); questions that are not ours stand beside it.

    What the book in use teaches is kept; a `draft`'s is not, which would push it out.
    """
    chosen = path or KNOWLEDGE / "policy_faq.md"
    keep = partial(kept, FOLDER, "book") if path is None or not draft else None
    return Book(chosen, chosen.with_name("not_ours.txt"), keep=keep)


_: type[PolicyBook] = Book
