"""From a Markdown file to a story, and what is wrong with it: a `# title`, `- key：value` lines, then paragraphs.

It is typed like the policy book, and read with the same patience.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.manners import foul
from bot.phrases.stories import KINDS, told
from bot.policy import Problem
from bot.policy.reading import DATE, KEY_LINE
from bot.readers.divisions import TOWNSHIPS
from bot.stories import Kind, Story

KEYS: Final = {
    "类别": "kind",
    "日期": "on",
    "截止": "until",
    "乡镇": "township",
    "出处": "source",
    "本人同意": "consent",
    "示例": "example",
}
REQUIRED: Final = ("类别", "日期", "出处")
KIND_NAMES: Final = {name: Kind(kind) for kind, name in KINDS.items()}
YES: Final = ("是", "对", "yes")
LONGEST_TITLE: Final = 24
LONGEST_PARAGRAPH: Final = 90
MOST_BYTES: Final = 2047
"""What a text message of WeChat holds, in UTF-8."""
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_HEADING: Final = re.compile(r"[#＃]\s*(?P<title>[^#＃].*)")
_PRIVATE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")

Report = Callable[[int, str], None]


@dataclass(slots=True)
class Draft:
    """A file before it is judged; `lines` says where each key stood."""

    title: str = ""
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: list[tuple[int, str]] = field(default_factory=list)

    def at(self, key: str) -> int:
        """The line of a key, the first when it is absent."""
        return self.lines.get(key, 1)


def read_story(text: str, name: str, file: str, today: date) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story in `text`, if it may be told, and everything that is wrong with it. `name` becomes its id."""
    problems: list[Problem] = []

    def report(line: int, message: str) -> None:
        problems.append(Problem(file, line, message))

    draft = _draft(text, report)
    if not _ID.fullmatch(name):
        report(1, f"文件名“{name}”只能用小写英文字母、数字和横杠")
    _needed(draft, report)
    story = _story(draft, name, report)
    if story is None or problems:
        return None, tuple(sorted(problems))
    _judge(story, draft, today, report)
    return story, tuple(sorted(problems))


def _draft(text: str, report: Report) -> Draft:
    draft = Draft()
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = raw.strip()
        named = KEY_LINE.fullmatch(line)
        if not line:
            continue
        if not draft.title and (heading := _HEADING.fullmatch(line)):
            draft.title = heading["title"].strip()
        elif named and not draft.body and (named["bullet"] or named["key"] in KEYS):
            _take(draft, named["key"], named["value"].strip(), number, report)
        else:
            draft.body.append((number, line))
    return draft


def _take(draft: Draft, name: str, value: str, number: int, report: Report) -> None:
    key = KEYS.get(name)
    if not key:
        report(number, f"不认得的项目“{name}”，能用的有：{'、'.join(KEYS)}")
    elif key in draft.values:
        report(number, f"“{name}”写了两遍")
    else:
        draft.values[key], draft.lines[key] = value, number


def _needed(draft: Draft, report: Report) -> None:
    if not draft.title:
        report(1, "缺少标题：第一行写“# 标题”")
    for name in REQUIRED:
        if not draft.values.get(KEYS[name]):
            report(1, f"缺少“{name}”")
    if not draft.body:
        report(1, "没有正文")
    for number, paragraph in draft.body:
        if _PRIVATE.search(paragraph):
            report(number, "正文里不能写电话、身份证号")
    for number, line in ((1, draft.title), *draft.body):
        if foul(line):
            report(number, "有骂人的话、下流话，不能给人看")
    persons = draft.values.get("kind") == KINDS[Kind.MODEL] and draft.values.get("example") not in YES
    if persons and not draft.values.get("consent"):
        report(1, "写了具体的人，要有“本人同意”：哪天、怎么同意的")


def _story(draft: Draft, name: str, report: Report) -> Story | None:
    values = draft.values
    kind = KIND_NAMES.get(values.get("kind", ""))
    if values.get("kind") and kind is None:
        report(draft.at("kind"), f"不认得的类别“{values['kind']}”，能用的有：{'、'.join(KIND_NAMES)}")
    township = next((code for code, each in TOWNSHIPS.items() if each == values.get("township")), "")
    if values.get("township") and not township:
        report(draft.at("township"), f"不认得的乡镇“{values['township']}”")
    on, until = _day(draft, "on", report), _day(draft, "until", report)
    if kind is None or on is None or not draft.title or not draft.body or not values.get("source"):
        return None
    return Story(
        id=name,
        kind=kind,
        title=draft.title,
        on=on,
        until=until,
        township=township,
        source=values["source"],
        consent=values.get("consent", ""),
        body=tuple(paragraph for _, paragraph in draft.body),
        example=values.get("example") in YES,
    )


def _day(draft: Draft, key: str, report: Report) -> date | None:
    written = unicodedata.normalize("NFKC", draft.values.get(key, ""))
    if not written:
        return None
    try:
        (year, month, day), *_ = DATE.findall(written)
        return date(int(year), int(month), int(day))
    except ValueError:
        report(draft.at(key), f"日期看不懂：“{written}”，请写成 2026-11-23")
        return None


def _judge(story: Story, draft: Draft, today: date, report: Report) -> None:
    if len(story.title) > LONGEST_TITLE:
        report(1, f"标题有{len(story.title)}个字，请缩到{LONGEST_TITLE}个字以内")
    if story.on > today and not story.example:
        report(draft.at("on"), f"{story.on}还没到，到了才会给人看")
    if story.until and story.until < today:
        report(draft.at("until"), f"{story.until}已经过了，不再给人看；不用了就把文件删掉")
    for number, paragraph in draft.body:
        if len(paragraph) > LONGEST_PARAGRAPH:
            report(number, f"这一段有{len(paragraph)}个字，请分成{LONGEST_PARAGRAPH}个字以内的短段，屏上才看得清")
    if (size := len(told(story).encode())) > MOST_BYTES:
        report(1, f"一共{size}字节，微信一条只能发{MOST_BYTES}字节（约{MOST_BYTES // 3}个字）")
