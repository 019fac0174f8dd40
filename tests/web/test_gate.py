"""The gate: every message is answered in time, and what is turned away is not handled afterwards."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY

from bot.effects import Say
from bot.message import Inbound, Kind
from web.gate import FEW, STILL, Gate

AWAY = Say("请过两分钟再发一次")


def message(number: int) -> Inbound:
    return Inbound("li", f"m{number}", Kind.TEXT, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), "您好")


def gate(receive: Callable[[Inbound], Say | None], at_once: int = 1) -> Gate:
    return Gate(receive, lambda inbound: AWAY, at_once, soon=0.1, patience=0.3)


def takes(seconds: float) -> Callable[[Inbound], Say]:
    def turn(inbound: Inbound) -> Say:
        time.sleep(seconds)
        return Say("done")

    return turn


def test_a_reply_goes_through_and_so_does_silence() -> None:
    assert gate(lambda inbound: Say(inbound.key))(message(1)) == Say("m1")
    assert gate(lambda inbound: None)(message(1)) is None


def test_what_goes_wrong_is_told_to_the_door() -> None:
    def fails(inbound: Inbound) -> Say:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        gate(fails)(message(1))


def test_a_turn_that_hangs_is_answered_in_time() -> None:
    free = threading.Event()
    began = time.monotonic()
    assert gate(lambda inbound: Say("done") if free.wait(10) else None)(message(1)) == STILL
    assert 0.3 <= time.monotonic() - began < 2
    free.set()


def test_a_crowd_is_turned_away_and_not_handled_afterwards() -> None:
    free, handled = threading.Event(), list[str]()

    def slow(inbound: Inbound) -> Say:
        free.wait(10)
        handled.append(inbound.key)
        return Say("done")

    door = gate(slow, at_once=2)
    with ThreadPoolExecutor(6) as crowd:
        replies = list(crowd.map(lambda number: door(message(number)), range(6)))
    assert sorted(map(str, replies)) == sorted(map(str, [STILL] * 2 + [AWAY] * 4))
    free.set()
    time.sleep(0.1)
    assert len(handled) == 2, "whoever is told to send again is not handled as well"
    assert door(message(7)) == Say("done"), "and then there is room again"


def test_while_nothing_moves_few_wait_on_and_many_are_turned_away_within_a_second() -> None:
    free = threading.Event()
    door = Gate(lambda inbound: Say("done") if free.wait(10) else None, lambda inbound: AWAY, at_once=1)
    with ThreadPoolExecutor(40) as crowd:
        few = [crowd.submit(door, message(number)) for number in range(1 + FEW)]
        time.sleep(1)
        assert not any(each.done() for each in few)
        began = time.monotonic()
        assert list(crowd.map(lambda number: door(message(number)), range(12, 24))) == [AWAY] * 12
        assert time.monotonic() - began < 1.5
        free.set()
        assert [each.result() for each in few] == [Say("done")] * len(few)
    assert door(message(30)) == Say("done"), "the line is gone"


def test_a_disk_that_hangs_for_a_moment_sends_nobody_away() -> None:
    door = Gate(takes(0.6), lambda inbound: AWAY, at_once=4)
    with ThreadPoolExecutor(8) as crowd:
        replies = list(crowd.map(lambda number: door(message(number)), range(8)))
    assert replies == [Say("done")] * 8


def test_a_crowd_at_one_moment_is_worth_a_wait() -> None:
    door = Gate(takes(0.02), lambda inbound: AWAY, at_once=1)
    with ThreadPoolExecutor(60) as crowd:
        replies = list(crowd.map(lambda number: door(message(number)), range(60)))
    assert replies == [Say("done")] * 60, "also those whose turn came after a second"


def test_while_twice_as_many_come_as_can_be_helped_everybody_is_answered_within_a_second() -> None:
    door = Gate(takes(0.02), lambda inbound: AWAY, at_once=1)

    def asks(number: int) -> tuple[Say | None, float]:
        began = time.monotonic()
        return door(message(number)), time.monotonic() - began

    with ThreadPoolExecutor(200) as crowd:
        asked = []
        for number in range(200):
            asked.append(crowd.submit(asks, number))
            time.sleep(0.01)
        answers = [each.result() for each in asked]
    assert max(seconds for _, seconds in answers) < 1
    helped = [say for say, _ in answers].count(Say("done"))
    assert 60 < helped < 140, "the machine is busy with helping, and the others are told so"


def test_who_is_turned_away_is_counted_and_told_of_in_few_lines(caplog: pytest.LogCaptureFixture) -> None:
    free, before = threading.Event(), REGISTRY.get_sample_value("yizhan_turned_away_total") or 0
    door = gate(lambda inbound: Say("done") if free.wait(10) else None)
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda number: door(message(number)), range(6)))
    free.set()
    assert REGISTRY.get_sample_value("yizhan_turned_away_total") == before + 5
    assert len([line for line in caplog.messages if "turned away" in line]) == 1
