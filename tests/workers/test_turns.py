"""Turns that a worker takes: what the bot says arrives once."""

from bot.effects import Choice, Say
from bot.message import Inbound, Kind
from tests.workers.postal import START, Post
from workers.turns import take_turn

RINGS = Inbound(person="li", key="timer-7", kind=Kind.OTHER, at=START)
ASKS = Say("驿站的人给您打电话了吗？", (Choice("called.yes", "打了"), Choice("called.no", "没有")))


def test_what_the_bot_says_arrives_once_however_often_the_turn_is_taken(post: Post) -> None:
    post.ask()
    post.says = ASKS
    take_turn(post.services, RINGS)
    take_turn(post.services, RINGS)
    post.later(minutes=1)
    assert post.phone.arrived == [("li", ASKS.plain())]


def test_silence_and_strangers_are_sent_nothing(post: Post) -> None:
    take_turn(post.services, RINGS)
    post.says = ASKS
    take_turn(post.services, RINGS)
    post.later(minutes=1)
    assert post.phone.arrived == []
