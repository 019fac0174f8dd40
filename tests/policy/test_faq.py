"""The policy answers as they stand in knowledge/: complete, sourced, plain."""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.phrases import policy as phrases
from bot.policy import Entry
from bot.policy.book import KNOWLEDGE, read_book
from bot.policy.evidence import read_facts
from bot.policy.lint import check
from cli.faq import faq
from tests.policy.small_book import book_with, few_entries

TODAY = date(2026, 11, 23)
FILE = KNOWLEDGE / "policy_faq.md"
FACTS = read_facts(KNOWLEDGE / "policy_facts.tsv")

TOPICS = frozenset(
    (
        "notice_overview",
        "annual_targets",
        "zero_employment_household",
        "who_is_covered",
        "policy_still_valid",
        "station_what",
        "station_services",
        "station_location_contact",
        "station_management",
        "ecommerce_sell_produce",
        "finance_insurance_service",
        "job_search_local",
        "workshop_jobs",
        "workshop_criteria_subsidy",
        "home_based_jobs",
        "cooperatives_models",
        "one_village_one_product",
        "transfer_employment",
        "migrant_transport_subsidy",
        "aux_post_what",
        "aux_post_apply",
        "aux_post_pay",
        "three_no_workers",
        "one_household_one_policy",
        "training_free_yearly",
        "training_enroll",
        "training_living_subsidy",
        "skill_certificate_subsidy",
        "hardship_recognition",
        "unemployment_registration",
        "employment_certificate",
        "unemployment_insurance",
        "social_insurance_subsidy",
        "startup_loan",
        "startup_subsidy",
        "job_seeking_subsidy",
        "yulu_plan",
        "social_insurance_query",
        "resident_pension",
        "resident_medical",
        "wage_arrears",
        "labor_contract_scam",
        "low_income_aid",
        "publicity_awards",
        "discipline_funds_complaint",
        "human_help_hotline",
    )
)
"""The public ids; programs outside rely on them."""


@cache
def entries() -> tuple[Entry, ...]:
    return read_book(FILE)[0]


def before_any_review() -> date:
    """A day on which no review is overdue, so that this suite does not begin to fail by itself one day."""
    return min(entry.review for entry in entries())


def test_nothing_is_wrong_with_the_file() -> None:
    assert check(FILE, before_any_review()) == ()


def test_every_public_topic_has_its_entry() -> None:
    assert {entry.id for entry in entries()} == TOPICS


def test_every_fact_that_may_be_told_is_told() -> None:
    told = {name for entry in entries() for name in entry.facts}
    assert {name for name, fact in FACTS.items() if fact.grade != "C"} == told


def test_the_facts_are_those_of_the_notice() -> None:
    counts = {letter: sum(name.startswith(letter) and name[1].isdigit() for name in FACTS) for letter in "ABCDEFGHIJK"}
    assert counts == dict(zip("ABCDEFGHIJK", (10, 10, 10, 13, 4, 9, 12, 11, 8, 6, 9), strict=True))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_an_answer_is_short_sourced_and_says_what_to_do(entry: Entry) -> None:
    shown = phrases.answer(entry, TODAY)
    assert shown.startswith(entry.answer)
    assert shown.endswith(f"出处：{entry.source}")
    assert len(entry.questions) >= 12
    assert re.search(r"找|问|说|讲|打|办|申请|登记|带上|看|告诉|先去", entry.answer)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_nobody_is_called_poor_to_their_face(entry: Entry) -> None:
    shown = phrases.answer(entry, TODAY) + phrases.details(entry, TODAY)
    assert not re.search(r"[您你]家?(是|这|们)?[^，。]{0,2}贫困(户|劳动者)", shown)


def test_no_amount_of_money_is_told_but_the_one_with_a_source() -> None:
    amounts = {
        amount
        for entry in entries()
        for amount in re.findall(r"\d+万?[元块]", phrases.answer(entry, TODAY) + phrases.details(entry, TODAY))
    }
    assert amounts == {"5万元", "10万元"}


def test_what_the_county_has_not_supplied_is_said_and_the_station_offered() -> None:
    waiting = [entry for entry in entries() if entry.missing]
    assert len(waiting) > 20
    for entry in waiting:
        shown = phrases.answer(entry, TODAY)
        assert "没有县里的准数" in shown
        assert "驿站" in shown


def test_what_the_county_supplied_takes_the_place_of_the_apology(tmp_path: Path) -> None:
    supplied = "- 本县：保洁员一个月800元（枞人社〔2027〕3号，2027-01-15）"
    path = book_with(tmp_path, few_entries().replace("- 待填：现在一个月多少、哪天发", supplied))
    entry = next(entry for entry in read_book(path)[0] if entry.id == "aux_post_pay")
    assert "没有县里的准数" not in phrases.answer(entry, TODAY)
    assert "我们县：\n保洁员一个月800元（枞人社〔2027〕3号，2027年1月15日）" in phrases.answer(entry, TODAY)
    assert check(path, before_any_review()) == ()


PAY = "## 公益性岗位、辅助性岗位给多少钱"
SAMPLE = "  - 扫地一年给几多\n"
SOURCE = "- 出处：枞阳县2018年就业脱贫通知第五部分（没有写金额）\n"
EMPTY = "- 编号：empty\n- 问法：空空如也\n- 回答：找村里。\n- 出处：无\n- 有效：2020-01-01\n- 复核：2099-05-31\n\n"
FAULTS = {
    "missing id": ("- 编号：aux_post_pay\n", "", "缺少“编号”", PAY),
    "doubled id": ("- 编号：aux_post_pay\n", "- 编号：aux_post_what\n", "编号“aux_post_what”和第1行", "aux_post_what"),
    "odd id": ("- 编号：aux_post_pay\n", "- 编号：公益岗\n", "只能用小写英文字母", "编号：公益岗"),
    "no source": (SOURCE, "", "缺少“出处”", PAY),
    "unknown key": ("- 待填：现在一个月", "- 待添：现在一个月", "不认得的项目“待添”", "待添"),
    "long answer": ("- 回答：“三保", "- 回答：" + "话很长。" * 30 + "“三保", "缩到120个字以内", "回答"),
    "too long for WeChat": ("外县有各种数", "多" * 700, "微信一条只能发2047字节", "详细"),
    "claimed twice": (SAMPLE, "  - 公益岗怎么报名\n", "抢同一句话", "公益岗怎么报名"),
    "claimed by what is not ours": (SAMPLE, "  - 放假安排是什么\n", "not_ours.txt 里也有", "放假安排"),
    "lost sample": (SAMPLE, "  - 公益岗怎么报名\n", "会答成“怎么报公益性岗位", "公益岗怎么报名"),
    "few questions": (PAY, f"## 空\n{EMPTY}{PAY}", "问法只有1句", "问法：空空"),
    "no such fact": ("- 依据：H11\n", "- 依据：H11 H99\n", "没有依据“H99”", "H99"),
    "fact for staff only": ("- 依据：H11\n", "- 依据：H11 P-P04\n", "只给工作人员参考", "P-P04"),
    "caveat forgotten": ("- 依据：H11\n", "- 依据：H11 P-P03\n", "要写“以枞阳县当年通知为准”", "一个月多少、哪天发"),
    "invented number": ("别处的数不能当我们县的", "一般是935块", "数字“935”", "935"),
    "long question": (SAMPLE, "  - " + "话很长" * 40 + "\n", "问法有120个字", "话很长话很长"),
    "somebody's number": (SAMPLE, "  - 打13800001234问扫地的钱\n", "问法里有号码", "13800001234"),
    "county figure too old": (
        "- 待填：现在",
        "- 本县：有5个空位（某文件，2020-01-15；用到2021-01-15）\n- 待填：现在",
        "本县的数用到2021-01-15，已经过期",
        "有5个空位",
    ),
    "county figure without end": (
        "- 待填：现在",
        "- 本县：有5个空位（某文件，2020-01-15）\n- 待填：现在",
        "满一年了，请核对",
        "有5个空位",
    ),
    "key of another entry": ("- 依据：H11\n", "- 依据：H11\n- 依据：H02\n", "“依据”在这一条里写了两遍", "依据：H02"),
    "county figure without source": ("- 待填：现在", "- 本县：有5个空位\n- 待填：现在", "括号写明文件和日期", "本县"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_where_it_is(fault: str, tmp_path: Path) -> None:
    old, new, words, near = FAULTS[fault]
    text = few_entries()
    assert old in text
    broken = text.replace(old, new, 1)
    problems = [problem for problem in check(book_with(tmp_path, broken), before_any_review()) if words in str(problem)]
    assert len(problems) == 1
    assert near in broken.splitlines()[problems[0].line - 1]


def test_expired_and_unreviewed_entries_are_found(tmp_path: Path) -> None:
    text = few_entries().replace("- 有效：2018-04-12 起", "- 有效：2018-04-12 至 2026-06-30", 1)
    path = book_with(tmp_path, text)
    assert [problem.message for problem in check(path, before_any_review())] == [
        "2026-06-30已经到期，机器人只说这是以前的办法"
    ]
    late = max(entry.review for entry in entries()) + timedelta(days=1)
    assert sum("就该复核了" in problem.message for problem in check(path, late)) == 5


def test_the_command_prints_file_and_line_and_fails(tmp_path: Path) -> None:
    day = before_any_review().isoformat()
    path = book_with(tmp_path, few_entries())
    good = CliRunner().invoke(faq, ["check", str(path), "--on", day])
    assert (good.exit_code, good.output) == (0, "没有发现问题。\n")
    text = few_entries().replace("- 依据：H11\n", "- 依据：H11 H99\n")
    path = book_with(tmp_path, text)
    line = text[: text.index("- 依据：H11 H99")].count("\n") + 1
    bad = CliRunner().invoke(faq, ["check", str(path), "--on", day])
    assert bad.exit_code == 1
    assert bad.output == f"{path}:{line}: policy_facts.tsv 里没有依据“H99”\n"
