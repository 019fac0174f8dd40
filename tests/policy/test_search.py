"""How well questions are answered that were kept out of the book.

The questions in `data/` were written for measuring, apart from the sample questions, and are no samples.
"""

import random
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.language.sounds import SYLLABLES
from bot.policy import Found
from bot.policy.book import KNOWLEDGE, Book, load, read_strangers
from bot.policy.features import plain
from bot.policy.places import elsewhere

ON = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"


@cache
def book() -> Book:
    return load()


@cache
def found(question: str) -> Found:
    return book().find(question, ON)


def asked(*names: str) -> list[tuple[str, str]]:
    lines = [line for name in names for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return [(question, topic) for question, _, topic in (line.partition("\t") for line in lines)]


OURS = asked("questions.tsv", "questions_long.tsv")
RARE = asked("questions_rare.tsv")
"""Asked in words that were chosen because the samples do not have them."""
NOT_OURS = asked("unanswerable.tsv", "unanswerable_long.tsv", "unanswerable_more.tsv")


def share(verdicts: Iterator[bool]) -> float:
    counted = list(verdicts)
    return sum(counted) / len(counted)


def answers(result: Found, topic: str) -> bool:
    return result.entry is not None and result.entry.id == topic


def test_the_measure_is_no_part_of_the_book() -> None:
    known = {plain(question) for entry in book().entries for question in entry.questions}
    known |= {plain(question) for question in read_strangers(KNOWLEDGE / "not_ours.txt")}
    assert not [question for question, _ in OURS + RARE + NOT_OURS if plain(question) in known]
    assert {topic for _, topic in OURS} == {entry.id for entry in book().entries}


def test_the_right_topic_comes_first_and_nearly_always_among_three() -> None:
    results = [(found(question), topic) for question, topic in OURS]
    assert share(result.best == topic for result, topic in results) >= 0.93
    assert share(topic in result.ranked for result, topic in results) >= 0.97
    assert share(answers(result, topic) for result, topic in results) >= 0.92
    assert share(result.entry is not None and result.entry.id != topic for result, topic in results) <= 0.05


def test_unusual_words_are_mostly_understood() -> None:
    results = [(found(question), topic) for question, topic in RARE]
    assert share(result.best == topic for result, topic in results) >= 0.85
    assert share(topic in result.ranked for result, topic in results) >= 0.94
    assert share(answers(result, topic) for result, topic in results) >= 0.78
    assert share(result.entry is not None and result.entry.id != topic for result, topic in results) <= 0.08


def test_what_no_entry_answers_is_not_answered() -> None:
    assert share(found(question).entry is not None for question, _ in NOT_OURS) <= 0.05


def same_sound(question: str, rate: float, chance: random.Random) -> str:
    """The question as a hasty pinyin keyboard would have it: some characters replaced by others of the same sound."""
    return "".join(chance.choice(homophones(sign)) if chance.random() < rate else sign for sign in question)


@cache
def homophones(sign: str) -> tuple[str, ...]:
    common = {other for entry in book().entries for text in (*entry.questions, entry.more) for other in text}
    alike = tuple(sorted(other for other in common - {sign} if SYLLABLES.get(other) == SYLLABLES.get(sign, "-")))
    return alike or (sign,)


def test_same_sound_errors_cost_little() -> None:
    chance = random.Random(1)
    clean = share(answers(found(question), topic) for question, topic in OURS)
    noisy = share(answers(found(same_sound(question, 0.1, chance)), topic) for question, topic in OURS)
    assert clean - noisy <= 0.04


@pytest.mark.parametrize(("between", "least"), [(" ", 0.9), ("", 0.88)])
def test_questions_typed_in_latin_letters_are_heard(between: str, least: float) -> None:
    typed = [(between.join(SYLLABLES.get(sign, sign) for sign in question), topic) for question, topic in OURS[:230]]
    results = [(found(question), topic) for question, topic in typed]
    assert share(result.best == topic for result, topic in results) >= least
    assert share(result.entry is not None and result.entry.id != topic for result, topic in results) <= 0.05


def test_letters_among_characters_are_heard() -> None:
    assert found("gong益岗一个月多少qian").best == found("公益岗一个月多少钱").best == "aux_post_pay"


@pytest.mark.parametrize("text", ["", " ", "？", "\x00", "😀", "abc", "1", "好" * 5000, "\ud800", "<xml>&</xml>"])
def test_anything_can_be_asked(text: str) -> None:
    assert book().find(text, ON).entry is None


def test_a_finding_says_which_words_decided() -> None:
    result = found("请问公益岗一个月给几多钱")
    assert answers(result, "aux_post_pay")
    assert any("岗" in words for words in result.because)
    assert 0.5 < result.confidence <= 1


def test_a_doubtful_question_offers_up_to_three() -> None:
    offers = [result for question, _ in OURS + NOT_OURS if (result := found(question)).offered]
    assert offers
    assert all(1 <= len(result.offered) <= 3 and result.entry is None for result in offers)
    assert all(result.offered[0].id == result.best for result in offers)


@pytest.mark.parametrize(
    ("question", "topic", "foreign"),
    [
        ("浙江的失业金一个月多少", "unemployment_insurance", True),
        ("合肥市的公益岗怎么报名", "aux_post_apply", True),
        ("我在南京怎么交医保", "resident_medical", True),
        ("去浙江打工有车接不", "transfer_employment", False),
        ("在广东打工工资没给", "wage_arrears", False),
        ("女儿在苏州上大学，老家给不给补社保", "social_insurance_subsidy", False),
        ("女儿在苏州上大学，给不给补社保", "social_insurance_subsidy", True),
        ("我在温州开厂想回来办车间", "workshop_criteria_subsidy", False),
        ("枞阳的医保怎么交", "resident_medical", False),
        ("铜陵哪里报培训", "training_enroll", False),
        ("湖南回乡办厂有补贴吗", "startup_subsidy", True),
        ("从湖南回乡办厂有补贴吗", "startup_subsidy", False),
    ],
)
def test_the_rules_of_another_place_are_not_ours(question: str, topic: str, foreign: bool) -> None:
    assert elsewhere(question, topic) is foreign


def test_finding_takes_about_a_millisecond() -> None:
    questions = [question for question, _ in OURS]
    for question in questions:
        book().find(question, ON)
    started = time.process_time()
    for question in questions:
        book().find(question, ON)
    assert (time.process_time() - started) / len(questions) < 0.003
