from datetime import date

import pytest

from bot.policy.reading import read_entries

GOOD = """# 开头的话

## 怎么领
- 编号：how_to_claim
- 问法：
  - 怎么领
  - 在哪领
- 回答：到村里领。
- 提醒：先打电话。
- 详细：
  第一句。
  第二句：带上身份证。
- 出处：某文件第一条
- 依据：A01 P-X02
- 有效：2018-04-12 至 2026-12-31
- 复核：2027-05-31 前
- 服务：找人
- 待填：给多少钱。
"""


def test_every_part_is_read() -> None:
    (entry,), problems = read_entries(GOOD, "f")
    assert not problems
    assert (entry.id, entry.title, entry.line) == ("how_to_claim", "怎么领", 3)
    assert entry.questions == ("怎么领", "在哪领")
    assert (entry.answer, entry.note) == ("到村里领。", "先打电话。")
    assert entry.more == "第一句。\n第二句：带上身份证。"
    assert (entry.source, entry.facts) == ("某文件第一条", ("A01", "P-X02"))
    assert (entry.valid_from, entry.valid_until) == (date(2018, 4, 12), date(2026, 12, 31))
    assert (entry.review, entry.service) == (date(2027, 5, 31), "staff")
    assert (entry.missing, entry.county) == ("给多少钱", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("##", "＃＃"),
        ("编号：", "编号 : "),
        ("回答：", "回答:"),
        ("- ", "－"),
        ("- ", "• "),
        ("- 回答", "回答"),
        ("  - ", "- "),
        ("  - ", "　　"),
        ("\n", "\r\n"),
        ("# 开头", "\ufeff# 开头"),
        ("- 编号：how", "- id: how"),
        ("2018-04-12 至", "２０１８年4月12日 起，到"),
        ("2027-05-31 前", "2027/5/31"),
        ("A01 P-X02", "Ａ01、P-X02"),
    ],
)
def test_it_does_not_matter_how_it_was_typed(old: str, new: str) -> None:
    assert old in GOOD
    read, problems = read_entries(GOOD.replace(old, new), "f")
    assert not problems
    assert read == read_entries(GOOD, "f")[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("- 出处：某文件第一条\n", "", 3, "缺少“出处”"),
        ("- 出处", "- 出外", 13, "不认得的项目“出外”"),
        ("2027-05-31 前", "明年", 16, "日期看不懂"),
        ("2018-04-12 至", "2018-04-31 至", 15, "日期看不懂"),
        ("找人", "送外卖", 17, "不认得的服务“送外卖”"),
        ("- 提醒：先打电话。", "- 回答：再说一遍。", 9, "写了两遍"),
        ("## 怎么领\n", "## 怎么领\n领钱的事\n", 4, "不知道属于哪一项"),
        ("## 怎么领", "## ", 3, "标题是空的"),
    ],
)
def test_a_fault_is_reported_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    _, problems = read_entries(GOOD.replace(old, new), "问答.md")
    assert [(problem.file, problem.line) for problem in problems if words in problem.message] == [("问答.md", line)]


def test_all_faults_are_reported_at_once() -> None:
    broken = GOOD.replace("- 出处：某文件第一条\n", "").replace("找人", "送外卖").replace("2027-05-31", "明年")
    entries, problems = read_entries(GOOD + broken.replace("# 开头的话\n", ""), "f")
    assert [entry.line for entry in entries] == [3]
    assert len(problems) == 3


def test_a_number_that_is_taken_is_a_fault_and_the_first_entry_stands() -> None:
    entries, problems = read_entries(GOOD + GOOD.replace("## 怎么领", "## 又怎么领"), "f")
    assert [entry.title for entry in entries] == ["怎么领"]
    assert [(problem.line, problem.message) for problem in problems] == [
        (22, "编号“how_to_claim”和第3行的“怎么领”重了")
    ]


def test_an_entry_is_valid_between_its_dates() -> None:
    (entry,), _ = read_entries(GOOD, "f")
    days = (date(2018, 4, 11), date(2018, 4, 12), date(2026, 12, 31), date(2027, 1, 1))
    assert [entry.begun(day) and not entry.expired(day) for day in days] == [False, True, True, False]


COUNTY = GOOD.replace("- 待填：给多少钱。", "- 待填：给多少钱、哪天发\n- 本县：\n  - {line}")


@pytest.mark.parametrize(
    "line",
    [
        "给多少钱：八百（枞人社〔2027〕3号，2027-01-15；用到2027-12-31；王芳填）",
        "给多少钱：八百(枞人社〔2027〕3号，2027年1月15日；到2027/12/31；王芳填)",
        "给多少钱：八百（枞人社〔2027〕3号 2027-01-15；王芳；用到 2027-12-31）。",
    ],
)
def test_what_the_county_supplied_is_read_with_its_source(line: str) -> None:
    (entry,), problems = read_entries(COUNTY.format(line=line), "f")
    assert not problems
    (supplied,) = entry.county
    assert (supplied.said, supplied.source) == ("给多少钱：八百", "枞人社〔2027〕3号")
    assert (supplied.dated, supplied.until, supplied.by) == (date(2027, 1, 15), date(2027, 12, 31), "王芳")
    assert entry.open_points(date(2027, 12, 31)) == ("哪天发",)
    assert entry.open_points(date(2028, 1, 1)) == ("给多少钱", "哪天发")
    assert entry.supplied(date(2028, 1, 1)) == ()


def test_what_names_no_point_settles_all() -> None:
    (entry,), _ = read_entries(COUNTY.format(line="每人八百，月底发（枞人社(2027)3号，2027-01-15）"), "f")
    assert entry.county[0].source == "枞人社(2027)3号"
    assert entry.open_points(date(2027, 2, 1)) == ()


@pytest.mark.parametrize(
    "line", ["八百", "八百（枞人社〔2027〕3号）", "八百（2027-01-15）", "八百（某文件，2027-02-31）"]
)
def test_what_the_county_supplied_needs_source_and_day(line: str) -> None:
    _, problems = read_entries(COUNTY.format(line=line), "f")
    assert [(problem.line, "文件和日期" in problem.message) for problem in problems] == [(19, True)]
