"""`yizhan chat --jsonl`: what its lines say, also after time has passed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from cli.chat import chat
from wiring import rehearse

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday morning: before a weekend a call is promised for after it, when WeChat lets nobody ask any more."""


def lines(*acts: str | dict[str, Any]) -> list[dict[str, Any]]:
    given = "\n".join(json.dumps(act, ensure_ascii=False) for act in acts)
    with pytest.MonkeyPatch.context() as monday:
        monday.setattr("cli.chat.rehearse", lambda: rehearse(AT))
        done = CliRunner().invoke(chat, ["--jsonl"], input=given)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


FORM = ["我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村", "1"]
DAY = {"type": "wait", "minutes": 24 * 60}


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    week = {"type": "wait", "minutes": 12 * 24 * 60}
    return lines(*FORM[:3], DAY, *FORM[3:], "对", week, "没有", {"type": "reset"})


def test_a_day_later_the_reminder_has_come_and_its_question_is_open(told: list[dict[str, Any]]) -> None:
    (reminder,) = told[3]["replies"]
    assert reminder.startswith("您的找活登记还没填完")
    assert (told[3]["dialog"], told[3]["asked"], told[3]["recorded"]) == ("job", "phone", [])
    assert told[4]["asked"] == "village"


def test_after_the_promised_time_it_asks_about_the_call(told: list[dict[str, Any]]) -> None:
    (question,) = told[8]["replies"]
    assert question.endswith("驿站的人给您打电话了吗？\n1. 打了\n2. 没有打")
    assert (told[8]["dialog"], told[8]["asked"]) == (None, None)
    assert "加急" in told[9]["replies"][0]
    assert told[9]["recorded"][0]["kind"] == "job"


def test_a_new_person_begins_with_nothing(told: list[dict[str, Any]]) -> None:
    assert told[-1] == {"replies": [], "dialog": None, "asked": None, "recorded": []}
