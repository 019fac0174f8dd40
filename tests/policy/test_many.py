"""A book of many entries, each of which shares its words with many: the right one is found all the same."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bench import answers
from bot.policy.book import KNOWLEDGE, read_strangers
from bot.policy.search import Index

MANY = 100
ON = date(2026, 11, 23)
STRANGERS = read_strangers(KNOWLEDGE / "not_ours.txt")


@cache
def index() -> Index:
    return Index(answers.entries(MANY), STRANGERS[::8])


def share(verdicts: list[bool]) -> float:
    return sum(verdicts) / len(verdicts)


def test_the_right_one_of_many_is_found() -> None:
    asked = list(answers.questions(MANY))
    assert not {question for question, _ in asked} & {text for entry in index().entries for text in entry.questions}
    found = [(index().find(question, ON), topic) for question, topic in asked]
    assert share([result.best == topic for result, topic in found]) >= 0.92
    assert share([topic in result.ranked for result, topic in found]) >= 0.95
    answered = [(result.entry.id, topic) for result, topic in found if result.entry]
    assert sum(entry == topic for entry, topic in answered) >= 0.9 * len(asked)
    assert sum(entry != topic for entry, topic in answered) <= 0.04 * len(asked)


def test_none_of_many_answers_what_is_about_something_else() -> None:
    assert share([index().find(question, ON).entry is not None for question in STRANGERS[1::8]]) <= 0.02


@pytest.mark.parametrize("titles", [("领鸡蛋",), ("领鸡蛋", "？"), ("领鸡蛋", "领鸡蛋")])
def test_a_book_may_be_tiny(titles: tuple[str, ...]) -> None:
    entries = [replace(answers.entries(1)[0], id=title, title=title, questions=()) for title in titles]
    for strangers in ((), ("买房子",), ("？",)):
        assert Index(entries, strangers).find("鸡蛋怎么领", ON).best in titles
