"""Random talks by the thousand: what is recorded was said and seen, every path ends, nothing is empty or too long.

`WALKS=20000 pytest tests/bot/test_walks.py` walks for longer than a test run should take.
"""

import os
import random
from datetime import UTC, datetime

import pytest

from bot.dialogs import DIALOGS
from bot.effects import Amend, Learn, Register
from bot.message import Inbound, Kind
from bot.phrases import talk
from bot.records import RecordKind
from bot.scene import Mind, Turn
from bot.session import dump, load
from tests.bot.walking import (
    ASIDE,
    NAMES,
    OPENERS,
    PHONES,
    VILLAGES,
    YES,
    Remembering,
    Walker,
    confirming,
    longest_way,
    reworded,
)
from wiring import Rehearsal, rehearse

LIMIT = 2047
WALKS = int(os.environ.get("WALKS", "1200"))
BLOCKS = 8
CALLS = {RecordKind.STAFF, RecordKind.COMPLAINT}
"""Filed at once, before anything is confirmed: with what is known, and the message itself."""


@pytest.fixture(scope="session")
def quick(sense: Mind) -> Mind:
    """The same mind, which remembers what it made of a text."""
    return Remembering(sense).as_mind


def held(walker: Walker, before: str, summary: str, turn: Turn) -> None:
    """What must be true after any turn."""
    assert turn.say is not None
    assert 0 < len(turn.say.plain().strip().encode()) <= LIMIT
    assert load(dump(turn.session)) == turn.session
    for effect in turn.effects:
        if not isinstance(effect, Register | Amend | Learn):
            continue
        assert not walker.unsaid(effect), (effect, walker.said)
        if isinstance(effect, Register) and effect.kind in CALLS:
            continue
        if isinstance(effect, Amend) and before != "confirm":
            continue  # put right by saying so; what was changed is said back
        assert before == "confirm"
        assert not walker.unseen(effect, summary), (effect, summary)


def walk(walker: Walker, steps: int) -> None:
    """Some random steps."""
    for _ in range(steps):
        before, summary = walker.talk.asked, walker.last.plain() if walker.last else ""
        held(walker, before, summary, walker.step())


def to_the_end(walker: Walker) -> None:
    """Answer as asked for, until nothing is open."""
    for _ in range(longest_way()):
        if not walker.talk.session.active:
            return
        before, summary = walker.talk.asked, walker.last.plain() if walker.last else ""
        held(walker, before, summary, walker.answer())
    assert not walker.talk.session.active, walker.talk.session


@pytest.mark.parametrize("block", range(BLOCKS))
def test_random_talks(quick: Mind, block: int) -> None:
    for number in range(block, WALKS, BLOCKS):
        choose = random.Random(number)
        walker = Walker(quick, choose)
        walk(walker, choose.randint(2, 14))
        to_the_end(walker)


@pytest.mark.parametrize("seed", range(12))
def test_a_deployment_that_changes_the_questions(quick: Mind, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    choose = random.Random(seed)
    walker = Walker(quick, choose)
    walk(walker, choose.randint(2, 8))
    for name, dialog in list(DIALOGS.items()):
        monkeypatch.setitem(DIALOGS, name, reworded(dialog))
    session = walker.talk.session
    if session.active and not confirming(walker.talk):
        say = walker.talk.says("王桂花")
        assert talk.CHANGED_QUESTION in say.text
        assert walker.talk.session.answers(session.active) == session.answers(session.active)
    walk(walker, 6)
    to_the_end(walker)


# --- through the stores --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stage() -> Rehearsal:
    """One bot in memory for many people."""
    return rehearse(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.mark.parametrize("seed", range(30))
def test_a_redelivery_changes_nothing(stage: Rehearsal, seed: int) -> None:
    """Each message comes up to three times: one reply, one request, and never an error."""
    choose = random.Random(seed)
    person = f"walker-{seed}"
    answers = [form for table in (NAMES, PHONES, VILLAGES) for forms in table.values() for form in forms]
    words = [choose.choice(OPENERS), *(choose.choice((*answers, *YES, *YES, *ASIDE)) for _ in range(8))]
    for position, text in enumerate(words):
        inbound = Inbound(person, f"k{position}", Kind.TEXT, stage.now(), text)
        first = stage.conversation.receive(inbound)
        filed = stage.conversation._records.facts(person, stage.now()).records()
        for _ in range(choose.randint(0, 2)):
            assert stage.conversation.receive(inbound) == first
        assert stage.conversation._records.facts(person, stage.now()).records() == filed
