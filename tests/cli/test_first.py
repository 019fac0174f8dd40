"""The first start's trial settings."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from cli.first import invented, wants_trial, write_env
from config.settings import Settings


def test_what_is_invented_is_complete_and_new_each_time() -> None:
    first, second = invented(), invented()
    assert not Settings.from_environment(first).production
    assert [name for name in first if first[name] == second[name]] == ["YIZHAN_ENV"]


def test_env_is_private_and_says_what_the_environment_does_not(tmp_path: Path) -> None:
    path = tmp_path / "new" / ".env"
    write_env(path, {"WECHAT_TOKEN": "mine"})
    assert path.stat().st_mode & 0o777 == 0o600
    written = dotenv_values(path)
    assert "WECHAT_TOKEN" not in written
    assert {**written, "WECHAT_TOKEN": "mine"}.keys() == invented().keys()


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_env(path, {})
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"PORT": "8001", "REDIS_URL": "redis://127.0.0.1"}, True),
        ({"YIZHAN_ENV": "development"}, True),
        ({"YIZHAN_ENV": "development", "WECHAT_TOKEN": "abc"}, True),
        ({"YIZHAN_ENV": "production"}, False),
        ({"WECHAT_TOKEN": "abc"}, False),
        (invented(), False),
    ],
)
def test_only_who_configured_nothing_gets_a_trial(tmp_path: Path, environment: dict[str, str], wanted: bool) -> None:
    assert wants_trial(tmp_path / ".env", environment) is wanted
    (tmp_path / ".env").touch()
    assert not wants_trial(tmp_path / ".env", environment)
