"""Changing policy_faq.md for those who do it in the console: text in, text out, and nothing else in it moves.

Every change is read again before it is handed back: one entry has changed, in what was meant, and no other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.policy import Entry, Supplied
from bot.policy.reading import BULLET, SERVICES, Draft, drafts, read_entries

_PREFIX = re.compile(rf"\s*(?:{BULLET})?\s*")
_INDENT = "  - "


class CannotEdit(Exception):
    """The change cannot be made; the first argument says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a form of the console asks for. `service` is a word of `reading.SERVICES` (找活, 培训 …)."""

    id: str
    title: str
    questions: tuple[str, ...]
    answer: str
    source: str
    valid_from: date
    review: date
    note: str = ""
    more: str = ""
    service: str = "找人"
    missing: str = ""


def with_samples(text: str, topic: str, samples: Sequence[str]) -> str:
    """The text with further sample questions of an entry; those that it has are left out. Raises CannotEdit."""
    fresh = tuple(dict.fromkeys(line for sample in samples if (line := _line(sample))))
    entry, page = _entry(text, topic), _Page(text, topic)
    fresh = tuple(sample for sample in fresh if sample not in entry.questions)
    if not fresh:
        raise CannotEdit("这句问法本来就有了。")
    start, end = page.block("questions")
    before = _PREFIX.match(page.lines[end - 1])
    prefix = before[0] if before and end - start > 1 and before[0].strip() else _INDENT
    page.insert(end, [f"{prefix}{sample}" for sample in fresh])
    return _proven(text, page.text, topic, lambda new: set(fresh) <= set(new.questions))


def with_supplied(text: str, topic: str, supplied: Supplied, settles: str = "") -> str:
    """The text with what the county supplied; `settles` is the point it answers, of which an older one goes.

    Raises CannotEdit.
    """
    entry, page = _entry(text, topic), _Page(text, topic)
    said = _line(supplied.said)
    supplied = replace(supplied, said=f"{settles}：{said}" if settles else said)
    older = [each for each in entry.county if (each.settles(settles) if settles else not _names_a_point(entry, each))]
    page.replace("county", [each for each in entry.county if each not in older] + [supplied])
    return _proven(text, page.text, topic, lambda new: new.county[-1:] == (supplied,))


def without_supplied(text: str, topic: str, said: str) -> str:
    """The text without this one of what the county supplied. Raises CannotEdit."""
    entry, page = _entry(text, topic), _Page(text, topic)
    kept = [each for each in entry.county if each.said != said]
    if len(kept) == len(entry.county):
        raise CannotEdit("没有这个数，可能已经有人删了。")
    page.replace("county", kept)
    return _proven(text, page.text, topic, lambda new: new.county == tuple(kept))


def with_review(text: str, topic: str, review: date, until: date | None) -> str:
    """The text with the day of the next review, and the last day on which the entry holds. Raises CannotEdit."""
    entry, page = _entry(text, topic), _Page(text, topic)
    page.put("review", "复核", f"{review} 前")
    if until != entry.valid_until:
        page.put("valid", "有效", f"{entry.valid_from} {f'至 {until}' if until else '起'}")
    return _proven(text, page.text, topic, lambda new: (new.review, new.valid_until) == (review, until))


def with_entry(text: str, new: NewEntry) -> str:
    """The text with one more entry at its end. Raises CannotEdit."""
    known, _ = read_entries(text, "")
    if any(entry.id == new.id for entry in known):
        raise CannotEdit(f"已经有一条叫这个的（{new.id}），请换个标题。")
    samples = tuple(dict.fromkeys(line for sample in new.questions if (line := _line(sample))))
    page = _Page(text)
    page.append(
        [f"## {_line(new.title)}", f"- 编号：{_line(new.id)}", "- 问法：", *(_INDENT + each for each in samples)]
    )
    page.append([f"- {name}：{_line(value)}" for name, value in _values(new) if _line(value)])
    more = [f"  {line}" for each in new.more.splitlines() if (line := _line(each))]
    page.append(["- 详细：", *more] if more else [])
    written = "\n".join(line.strip() for line in more)
    service = SERVICES.get(new.service, "?")
    return _proven(
        text,
        page.text,
        new.id,
        lambda entry: (
            (entry.title, entry.questions, entry.answer, entry.more, entry.source, entry.service)
            == (_line(new.title), samples, _line(new.answer), written, _line(new.source), service)
        ),
    )


def _values(new: NewEntry) -> list[tuple[str, str]]:
    return [
        ("回答", new.answer),
        ("提醒", new.note),
        ("出处", new.source),
        ("有效", f"{new.valid_from} 起"),
        ("复核", f"{new.review} 前"),
        ("服务", new.service),
        ("待填", new.missing),
    ]


def written(supplied: Supplied) -> str:
    """The line of the file."""
    about = [f"{supplied.source}，{supplied.dated}"]
    about += [f"用到{supplied.until}"] if supplied.until else []
    about += [f"{supplied.by}填"] if supplied.by else []
    return f"{supplied.said}（{'；'.join(about)}）"


def _names_a_point(entry: Entry, supplied: Supplied) -> bool:
    return any(supplied.settles(point) for point in entry.missing.split("、") if point)


def _line(text: str) -> str:
    return " ".join(text.split())


def _entry(text: str, topic: str) -> Entry:
    found = next((entry for entry in read_entries(text, "")[0] if entry.id == topic), None)
    if found is None:
        raise CannotEdit(f"没有“{topic}”这一条。")
    return found


def _proven(old: str, new: str, topic: str, meant: Callable[[Entry], bool]) -> str:
    """`new`, if reading it gives what was meant. Raises CannotEdit: what was typed could be read in another way."""
    before, _ = read_entries(old, "")
    after, problems = read_entries(new, "")
    if problems:
        raise CannotEdit(f"这样写进文件会读不通：{problems[0].message}")
    others = [[replace(entry, line=0) for entry in book if entry.id != topic] for book in (before, after)]
    changed = next((entry for entry in after if entry.id == topic), None)
    if others[0] != others[1] or changed is None or not meant(changed):
        raise CannotEdit("这样写进文件会和别的项目混起来。请去掉“##”、换行，或者“出处：”这样的项目名。")
    return new


class _Page:
    """The lines of the file, those of one entry at hand."""

    def __init__(self, text: str, topic: str = "") -> None:
        self.lines = text.splitlines(keepends=True)
        self._end_of_line = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"
        if self.lines and not self.lines[-1].endswith(("\n", "\r")):
            self.lines[-1] += self._end_of_line
        found = list(drafts(text, lambda line, message: None))
        mine = next((number for number, draft in enumerate(found) if draft.text("id").strip("`") == topic), None)
        self._draft = found[mine] if mine is not None else Draft("", 0)
        last = mine is None or mine + 1 == len(found)
        self._end = len(self.lines) if mine is None or last else found[mine + 1].line - 1

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.lines)

    def block(self, key: str) -> tuple[int, int]:
        """First line of a key and the line after its last (from 0); both the end of the entry when it is absent."""
        starts = sorted(self._draft.lines.values())
        line = self._draft.lines.get(key)
        following = self._end if line is None else next((n - 1 for n in starts if n > line), self._end)
        end = following
        while end > 0 and not self.lines[end - 1].strip():
            end -= 1
        return (end if line is None else line - 1), end

    def insert(self, at: int, lines: Sequence[str]) -> None:
        """Put lines before the one at this place."""
        self.lines[at:at] = [line + self._end_of_line for line in lines]

    def put(self, key: str, name: str, value: str) -> None:
        """Write the value of a key of one line."""
        start, end = self.block(key)
        del self.lines[start:end]
        self.insert(start, [f"- {name}：{value}"])

    def replace(self, key: str, supplied: Sequence[Supplied]) -> None:
        """Write what the county supplied, or take the whole item away."""
        start, end = self.block(key)
        del self.lines[start:end]
        if supplied:
            self.insert(start, ["- 本县：", *(_INDENT + written(each) for each in supplied)])

    def append(self, lines: Sequence[str]) -> None:
        """Put lines at the end of the file; a title after an empty line."""
        if lines and lines[0].startswith("##") and self.lines and self.lines[-1].strip():
            self.insert(len(self.lines), [""])
        self.insert(len(self.lines), lines)
