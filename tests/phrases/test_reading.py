import re
from pathlib import Path
from string import Formatter

import pytest

import bot.readers
from bot.phrases.reading import SENTENCES, say

READERS = Path(bot.readers.__file__).parent
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in READERS.glob("*.py")}
RAISED = {reason for text in SOURCES.values() for reason in re.findall(r'NotUnderstood\(\s*"(\w+)"', text)}
RAISED |= {
    reason
    for text in SOURCES.values()
    for line in text.splitlines()
    if "NotUnderstood(" in line or "super().__init__(" in line
    for reason in re.findall(r'"(\w+)"(?=[,)]| if | else )', line)
}


def test_there_are_reasons() -> None:
    assert {"phone_short", "place_which", "name_two", "phone_refused", "quantity"} <= RAISED


@pytest.mark.parametrize("reason", sorted(RAISED))
def test_every_reason_has_its_sentence(reason: str) -> None:
    assert reason in SENTENCES


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_a_sentence_is_short_and_its_blanks_are_filled(reason: str) -> None:
    blanks = {name for _, name, _, _ in Formatter().parse(SENTENCES[reason]) if name}
    told = say(reason, **dict.fromkeys(blanks, "七"))
    assert "{" not in told
    assert len(told) <= 60


def test_it_says_what_is_wrong() -> None:
    assert "10位" in say("phone_short", digits="1380000123", count="10")


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_the_example_is_left_to_the_question(reason: str) -> None:
    assert "比如" not in SENTENCES[reason]
