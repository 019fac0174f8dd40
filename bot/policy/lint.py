"""What is wrong with the book beyond how it is written: what staff must put right before people read it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bot.phrases import policy as phrases
from bot.policy import Entry, Problem
from bot.policy.book import label, read_book, read_strangers
from bot.policy.evidence import TOLD, Fact, read_facts
from bot.policy.features import plain
from bot.policy.search import Index

WECHAT_BYTES: Final = 2047
"""What a text message of WeChat holds, in UTF-8."""
ANSWER_LENGTH: Final = 120
FEWEST_QUESTIONS: Final = 5
COUNTY_CAVEAT: Final = "以枞阳县当年通知为准"
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SOURCED: Final = re.compile(r"[（(].*\d{4}\D+\d{1,2}\D+\d{1,2}.*[）)]$")

Finding = tuple[str, str]
"""Words of the entry near which the fault is, and what is wrong."""


def check(path: Path, on: date) -> tuple[Problem, ...]:
    """Everything that is wrong with the book at `path` on that day, in the order of the file."""
    entries, problems = read_book(path)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if entries else []
    facts = read_facts(path.with_name("policy_facts.tsv"))
    strangers = read_strangers(path.with_name("not_ours.txt"))
    found = list(problems)
    for entry in entries:
        findings = (*_form(entry), *_days(entry, on), *_evidence(entry, facts))
        found += [_at(path, lines, entry, near, message) for near, message in findings]
    found += [_at(path, lines, *rest) for rest in _claimed(entries, strangers)]
    if entries:
        found += [_at(path, lines, *rest) for rest in _lost(entries, strangers)]
    return tuple(sorted(found))


def _at(path: Path, lines: Sequence[str], entry: Entry, near: str, message: str) -> Problem:
    after = range(entry.line, len(lines))
    line = next((number for number in after if near and near in lines[number]), entry.line - 1)
    return Problem(label(path), line + 1, message)


def _form(entry: Entry) -> Iterator[Finding]:
    if not _ID.fullmatch(entry.id):
        yield "编号", f"编号“{entry.id}”只能用小写英文字母、数字和下划线"
    if len(entry.answer) > ANSWER_LENGTH:
        yield "回答", f"回答有{len(entry.answer)}个字，请缩到{ANSWER_LENGTH}个字以内，多的放到“详细”里"
    if len(entry.questions) < FEWEST_QUESTIONS:
        yield "问法", f"问法只有{len(entry.questions)}句，至少要{FEWEST_QUESTIONS}句，机器人才认得出"
    for name, shown in (("回答", phrases.answer(entry)), ("详细", phrases.details(entry))):
        if (size := len(shown.encode())) > WECHAT_BYTES:
            yield name, f"“{name}”连出处一共{size}字节，微信一条只能发{WECHAT_BYTES}字节（约{WECHAT_BYTES // 3}个字）"
    if entry.county and not _SOURCED.search(entry.county):
        yield "本县", "“本县”后面要用括号写明文件和日期，比如（枞人社〔2027〕3号，2027-01-15）"


def _days(entry: Entry, on: date) -> Iterator[Finding]:
    if entry.valid_until and entry.valid_until < on:
        yield "有效", f"{entry.valid_until}已经到期，机器人不再拿它回答"
    if entry.review < on:
        yield "复核", f"{entry.review}就该复核了，请核对后改成下次复核的日期"


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


def _lost(entries: Sequence[Entry], strangers: Sequence[str]) -> Iterator[tuple[Entry, str, str]]:
    """Sample questions that another entry, or none, would answer."""
    index = Index(entries, strangers)
    for entry in entries:
        for question in entry.questions:
            best = index.find(question, entry.valid_from).ranked[:1]
            if best != (entry.id,):
                winner = next((other.title for other in entries if (other.id,) == best), "没有一条")
                yield entry, question, f"问法“{question}”会答成“{winner}”，请改写，或给这一条多加几句像它的问法"
