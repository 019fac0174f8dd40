"""Answers typed in Latin letters throughout."""

import pytest

from bot.commands import Command, command_of
from bot.readers import NotUnderstood, letters
from bot.readers.name import read_name
from bot.readers.phone import read_phone
from bot.readers.place import read_place


def test_each_kind_of_answer_is_read() -> None:
    assert read_phone("yao san ba ling ling ling ling yi er san si") == "13800001234"
    assert read_name("Wang Guihua") == "wang gui hua"
    assert read_place("hengbu zhen").township == "340722106"
    assert command_of("qu xiao") is Command.CANCEL


@pytest.mark.parametrize("text", ["hello", "wifi", "wo bu zhi dao", "ni hao", "王桂花", "", "ok"])
def test_other_words_are_no_name(text: str) -> None:
    assert letters.name(text) == ""


@pytest.mark.parametrize("text", ["yi san ba", "yi ge"])
def test_a_few_figures_are_no_number(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_phone(text)


def test_what_sounds_like_no_township_of_the_county_is_not_read_as_one() -> None:
    assert letters.township("bei jing") == ""
