"""The menu keeps WeChat's limits, and every line of it does something."""

from bot.wishes import VERBS
from wechat.menu import MENU, buttons


def test_within_wechats_limits() -> None:
    assert len(MENU) <= 3
    for name, lines in MENU:
        assert len(name.encode()) <= 16
        assert 1 <= len(lines) <= 5
        assert all(len(line.encode()) <= 60 for line, _ in lines)


def test_every_key_is_a_wish() -> None:
    keys = [line["key"] for button in buttons() for line in button["sub_button"]]
    assert len(keys) == len(set(keys))
    assert all(key.removeprefix("go.") in VERBS for key in keys)
