import socket
from collections.abc import Iterator

import pytest

from bot.ports import ChannelError
from bot.records import RecordKind
from tests.workers.group import GroupServer, group_server
from workers.ports import News
from workers.robot import LABELS, WeComRobot, words


@pytest.fixture
def group() -> Iterator[GroupServer]:
    with group_server() as server:
        yield server


def news(url: str = "", station: str = "横埠镇就业扶贫驿站") -> News:
    return News(station=station, robot_url=url, kind=RecordKind.JOB, waiting=3)


def test_the_group_is_told_what_and_how_many(group: GroupServer) -> None:
    WeComRobot().tell(news(group.url))
    text = "【横埠镇就业扶贫驿站】新来一条：找活。现在有 3 条还没人接，请打开工作台看看。"
    assert group.told == [{"msgtype": "text", "text": {"content": text}}]


def test_every_kind_has_its_word() -> None:
    assert set(LABELS) == set(RecordKind)
    assert words(news(station="")).startswith("【全县待分派】")


def test_the_county_group_hears_for_those_without_one(group: GroupServer) -> None:
    WeComRobot(group.url).tell(news())
    assert len(group.told) == 1
    WeComRobot("").tell(news())
    assert len(group.told) == 1


@pytest.mark.parametrize(
    ("status", "answer", "permanent"),
    [
        (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', True),
        (200, b'{"errcode": 45009, "errmsg": "too many"}', False),
        (200, b"<html>login first</html>", True),
        (200, b"[]", True),
        (404, b"", True),
        (429, b"", False),
        (302, b"", False),
        (500, b"", False),
    ],
)
def test_refusals(group: GroupServer, status: int, answer: bytes, permanent: bool) -> None:
    group.status, group.answer = status, answer
    with pytest.raises(ChannelError) as refusal:
        WeComRobot().tell(news(group.url))
    assert refusal.value.permanent is permanent
    assert "secret" not in str(refusal.value)
    assert len(group.told) == 1, "nobody leads us elsewhere"


def test_nobody_there_may_be_there_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ChannelError) as refusal:
        WeComRobot().tell(news(f"http://127.0.0.1:{port}/?key=secret"))
    assert refusal.value.permanent is False
    assert "secret" not in str(refusal.value)
