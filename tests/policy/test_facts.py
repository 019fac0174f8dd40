"""Every fact is really in the text of an entry that names it, and is found by a question about it.

`data/facts.tsv` has for each fact the words that must be said (apart by spaces), and a question that is no sample.
"""

import re
from datetime import date
from functools import cache

import pytest

from bot.phrases import policy as phrases
from bot.policy import Entry
from bot.policy.book import KNOWLEDGE, Book, load
from bot.policy.evidence import read_facts
from bot.policy.features import plain
from tests.policy.test_search import DATA

ON = date(2026, 11, 23)
FACTS = read_facts(KNOWLEDGE / "policy_facts.tsv")
ROWS = [line.split("\t") for line in (DATA / "facts.tsv").read_text(encoding="utf-8").splitlines()]
NOTICE = re.compile(r"[A-K]\d\d")


@cache
def book() -> Book:
    return load()


def citing(fact: str) -> list[Entry]:
    return [entry for entry in book().entries if fact in entry.facts]


def text_of(entry: Entry) -> str:
    return "\n".join((entry.answer, entry.note, entry.more, entry.source))


def test_the_table_has_every_fact_that_may_be_told() -> None:
    assert [row[0] for row in ROWS] == [name for name, fact in FACTS.items() if fact.grade != "C"]
    assert all(len(row) == 3 and row[1].split() and row[2] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_fact_is_said_by_an_entry_that_names_it(row: list[str]) -> None:
    fact, words, _ = row
    lacking = {entry.id: [word for word in words.split() if word not in text_of(entry)] for entry in citing(fact)}
    assert any(not missing for missing in lacking.values()), lacking


def test_questions_about_facts_find_them_and_are_no_samples() -> None:
    """Nine of ten answered at once, every one of the notice at least among the three that are offered or likeliest."""
    samples = {plain(question) for entry in book().entries for question in entry.questions}
    assert not [question for _, _, question in ROWS if plain(question) in samples]
    wrong, lost = [], []
    for fact, _, question in ROWS:
        found = book().find(question, ON)
        topics = {entry.id for entry in citing(fact)}
        if found.entry is None or found.entry.id not in topics:
            wrong.append((fact, question, found.entry and found.entry.id, found.ranked))
        if NOTICE.fullmatch(fact) and not topics & set(found.ranked):
            lost.append((fact, question, found.ranked))
    assert not lost
    assert len(wrong) <= len(ROWS) / 10, wrong


def test_an_answer_says_of_which_year_it_is() -> None:
    """The year of the rule is in what is shown; what has none says so."""
    undated = [
        entry.id
        for entry in book().entries
        if not re.search(r"(19|20)\d\d", phrases.answer(entry, ON)) and "没写日期" not in entry.note
    ]
    assert undated == ["station_location_contact"]  # rests on what stations report, not on a rule


TERMS = (
    "贫困户",
    "贫困劳动者",
    "建档立卡户",
    "脱贫户",
    "脱贫人口",
    "监测户",
    "监测对象",
    "防止返贫致贫对象",
)
"""What has been the name since 2018; all are said."""


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("{}都能享受哪些帮扶", "who_is_covered"),
        ("怎么样算是{}", "who_is_covered"),
        ("{}出省打工路费补不补", "migrant_transport_subsidy"),
        ("{}能免费学技能吧", "training_free_yearly"),
        ("{}家小孩读中职有补助没", "yulu_plan"),
    ],
)
def test_every_name_for_those_who_are_helped_is_understood(term: str, asked: str, topic: str) -> None:
    found = book().find(asked.format(term), ON)
    assert topic in ({found.entry.id} if found.entry else {entry.id for entry in found.offered}), found.ranked
