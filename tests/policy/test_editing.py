"""Changing the file: what was meant changes, and nothing else in it moves."""

import difflib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.policy import Entry, Supplied
from bot.policy.editing import (
    CannotEdit,
    NewEntry,
    with_entry,
    with_review,
    with_samples,
    with_supplied,
    without_supplied,
)
from bot.policy.reading import read_entries
from tests.policy.small_book import few_entries

PAY = Supplied("保洁员800元", "枞人社〔2027〕3号", date(2027, 1, 15), date(2027, 12, 31), "王芳 2027-01-20")
NEW = NewEntry(
    id="can_ji_zheng",
    title="残疾证怎么办",
    questions=("残疾证怎么办", "  残疾证在哪办 ", "残疾证怎么办"),
    answer="带身份证到乡镇残联申请。",
    source="某文件",
    valid_from=date(2026, 1, 1),
    review=date(2027, 1, 1),
    more="第一句。\n第二句。",
    service="找人",
)
Edit = Callable[[str], str]
EDITS: dict[str, Edit] = {
    "sample": lambda text: with_samples(text, "aux_post_pay", ["扫一年大街几多钱", "扫一年大街几多钱"]),
    "supplied": lambda text: with_supplied(text, "aux_post_pay", PAY, "现在一个月多少"),
    "review": lambda text: with_review(text, "aux_post_pay", date(2028, 1, 1), date(2028, 6, 30)),
    "new": lambda text: with_entry(text, NEW),
}


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


def entry(text: str, topic: str) -> Entry:
    return next(entry for entry in read_entries(text, "")[0] if entry.id == topic)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("typed", ["plain", "windows", "bom", "no end"])
def test_only_what_was_meant_changes(edit: Edit, typed: str) -> None:
    text = few_entries()
    if typed == "windows":
        text = text.replace("\n", "\r\n")
    elif typed == "bom":
        text = "\ufeff" + text
    elif typed == "no end":
        text = text.rstrip("\n")
    after = edit(text)
    lines = [line for line in changed_lines(text, after) if line[2:].strip()]
    gone, come = [[line[2:] for line in lines if line[0] == sign] for sign in "-+"]
    kept_words = [line.rstrip() for line in gone if line.rstrip() in {other.rstrip() for other in come}]
    assert len(gone) - len(kept_words) <= 2
    assert all(line.endswith("\r\n") for line in come) == (typed == "windows")


def test_a_sample_stands_below_the_others_as_they_are_written() -> None:
    text = few_entries()
    after = EDITS["sample"](text)
    assert changed_lines(text, after) == ["+   - 扫一年大街几多钱\n"]
    assert entry(after, "aux_post_pay").questions[-1] == "扫一年大街几多钱"


def test_what_the_county_supplied_takes_the_place_of_the_older_one() -> None:
    once = EDITS["supplied"](few_entries())
    assert (
        "  - 现在一个月多少：保洁员800元（枞人社〔2027〕3号，2027-01-15；用到2027-12-31；王芳 2027-01-20填）\n" in once
    )
    later = Supplied("保洁员900元", "枞人社〔2028〕1号", date(2028, 1, 10), date(2028, 12, 31), "王芳 2028-01-20")
    twice = with_supplied(once, "aux_post_pay", later, "现在一个月多少")
    assert [each.said for each in entry(twice, "aux_post_pay").county] == ["现在一个月多少：保洁员900元"]
    both = with_supplied(twice, "aux_post_pay", Supplied("月底", "某文件", date(2028, 1, 10)), "哪天发")
    assert entry(both, "aux_post_pay").open_points(date(2028, 2, 1)) == ()
    one = without_supplied(both, "aux_post_pay", "哪天发：月底")
    assert without_supplied(one, "aux_post_pay", "现在一个月多少：保洁员900元") == few_entries()


def test_a_new_entry_is_read_as_it_was_typed() -> None:
    added = entry(with_entry(few_entries(), NEW), "can_ji_zheng")
    assert (added.title, added.questions, added.more) == (NEW.title, ("残疾证怎么办", "残疾证在哪办"), NEW.more)
    assert (added.answer, added.source, added.review, added.service) == (NEW.answer, "某文件", NEW.review, "staff")


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: with_samples(text, "no_such", ["在哪"]),
        lambda text: with_samples(text, "aux_post_pay", [" "]),
        lambda text: with_samples(text, "aux_post_pay", ["扫地一年给几多"]),
        lambda text: with_supplied(text, "aux_post_pay", Supplied("八百", "某（文件；甲", date(2027, 1, 1))),
        lambda text: with_entry(text, replace(NEW, id="aux_post_pay")),
        lambda text: with_entry(text, replace(NEW, more="## 假的一条")),
        lambda text: with_entry(text, replace(NEW, answer="")),
        lambda text: without_supplied(text, "aux_post_pay", "没有的"),
    ],
)
def test_what_would_be_read_in_another_way_is_refused(edit: Edit) -> None:
    with pytest.raises(CannotEdit):
        edit(few_entries())


@pytest.mark.parametrize("sample", ["回答：给一万", "## 另一条", "- 编号：x", "（八百）", "🙏"])
def test_a_sample_is_never_taken_for_something_else(sample: str) -> None:
    assert entry(with_samples(few_entries(), "aux_post_pay", [sample]), "aux_post_pay").questions[-1] == sample.strip()
