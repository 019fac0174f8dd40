"""What is wrong with the book beyond how it is written: what staff must put right before people read it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.phrases import policy as phrases
from bot.policy import Entry, Problem
from bot.policy.book import label, read_strangers, read_text
from bot.policy.evidence import TOLD, Fact, read_facts
from bot.policy.features import plain
from bot.policy.reading import HEADING
from bot.policy.search import Index

WECHAT_BYTES: Final = 2047
"""What a text message of WeChat holds, in UTF-8."""
ANSWER_LENGTH: Final = 120
FEWEST_QUESTIONS: Final = 5
_YEAR: Final = 366  # days
COUNTY_CAVEAT: Final = "以枞阳县当年通知为准"
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
LONGEST_QUESTION: Final = 100
_PERSONAL: Final = re.compile(r"\d{7}")

Finding = tuple[str, str]
"""Words of the entry near which the fault is, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A version of the book: its entries, ready to be searched if that was asked for, and all that is wrong with it."""

    entries: tuple[Entry, ...]
    index: Index | None
    problems: tuple[Problem, ...]


def check(path: Path, on: date) -> tuple[Problem, ...]:
    """Everything that is wrong with the book at `path` on that day, in the order of the file. Raises OSError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return (Problem(label(path), 1, f"读不出来，请用 UTF-8 编码保存：{error}"),)
    return judge(text, path, on).problems


def judge(text: str, path: Path, on: date, *, search: bool = True) -> Judged:
    """The same of a `text` that may take the place of what stands at `path`; what it rests on stands beside that.

    Without `search` it is not tried which questions find what, which is most of the work: for a text with the questions
    of one that was judged.
    """
    entries, problems = read_text(text, label(path))
    lines = text.splitlines()
    facts = read_facts(path.with_name("policy_facts.tsv"))
    strangers = read_strangers(path.with_name("not_ours.txt"))
    index = Index(entries, strangers) if entries and search else None
    found = list(problems)
    for entry in entries:
        findings = (*_form(entry), *_days(entry, on), *_evidence(entry, facts))
        found += [_at(path, lines, entry, near, message) for near, message in findings]
    found += [_at(path, lines, *rest) for rest in _claimed(entries, strangers)]
    found += [_at(path, lines, *rest) for rest in _lost(index)] if index else []
    return Judged(entries, index, tuple(sorted(found)))


def _at(path: Path, lines: Sequence[str], entry: Entry, near: str, message: str) -> Problem:
    """The line of the entry's own part of the file in which `near` stands, else that of its title."""
    ends = next((number for number in range(entry.line, len(lines)) if HEADING.match(lines[number].strip())), None)
    own = range(entry.line, len(lines) if ends is None else ends)
    line = next((number for number in own if near and near in lines[number]), entry.line - 1)
    return Problem(label(path), line + 1, message)


def _form(entry: Entry) -> Iterator[Finding]:
    if not _ID.fullmatch(entry.id):
        yield "编号", f"编号“{entry.id}”只能用小写英文字母、数字和下划线"
    if len(entry.answer) > ANSWER_LENGTH:
        yield "回答", f"回答有{len(entry.answer)}个字，请缩到{ANSWER_LENGTH}个字以内，多的放到“详细”里"
    if len(entry.questions) < FEWEST_QUESTIONS:
        yield "问法", f"问法只有{len(entry.questions)}句，至少要{FEWEST_QUESTIONS}句，机器人才认得出"
    for question in entry.questions:
        if len(question) > LONGEST_QUESTION:
            yield question, f"问法有{len(question)}个字，请缩到{LONGEST_QUESTION}个字以内"
        if _PERSONAL.search(question):
            yield question, "问法里有号码，像是谁的电话或身份证，请去掉"
    day = entry.valid_from
    for name, shown in (("回答", phrases.answer(entry, day)), ("详细", phrases.details(entry, day))):
        if (size := len(shown.encode())) > WECHAT_BYTES:
            yield name, f"“{name}”连出处一共{size}字节，微信一条只能发{WECHAT_BYTES}字节（约{WECHAT_BYTES // 3}个字）"


def _days(entry: Entry, on: date) -> Iterator[Finding]:
    if entry.valid_until and entry.valid_until < on:
        yield "有效", f"{entry.valid_until}已经到期，机器人只说这是以前的办法"
    if entry.review < on:
        yield "复核", f"{entry.review}就该复核了，请核对后改成下次复核的日期"
    for each in entry.county:
        if not each.current(on):
            yield each.said, f"本县的数用到{each.until}，已经过期，机器人不再说它，请核对后重填"
        elif each.until is None and (on - each.dated).days > _YEAR:
            yield each.said, f"本县的数是{each.dated}的，满一年了，请核对；还能用就写上用到哪天"


def _evidence(entry: Entry, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    known = [facts[name] for name in entry.facts if name in facts]
    for name in entry.facts:
        if name not in facts:
            yield "依据", f"policy_facts.tsv 里没有依据“{name}”"
        elif facts[name].grade not in TOLD:
            yield "依据", f"依据“{name}”只给工作人员参考，不能告诉群众"
    grades = {fact.grade for fact in known}
    if "B" in grades and COUNTY_CAVEAT not in entry.answer + entry.note:
        yield "回答", f"用了B级依据，回答或提醒里要写“{COUNTY_CAVEAT}”"
    if "目标" in grades and "2018" not in entry.answer + entry.note + entry.more:
        yield "回答", "用了2018年的目标，要写明是2018年的"
    phones = (fact.text for fact in facts.values() if fact.id.startswith("TEL-"))
    sourced = _numbers(" ".join((entry.source, *phones, *(fact.where + fact.text for fact in known))))
    for number, written in _numbers(f"{entry.answer} {entry.note} {entry.more}").items():
        if number not in sourced:
            yield written, f"数字“{written}”在依据和出处里都找不到"


def _numbers(text: str) -> dict[float, str]:
    """The numbers of a text by value, as first written."""
    return {float(written): written for written in reversed(_NUMBER.findall(text))}


def _claimed(entries: Sequence[Entry], strangers: Iterable[str]) -> Iterator[tuple[Entry, str, str]]:
    first: dict[str, Entry] = {}
    foreign = {plain(question) for question in strangers}
    for entry in entries:
        for question in entry.questions:
            other = first.setdefault(plain(question), entry)
            if plain(question) in foreign:
                yield entry, question, f"问法“{question}”在 not_ours.txt 里也有"
            if other is not entry:
                yield entry, question, f"问法“{question}”和“{other.title}”抢同一句话"


def _lost(index: Index) -> Iterator[tuple[Entry, str, str]]:
    """Sample questions that another entry, or none, would answer."""
    entries = index.entries
    for entry in entries:
        for question in entry.questions:
            best = index.find(question, entry.valid_from).ranked[:1]
            if best != (entry.id,):
                winner = next((other.title for other in entries if (other.id,) == best), "没有一条")
                yield entry, question, f"问法“{question}”会答成“{winner}”，请改写，或给这一条多加几句像它的问法"
