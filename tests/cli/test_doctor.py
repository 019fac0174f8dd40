"""The doctor finds what is wrong and says what to do."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis

from cli import checks
from cli.first import invented, write_env
from cli.safety import check_keys
from cli.trouble import Trouble
from config.settings import Settings
from store import sealing
from store.database import make_engine, upgrade, writing
from store.tables import Person
from tests.cli.installation import Installation
from tests.voice.tencent_cloud import SECRET_ID, SECRET_KEY, tencent_cloud


def settings(home: Path, **changes: str) -> Settings:
    (home / "var").mkdir(exist_ok=True)
    return Settings.from_environment({**invented(), **changes}, home)


def test_without_settings_each_missing_one_is_named(tmp_path: Path) -> None:
    outcome = Installation(tmp_path).call("doctor")
    assert outcome.returncode == 1
    assert "✗ WECHAT_TOKEN：没有设置" in outcome.stdout
    assert "→" in outcome.stdout
    assert outcome.stderr == ""


def test_an_installation_that_is_not_running(tmp_path: Path) -> None:
    write_env(tmp_path / ".env", {})
    (tmp_path / ".env").chmod(0o644)
    outcome = Installation(tmp_path).call("doctor", "--json")
    assert outcome.returncode == 1
    found = json.loads(outcome.stdout)
    assert not found["ok"]
    wrong = {check["name"]: check for check in found["checks"] if not check["ok"] and check["name"] != "节假日"}
    assert set(wrong) == {"设置", "数据库", "Redis", "微信令牌"}
    assert "chmod 600" in wrong["设置"]["remedy"]
    assert "db upgrade" in wrong["数据库"]["remedy"]
    assert "make run" in wrong["Redis"]["remedy"]
    assert all(check["remedy"] for check in wrong.values())


def test_a_redis_without_aof_is_a_finding(tmp_path: Path, redis_url: str) -> None:
    assert "正常" in checks.check_redis(settings(tmp_path, REDIS_URL=redis_url))
    with Redis.from_url(redis_url) as redis:
        redis.config_set("appendonly", "no")
        try:
            with pytest.raises(Trouble, match="AOF"):
                checks.check_redis(settings(tmp_path, REDIS_URL=redis_url))
        finally:
            redis.config_set("appendonly", "yes")


def test_a_queue_that_nobody_works_at_is_a_finding(tmp_path: Path, redis_url: str) -> None:
    with pytest.raises(Trouble, match="deliver"):
        checks.check_workers(settings(tmp_path, REDIS_URL=redis_url))


def test_a_full_disk_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还剩" in checks.check_disk(settings(tmp_path))
    monkeypatch.setattr(checks, "LEAST_SPACE", 1 << 60)
    with pytest.raises(Trouble, match="MB"):
        checks.check_disk(settings(tmp_path))


def test_a_calendar_that_is_too_old_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.hours.known_until", lambda: 2100)
    assert "2100" in checks.check_holidays(settings(tmp_path))
    monkeypatch.setattr("bot.hours.known_until", lambda: 2020)
    with pytest.raises(Trouble, match="2020"):
        checks.check_holidays(settings(tmp_path))


def test_who_listens_is_tried(tmp_path: Path) -> None:
    assert "留给驿站的人听" in checks.check_voice(settings(tmp_path))
    with tencent_cloud(int(time.time())) as cloud:
        keys = {"TENCENT_SECRET_ID": SECRET_ID, "TENCENT_SECRET_KEY": SECRET_KEY, "TENCENT_ASR_URL": cloud.url}
        assert "腾讯云在听" in checks.check_voice(settings(tmp_path, **keys))
        with pytest.raises(Trouble, match="AuthFailure") as caught:
            checks.check_voice(settings(tmp_path, **{**keys, "TENCENT_SECRET_KEY": "another"}))
        assert "TENCENT_SECRET_KEY" in caught.value.remedy
    with pytest.raises(Trouble):
        checks.check_voice(settings(tmp_path, SHERPA_MODEL_DIR=str(tmp_path)))


def test_the_policies_can_be_read(tmp_path: Path) -> None:
    assert "条" in checks.check_faq(settings(tmp_path))


def test_a_key_that_is_missing_is_a_finding(tmp_path: Path) -> None:
    there = settings(tmp_path)
    assert "没法核对" in check_keys(there)
    sealing.use(there.encryption_keys)
    engine = make_engine(there.database_url)
    upgrade(engine)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with writing(engine) as session:
        session.add(Person(channel_id="one", phone="13800001234", created_at=at, updated_at=at))
    engine.dispose()
    assert "打得开" in check_keys(there)
    with pytest.raises(Trouble, match="打不开"):
        check_keys(settings(tmp_path))
