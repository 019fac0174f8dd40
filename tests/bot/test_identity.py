"""Whoever sends the number of their identity card is told that it is not needed; nothing of it is kept."""

import pytest

from bot.effects import Missed, Register
from bot.language.identity import SHOWN, hidden
from bot.phrases import talk
from bot.scene import Mind
from tests.talks import Talk

CARD = "340700190001010000"
WRITTEN = [
    CARD,
    "34070019000101000X",
    "34070019000101000x",
    "340700 19000101 0000",
    "340700-19000101-0000",
    "３４０７００１９０００１０１００００",
    "三四零七零零一九零零零一零一零零零零",
]


@pytest.mark.parametrize("number", WRITTEN)
def test_however_it_is_written(number: str) -> None:
    said = f"身份证{number}，帮我查查"
    assert hidden(said) == f"身份证{SHOWN}，帮我查查"
    assert hidden(hidden(said)) == hidden(said)


@pytest.mark.parametrize(
    "said",
    [
        "13800001234 13800005678",
        "1380000123413800005678",
        "银行卡6217000000000000000",
        "工资3000到5000，干了20260301到20260501",
        "一三八零零零零一二三四",
        "",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert hidden(said) == said


@pytest.mark.parametrize("number", WRITTEN)
@pytest.mark.parametrize("before", [[], ["我想找活", "同意"], ["我想找活", "同意", "王桂花"]])
def test_alone_it_is_answered_and_the_open_question_stays(sense: Mind, number: str, before: list[str]) -> None:
    talk_ = Talk(sense)
    for text in before:
        talk_.says(text)
    asked = talk_.asked
    say = talk_.says(number)
    assert say.text.startswith(talk.NO_IDENTITY)
    assert talk_.asked == asked
    assert [effect for effect in talk_.effects if isinstance(effect, Missed)] == []
    assert number not in repr(talk_.session)


@pytest.mark.parametrize(
    "said", ["我要投诉，老板扣我身份证{}不还", "转人工，我身份证{}", "身份证{}能不能办低保", "呱呱{}嗡嗡"]
)
def test_what_else_was_said_is_handled_without_it(sense: Mind, said: str) -> None:
    talk_ = Talk(sense)
    say = talk_.says(said.format(CARD))
    assert say.text.startswith(talk.NO_IDENTITY)
    kept = repr((talk_.effects, talk_.session, say))
    assert CARD not in kept
    notes = [effect.fields.note for effect in talk_.effects if isinstance(effect, Register)]
    assert ("投诉" in said or "转人工" in said) is bool(notes)
