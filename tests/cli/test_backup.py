"""`yizhan backup` and `yizhan restore`, as an operator meets them."""

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.effects import Register
from bot.records import Fields, RecordKind
from cli import main
from cli.first import invented
from store.database import make_engine, reading
from store.tables import Registration
from tests.cli.installation import Installation
from wiring import build


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    (tmp_path / "knowledge").mkdir()
    monkeypatch.setenv("KNOWLEDGE_DIR", "knowledge")
    for name, value in invented().items():
        monkeypatch.setenv(name, value)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.output


def test_there_and_back(home: Path, tmp_path: Path) -> None:
    run("db", "upgrade")
    said = run("backup")
    assert ".env" in said
    (backup,) = (home / "var" / "backups").glob("*.tar.gz")
    built = build()
    asked = (Register(RecordKind.JOB, Fields(name="李大山", phone="13800001234")),)
    built.records.commit("li", "m1", datetime.now(UTC), asked)
    built.engine.dispose()

    installation = Installation(home)
    installation.environment |= {**{name: os.environ[name] for name in invented()}, "KNOWLEDGE_DIR": "knowledge"}
    refused = installation.call("restore", str(backup))  # a process of its own: it claims the place until it ends
    assert "--replace" in refused.stderr
    said = installation.call("restore", str(backup), "--replace").stdout
    assert "找活" in said
    assert "以上 1 个人" in said
    assert "13800001234" not in said
    engine = make_engine(f"sqlite:///{home / 'var' / 'yizhan.db'}")
    with reading(engine) as session:
        assert [row.kind for row in session.scalars(select(Registration))] == [RecordKind.STAFF]
    engine.dispose()


def test_not_while_it_runs(home: Path) -> None:
    run("db", "upgrade")
    run("backup", str(home / "b.tar.gz"))
    with (home / "var" / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "先停掉" in run("restore", str(home / "b.tar.gz"), "--replace", code=1)


def test_an_empty_database_is_said_plainly(home: Path) -> None:
    assert "没有可备份的" in run("backup", code=1)
