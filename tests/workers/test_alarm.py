"""The county is told when what is owed does not get out, once, and when it is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import ChannelError
from cli import safety
from cli.first import invented
from cli.trouble import Trouble
from config.settings import Settings
from store.database import make_engine, upgrade, writing
from store.sending import outbox
from tests.workers.postal import START, Post
from workers.alarm import Alarm


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "outbox-late"


def watching(post: Post, told: Path, warn: Callable[[str], None]) -> None:
    post.services = replace(post.services, alarm=Alarm(told, warn))


def test_once_and_once_more_when_it_is_over(post: Post, told: Path) -> None:
    warned = post.group.warned
    watching(post, told, warned.append)
    post.group.wrong += [ChannelError("busy", permanent=False) for _ in range(4)]
    post.ask()
    post.later(seconds=20)
    post.later(minutes=2)
    assert warned == []
    post.later(minutes=4)
    assert len(warned) == 1
    assert "已经等了6分钟" in warned[0]
    watching(post, told, warned.append)  # the sweeper was started again
    post.later(minutes=8)
    assert len(warned) == 1
    assert len(post.group.told) == 0
    post.later(minutes=20)
    post.later(minutes=1)
    assert len(post.group.told) == 1
    assert warned[1:] == ["积压的消息都送出去了。"]
    post.later(minutes=1)
    assert len(warned) == 2


def test_while_nobody_can_be_told_it_is_tried_again(told: Path) -> None:
    def refuse(text: str) -> None:
        raise ChannelError("busy", permanent=False)

    late = START - timedelta(minutes=6)
    Alarm(told, refuse).look(late, START)
    warned: list[str] = []
    Alarm(told, warned.append).look(late, START)
    assert len(warned) == 1


def test_the_doctor_sees_it(tmp_path: Path) -> None:
    settings = Settings.from_environment(invented(), tmp_path)
    assert "没法核对" in safety.check_outbox(settings)
    (tmp_path / "var").mkdir()
    engine = make_engine(settings.database_url)
    upgrade(engine)
    assert safety.check_outbox(settings) == "没有积压"
    with writing(engine) as session:
        outbox.add(session, "referral", {"referral": 1}, "a", START)
    engine.dispose()
    with pytest.raises(Trouble, match="1 条该送的没送出去"):
        safety.check_outbox(settings)
