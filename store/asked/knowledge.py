"""The policy answers as staff change them in the console: the Markdown file stays the one place where they stand.

A change is judged as a whole new version of the file before it takes the old one's place, in one step. Whoever
publishes is written down in the same transaction that tells those who asked in vain (decision 26).
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.policy import Entry, Problem
from bot.policy.book import read_book, read_text
from bot.policy.editing import CannotEdit
from bot.policy.lint import Judged, judge
from bot.when import today
from store.database import writing
from store.staff import Member
from store.tables import Audit

Change = Callable[[str], str]
Also = Callable[[Session, Judged], Sequence[int]]


class Unpublishable(Exception):
    """The change would break something; the arguments are the problems it would bring."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that could take the place of the file, and the problems that it would bring.

    It can be searched if its questions are others than those of the file.
    """

    judged: Judged
    fresh: tuple[Problem, ...]
    text: str


class PolicyFile:
    """The file with the policy answers, for those who change it. Several processes may."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def read(self) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
        """What stands in the file at this moment, and what keeps it from being read whole."""
        return read_book(self.path)

    def propose(self, change: Change, on: date) -> Proposal:
        """What the change would lead to; nothing is written. New questions take seconds. Raises CannotEdit, OSError."""
        return self._judged(self._text(), change, on)

    def publish(
        self, engine: Engine, by: Member, now: datetime, act: tuple[str, str], change: Change, also: Also
    ) -> list[int]:
        """Make the change, if it breaks nothing; the outbox rows that it promised.

        `act` is (action, topic) for the audit; `also` does what goes with it, in the same transaction. Raises
        Unpublishable, CannotEdit, OSError.
        """
        with self._locked():
            old = self._text()
            proposal = self._judged(old, change, today(now))
            if proposal.fresh:
                raise Unpublishable(proposal.fresh)
            if self._text() != old:
                raise CannotEdit("有人正好也在改这个文件，这一次没有存。请再点一次。")
            with self._kept_only_if_committed(old), writing(engine) as session:
                action, topic = act
                session.add(Audit(at=now, staff_id=by.id, action=action, subject=f"faq-{topic}"[:100]))
                promised = list(also(session, proposal.judged))
                self._replace(proposal.text)
            return promised

    def _judged(self, old: str, change: Change, on: date) -> Proposal:
        text = change(old)
        search = _questions(text) != _questions(old)
        judged = judge(text, self.path, on, search=search)
        fresh = judged.problems
        if fresh:  # what was wrong before must not keep anybody from mending something else
            known = {problem.message for problem in judge(old, self.path, on, search=search).problems}
            fresh = tuple(problem for problem in fresh if problem.message not in known)
        return Proposal(judged, fresh, text)

    def _text(self) -> str:
        try:
            return self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise CannotEdit("文件不是 UTF-8 编码，请先用记事本另存一遍。") from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.path.with_name(f".{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _kept_only_if_committed(self, old: str) -> Iterator[None]:
        try:
            yield
        except BaseException:
            if self._text() != old:
                self._replace(old)
            raise

    def _replace(self, text: str) -> None:
        """Put the text in the file's place in one step: whoever reads gets the one or the other, whole."""
        with NamedTemporaryFile("wb", dir=self.path.parent, prefix=".policy-", delete=False) as fresh:
            try:
                fresh.write(text.encode("utf-8"))
                fresh.flush()
                os.fsync(fresh.fileno())
                Path(fresh.name).chmod(self.path.stat().st_mode & 0o777)
                Path(fresh.name).replace(self.path)
            except BaseException:
                Path(fresh.name).unlink(missing_ok=True)
                raise


def _questions(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What decides which questions find which entry."""
    return [(entry.id, entry.title, entry.questions) for entry in read_text(text, "")[0]]
