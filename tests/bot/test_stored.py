"""Somebody asks what we keep of them: in plain words, masked, with the way to have it deleted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.phrases import stored as words
from bot.records import Place, Profile, Stored
from bot.scene import Mind
from tests.talks import FACTS, Talk

KNOWN = replace(
    FACTS,
    known_profile=Profile("欧阳小妹", "13800003333", Place("340722106", "340722106213", "山水村"), consented=True),
    known_stored=Stored(datetime(2026, 3, 2, tzinfo=UTC), alerts=1, recordings=2, messages=3, questions=4),
)


@pytest.mark.parametrize("asked", ["你们存了我什么", "我的信息", "存了我哪些信息？", "你们记了我什么呀"])
def test_it_is_told_masked(sense: Mind, asked: str) -> None:
    talk = Talk(sense, KNOWN)
    said = talk.says(asked)
    assert "13800003333" not in said.plain()
    assert "小妹" not in said.plain()
    for part in ("欧***", "138****3333", "山水村", "2个", "3条", "4句", "3月2日您说过行", "当场就删"):
        assert part in said.plain()
    assert [choice.token for choice in said.choices] == ["go.forget", "go.contact"]
    assert not talk.effects


def test_of_a_stranger_there_is_nothing(sense: Mind) -> None:
    said = Talk(sense).says("你们存了我什么")
    assert said.text == words.NOTHING
    assert not said.choices


@pytest.mark.parametrize(("phone", "shown"), [("", ""), ("13800003333", "138****3333"), ("8812345", "*******")])
def test_numbers_are_hidden(phone: str, shown: str) -> None:
    assert words.hidden_phone(phone) == shown
