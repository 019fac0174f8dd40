"""Numbers and taps mean the same line, whatever list stands on the screen."""

from datetime import UTC, datetime

import pytest

from bot.outcome import Outcome
from cli.chat import Talk
from wiring import Rehearsal, rehearse

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LISTS = {
    "the menu": ("菜单",),
    "a greeting": ("你好",),
    "not understood": ("阿巴阿巴",),
    "not understood twice": ("阿巴阿巴", "阿巴阿巴阿巴"),
    "an answer of the book": ("公益岗要什么条件",),
    "nothing filed": ("我登记了没有",),
    "several readings": ("我有残疾证能做啥",),
}


@pytest.fixture(scope="module")
def house() -> Rehearsal:
    return rehearse(AT)


def _said(house: Rehearsal, person: str, talk: tuple[str, ...]) -> tuple[Talk, Outcome]:
    phone = Talk(house, person)
    outcomes = [phone.does({"type": "text", "text": each}) for each in talk]
    return phone, outcomes[-1]


@pytest.mark.parametrize("talk", LISTS.values(), ids=LISTS)
def test_a_number_does_what_a_tap_on_its_line_does(house: Rehearsal, talk: tuple[str, ...]) -> None:
    _, shown = _said(house, f"{talk}", talk)
    assert shown.say
    numbered = [choice for choice in shown.say.choices if choice.numbered]
    assert numbered
    for number, choice in enumerate(numbered, start=1):
        typing, _ = _said(house, f"{talk} types {number}", talk)
        tapping, _ = _said(house, f"{talk} taps {number}", talk)
        typed = typing.does({"type": "text", "text": str(number)})
        tapped = tapping.does({"type": "text", "text": choice.label, "choice": choice.token})
        assert typed.say == tapped.say, (number, choice)
