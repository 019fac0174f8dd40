import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.effects import Register
from bot.records import Fields, Place, RecordKind
from cli import main
from cli.claim import claim
from cli.first import invented
from config.settings import load
from store.database import is_current, make_engine, reading, revisions, upgrade
from store.records import SqlRecords
from store.tables import Audit, Station
from tests.house import free_port


class Home:
    """An installation of its own."""

    def __init__(self, path: Path) -> None:
        self.engine = make_engine(f"sqlite:///{path / 'test.db'}")

    def run(self, *arguments: str) -> str:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.output


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    for name, value in invented().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    return Home(tmp_path)


def test_upgrade_and_examples(home: Home) -> None:
    home.run("db", "upgrade")
    assert is_current(home.engine)
    assert "38" in home.run("examples", "load")
    assert "38" not in home.run("examples", "load")
    assert "38" in home.run("examples", "clear")
    with reading(home.engine) as session:
        assert session.scalars(select(Station)).all() == []


def test_the_step_that_seals_waits_until_the_older_processes_are_gone(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", str(free_port()))
    upgrade(home.engine, "0025")
    listener = claim(load())  # `yizhan run` is there, and calls us because of a reload
    refused = CliRunner().invoke(main, ["db", "upgrade"])
    assert refused.exit_code == 1
    assert "systemctl restart" in refused.output
    assert revisions(home.engine).here == "0025"
    listener.close()
    (tmp_path / "var" / "run.lock").unlink()  # and has ended
    home.run("db", "upgrade")
    assert is_current(home.engine)
    home.run("db", "downgrade", "0025")
    assert revisions(home.engine).here == "0025"


def test_keys_are_changed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load().encryption_keys[0]
    home.run("db", "upgrade")
    register = Register(RecordKind.STAFF, Fields(name="王芳", phone="13800001234"))
    SqlRecords(home.engine).commit("one", "k", datetime.now(UTC), [register])
    after = invented()["ENCRYPTION_KEYS"]
    monkeypatch.setenv("ENCRYPTION_KEYS", f"{after},{before}")
    assert "换好了" in home.run("db", "rotate-keys")
    monkeypatch.setenv("ENCRYPTION_KEYS", after)
    assert "13800001234" in home.run("referrals", "--json", "--reveal")


def test_referrals_hide_phones_unless_asked(home: Home) -> None:
    home.run("db", "upgrade")
    home.run("examples", "load")
    asked = Fields(name="李大山", phone="13800001234", village=Place("340722106", "", "横埠镇"), note="想找活")
    for key in ("m1", "m2"):
        effect = Register(RecordKind.STAFF, asked)
        SqlRecords(home.engine).commit(key, key, datetime.now(UTC), (effect,))
    first, second = (json.loads(line) for line in home.run("referrals", "--json").splitlines())
    assert (first["id"], second["id"]) == (2, 1)
    assert first["phone"] == "138****1234"
    assert first["station"] == "横埠镇就业扶贫驿站（示例）"
    assert "138****1234" in home.run("referrals")
    assert "13800001234" in home.run("referrals", "--json", "--reveal")
    with reading(home.engine) as session:
        assert "referrals.reveal" in session.scalars(select(Audit.action)).all()


def test_a_missing_table_is_one_line(home: Home) -> None:
    result = CliRunner().invoke(main, ["referrals"])
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
