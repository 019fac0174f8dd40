"""Sessions and replies as earlier versions stored them are still read, and a talk goes on where it was."""

import json

import pytest

from bot.effects import Choice, Say
from bot.records import Place
from bot.replies import undump
from bot.session import VERSION, Session, dump, load

JOB = {"name": "王桂花", "phone": "13800001234", "village": {"place": ["340722106", "", "横埠镇"]}}
PICKED = {"picked": [1, "7", "保洁"]}

# As they were written, with the commit that began to.
STORED = {
    "7e9b7a5 the first": {
        "v": 1, "active": "job", "drafts": {"job": JOB | {"job": PICKED}}, "told": ["phone"],
        "asked": ["job", "confirm", "a1b2c3d4", [], 0, False], "offered": [], "topic": "", "misses": 1,
    },
    "4b06719 what went unanswered": {
        "v": 1, "active": "job", "drafts": {"job": JOB}, "told": [],
        "asked": ["job", "job", "a1b2c3d4", ["7", "8"], 1, True],
        "offered": [], "topic": "", "misses": 0, "unanswered": "多少钱",
    },
    "4fd98e9 half an answer": {
        "v": 1, "active": "job", "drafts": {"job": {}}, "told": [],
        "asked": ["job", "name", "a1b2c3d4", [], 1, False, "王"],
        "offered": [], "topic": "", "misses": 0, "unanswered": "",
    },
    "ecc86db what was filed last": {
        "v": 1, "active": "", "drafts": {"job": JOB}, "told": [],
        "asked": None,
        "offered": ["go.job"], "topic": "bt-jiaotong", "misses": 0, "unanswered": "", "filed": "job",
    },
    "7a98d64 time": {
        "v": 2, "active": "job", "drafts": {"job": JOB}, "told": [],
        "asked": ["job", "job", "a1b2c3d4", [], 0, False, ""],
        "offered": [], "topic": "", "misses": 0, "unanswered": "", "heard_at": 1764000000000, "alarm": 0,
        "reminded": ["job"], "lapsed": "", "calling": 0, "echo": "", "echoes": 0,
    },
}  # fmt: skip


@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_what_was_stored_is_read(stored: dict[str, object]) -> None:
    session = load(json.dumps(stored))
    drafts = stored["drafts"]
    assert isinstance(drafts, dict)
    assert session.active == stored["active"]
    assert session.answers("job").keys() == drafts["job"].keys()
    if drafts["job"]:
        assert session.answers("job")["village"] == Place("340722106", "", "横埠镇")
    assert session.misses == stored["misses"]
    assert session.unanswered == stored.get("unanswered", "")
    assert session.filed == stored.get("filed", "")
    assert session.heard_at == stored.get("heard_at", 0)
    assert load(dump(session)) == session


def test_a_field_that_a_newer_neighbour_adds_does_no_harm() -> None:
    stored = STORED["7a98d64 time"] | {"tomorrow": {"what": "ever"}}
    assert load(json.dumps(stored)).active == "job"


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "[]",
        "null",
        "7",
        "{}",
        json.dumps({"v": VERSION}),
        json.dumps({"v": VERSION + 1, "active": {}}),
        json.dumps(STORED["7a98d64 time"] | {"asked": ["job"]}),
        json.dumps(STORED["7a98d64 time"] | {"drafts": {"job": {"x": {"unknown": 1}}}}),
        json.dumps(STORED["7a98d64 time"] | {"told": 5}),
    ],
)
def test_what_cannot_be_read_is_a_new_session_and_no_failure(stored: str) -> None:
    assert load(stored) == Session()


def test_replies_that_were_kept_for_a_redelivery() -> None:
    assert undump("null") is None
    first = '["您好",[["go.job","找活"]],"",1]'
    assert undump(first) == Say("您好", (Choice("go.job", "找活"),))
    with_mail = '["您好",[],"",1,["昨天有话给您",[],"",0]]'
    assert undump(with_mail) == Say("您好", before=(Say("昨天有话给您", first=0),))
