"""The checker finds what is wrong: each promise broken once, in a history that was made for it."""

from dataclasses import replace

import pytest

from tests.chaos.checker import CONFIRMS, DENIES, broken, check, table
from tests.chaos.history import Answered, Arrived, Event, Fault, Filed, History, Somebody, Stored, Written

LI = Somebody("oLi", "李秀英", "13800000001", "横埠镇官塘村", "340722106")
WANG = Somebody("oWang", "王桂花", "13800000002", "会宫镇会宫村", "340722112")
TOLD = "登记好了！横埠镇就业扶贫驿站的人会给您打电话。"
FILED = Filed(7, "oLi", "job", "李秀英", "13800000001", ("oLi:1",))
STORED = Stored([FILED], {"340722106": frozenset({7})}, {"〔1〕": ("oLi", "arrived")})
WROTE = Written("〔1〕", 7, True, 11.0)
CAME = Arrived("oLi", "请等电话〔1〕", True, 12.0)
GOOD: tuple[Event, ...] = (Answered("oLi", "oLi:1", TOLD, 10.0), WROTE, CAME)


def judged(events: tuple[Event, ...] = GOOD, stored: Stored = STORED, recovered: float | None = 5.0) -> dict[str, int]:
    """How often each promise was broken, of those that were."""
    history = History([LI, WANG], list(events), {"oLi", "oWang"}, recovered)
    lines = check(history, stored)
    found = {line.promise: len(line.bad) for line in lines if line.bad}
    assert broken(lines) == bool(found)
    assert all(promise in table(lines) for promise in found)
    return found


def test_a_history_in_which_all_is_well() -> None:
    assert judged() == {}


LOST = "an acknowledged registration stands once in SQL"
TWICE = "no request is filed twice"
DENIED = "what was said not to be filed is not filed"
UNSEEN = "an acknowledged referral is seen by its station"
SILENT = "a message of staff reaches its person"
AGAIN = "no message reaches its person twice"
MIXED = "nobody sees or gets what is somebody else's"


@pytest.mark.parametrize(
    ("promise", "events", "stored"),
    [
        (LOST, GOOD, replace(STORED, filed=[])),
        (LOST, GOOD, replace(STORED, filed=[replace(FILED, name="李秀")])),
        (TWICE, GOOD, replace(STORED, filed=[FILED, replace(FILED, id=8, keys=("oLi:2",))])),
        (TWICE, GOOD, replace(STORED, filed=[replace(FILED, kind="produce"), replace(FILED, id=8, kind="produce")])),
        (DENIED, (Answered("oLi", "oLi:1", "刚才那句没登记上", 10.0), *GOOD[1:]), STORED),
        (UNSEEN, GOOD, replace(STORED, visible={"340722112": frozenset({7})})),
        (SILENT, GOOD[:2], STORED),
        (SILENT, GOOD[:2], replace(STORED, letters={})),
        (AGAIN, (*GOOD, GOOD[2]), STORED),
        (AGAIN, (*GOOD, Answered("oLi", "oLi:9", "驿站给您的话：请等电话〔1〕", 99.0)), STORED),
        (MIXED, (*GOOD, Answered("oWang", "oWang:1", "姓名：李秀英", 13.0)), STORED),
        (MIXED, GOOD, replace(STORED, filed=[FILED, Filed(9, "oWang", "job", "王桂花", LI.phone, ("oWang:4",))])),
        ("nothing is left owed", GOOD, replace(STORED, owed=2)),
    ],
)
def test_what_is_wrong_is_found(promise: str, events: tuple[Event, ...], stored: Stored) -> None:
    assert promise in judged(events, stored)


def test_who_is_not_well_again_or_not_through_is_found() -> None:
    assert judged(recovered=None) == judged(recovered=61.0) == {"all is well again within 60 s": 1}
    history = History([LI], list(GOOD), recovered=1.0)
    assert [line.promise for line in check(history, STORED) if line.bad] == ["who keeps trying gets through"]


def test_redeliveries_and_what_waits_are_no_fault() -> None:
    again = Answered("oLi", "oLi:1", TOLD, 10.1)
    assert judged((again, *GOOD)) == {}
    assert judged(GOOD[:2], replace(STORED, letters={"〔1〕": ("oLi", "waits")})) == {}
    assert judged((GOOD[0], replace(WROTE, sure=False)), replace(STORED, letters={})) == {}


@pytest.mark.parametrize(
    "because",
    [
        replace(CAME, sure=False),
        Fault("kill worker", "worker 1", 13.0, 13.0),
        Fault("full disk", "no room", 9.0, 13.0),
    ],
)
def test_a_double_that_nobody_could_have_known_of_is_counted_apart(because: Event) -> None:
    events = (*GOOD[:2], because, GOOD[2], GOOD[2])
    lines = check(History([LI], list(events), {"oLi"}, 1.0), STORED)
    assert not broken(lines)
    assert [line.undecided for line in lines if line.promise == AGAIN] == [1]


def test_the_checker_knows_the_bots_words() -> None:
    from bot.phrases import talk

    assert all(CONFIRMS.search(words) for words in (talk.REGISTERED, talk.REGISTERED_AGAIN, talk.STAFF_TOLD))
    assert all(DENIES.search(words) for words in (talk.SORRY, talk.CANNOT_WRITE))
    assert not any(CONFIRMS.search(words) for words in (talk.SORRY, talk.CANNOT_WRITE))
