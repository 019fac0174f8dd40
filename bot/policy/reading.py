"""From the text of policy_faq.md to entries. Generous about how it was typed, strict about what it says.

An entry is a `## title` and, below it, `- key：value` lines. What is not a key line continues the value above it.
Full-width signs, other bullets, a byte order mark and Windows line ends are all read as meant.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.policy import Entry, Problem, Supplied

KEYS = {
    "编号": "id",
    "id": "id",
    "问法": "questions",
    "回答": "answer",
    "提醒": "note",
    "详细": "more",
    "出处": "source",
    "依据": "facts",
    "有效": "valid",
    "复核": "review",
    "服务": "service",
    "待填": "missing",
    "本县": "county",
}
REQUIRED = {"id": "编号", "questions": "问法", "answer": "回答", "source": "出处", "valid": "有效", "review": "复核"}
SERVICES = {
    "找活": "job",
    "培训": "training",
    "卖东西": "produce",
    "找人": "staff",
    "投诉": "complaint",
    "没有": "",
    "": "",
} | {name: name for name in ("job", "training", "produce", "staff", "complaint")}

BULLET = r"[-*+·•－—–]"
HEADING = re.compile(r"[#＃]{2}(?![#＃])\s*(?P<title>.*)")
KEY_LINE = re.compile(rf"(?P<bullet>{BULLET}\s*)?(?P<key>[^\s:：，。？?]{{1,6}})\s*[:：]\s*(?P<value>.*)")
LEADING_BULLET = re.compile(rf"^{BULLET}\s*")
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?")
SUPPLIED = re.compile(r"(?P<said>.+?)[（(](?P<about>(?:[^（）()]|[（(][^（）()]*[）)])*)[）)][。.]?")
UNTIL = re.compile(r"(?:用到|到)\s*(?P<day>\d.*)")
FILLED_IN = re.compile(r"(?P<by>.+?)填?")


@dataclass(slots=True)
class Draft:
    """The lines of one entry before they are judged; `lines` says where each key stood."""

    title: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, key: str, joint: str = "") -> str:
        """The whole value of a key, "" when it is absent."""
        return joint.join(self.values.get(key, []))


Report = Callable[[int, str], None]


def read_entries(text: str, file: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """All entries that can be read, in order, and everything that is wrong with the others."""
    problems: list[Problem] = []

    def report(line: int, message: str) -> None:
        problems.append(Problem(file, line, message))

    entries: dict[str, Entry] = {}
    for draft in drafts(text, report):
        entry = _entry(draft, report)
        if entry and entry.id in entries:
            other = entries[entry.id]
            report(draft.lines["id"], f"编号“{entry.id}”和第{other.line}行的“{other.title}”重了")
        elif entry:
            entries[entry.id] = entry
    return tuple(entries.values()), tuple(sorted(problems))


def drafts(text: str, report: Report) -> Iterator[Draft]:
    """The entries as they are written, before they are judged."""
    draft: Draft | None = None
    key = ""
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = raw.rstrip()
        if heading := HEADING.match(line.strip()):
            if draft:
                yield draft
            draft, key = Draft(heading["title"].strip(), number), ""
        elif draft and line.strip():
            key = _take(draft, key, line, number, report)
    if draft:
        yield draft


def _take(draft: Draft, key: str, line: str, number: int, report: Report) -> str:
    """Put one line where it belongs; the key that further lines continue."""
    named = KEY_LINE.fullmatch(line)
    if named and (named["bullet"] or named["key"] in KEYS):
        return _open(draft, named["key"], named["value"], number, report)
    if not key:
        report(number, f"这一行不知道属于哪一项：{line.strip()}")
        return key
    draft.values[key].append(LEADING_BULLET.sub("", line.strip()))
    return key


def _open(draft: Draft, name: str, value: str, number: int, report: Report) -> str:
    key = KEYS.get(name.lower(), "")
    if not key:
        report(number, f"不认得的项目“{name}”，能用的有：{'、'.join(k for k in KEYS if k != 'id')}")
        draft.values.setdefault("ignored", [])
        return "ignored"
    if key in draft.values:
        report(number, f"“{name}”在这一条里写了两遍")
    draft.lines.setdefault(key, number)
    draft.values.setdefault(key, []).extend([value.strip()] if value.strip() else [])
    return key


def _entry(draft: Draft, report: Report) -> Entry | None:
    absent = [name for key, name in REQUIRED.items() if not draft.text(key)]
    for name in absent:
        report(draft.line, f"“{draft.title}”缺少“{name}”")
    if not draft.title:
        report(draft.line, "标题是空的")
    valid = _dates(draft, "valid", report)
    review = _dates(draft, "review", report)
    service = _service(draft, report)
    county = [_supplied(line, draft, report) for line in draft.values.get("county", ())]
    if absent or not draft.title or not valid or not review or service is None:
        return None
    return Entry(
        id=draft.text("id").strip("`"),
        title=draft.title,
        questions=tuple(draft.values["questions"]),
        answer=draft.text("answer"),
        more=draft.text("more", "\n"),
        source=draft.text("source"),
        valid_from=valid[0],
        valid_until=valid[1] if len(valid) > 1 else None,
        review=review[0],
        service=service,
        line=draft.line,
        facts=tuple(re.findall(r"[A-Z][A-Z0-9-]*", unicodedata.normalize("NFKC", draft.text("facts", " ")))),
        note=draft.text("note"),
        missing=draft.text("missing").rstrip("。"),
        county=tuple(each for each in county if each),
    )


def _supplied(line: str, draft: Draft, report: Report) -> Supplied | None:
    """One line of what the county supplied: 说法（文件，日期；用到日期；谁填）."""
    found = SUPPLIED.fullmatch(line)
    source, *rest = re.split("[；;]", found["about"]) if found else [""]
    dated = [day for day in [*DATE.finditer(source)][-1:] if found_dates(day[0])]
    where = source[: dated[0].start()].strip(" ，,、") if dated else ""
    if not found or not where:
        report(
            draft.lines["county"], f"“本县”后面要用括号写明文件和日期，比如（枞人社〔2027〕3号，2027-01-15）：{line}"
        )
        return None
    until, by = None, ""
    for part in (part.strip() for part in rest):
        ends = UNTIL.fullmatch(part)
        if ends and (days := found_dates(ends["day"])):
            until = days[0]
        elif filled := FILLED_IN.fullmatch(part):
            by = filled["by"]
    return Supplied(found["said"].strip(), where, found_dates(dated[0][0])[0], until, by)


def found_dates(text: str) -> list[date]:
    """The days that are written in the text; none when one of them does not exist."""
    plain = unicodedata.normalize("NFKC", text)
    try:
        return [date(int(year), int(month), int(day)) for year, month, day in DATE.findall(plain)]
    except ValueError:
        return []


def _dates(draft: Draft, key: str, report: Report) -> list[date]:
    text = unicodedata.normalize("NFKC", draft.text(key))
    if not text:
        return []
    dates = found_dates(text)
    if not dates:
        report(draft.lines[key], f"日期看不懂：“{text}”，请写成 2026-11-23")
    return dates


def _service(draft: Draft, report: Report) -> str | None:
    name = draft.text("service")
    if name not in SERVICES:
        report(draft.lines["service"], f"不认得的服务“{name}”，能用的有：{'、'.join(k for k in SERVICES if k)}")
        return None
    return SERVICES[name]
