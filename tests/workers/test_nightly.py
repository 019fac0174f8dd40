"""Every night a backup, the last ones kept, and a failure told once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.effects import Forget
from bot.ports import Receipt
from cli.first import invented
from cli.safety import check_backups
from cli.trouble import Trouble
from config.settings import Settings
from store.backups.contents import Place, read_manifest
from store.backups.making import backups_in
from store.database import make_engine
from store.journal import Journal
from tests.databases import migrate
from workers.nightly import Nightly

EVENING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # 20:00 in the county


class Nights:
    """A place whose nights pass quickly."""

    def __init__(self, folder: Path) -> None:
        self.now = EVENING
        self.folder = folder / "backups"
        self.told: list[str] = []
        data = folder / "var"
        data.mkdir()
        engine = make_engine(f"sqlite:///{data / 'y.db'}")
        migrate(engine)
        engine.dispose()
        place = Place(f"sqlite:///{data / 'y.db'}", data, data / "recordings", {}, ())
        self.journal = Journal(self.folder / "journal")
        self.nightly = Nightly(place, self.folder, 3, 2, self.journal, self.told.append, lambda: self.now)

    def later(self, **by: float) -> list[str]:
        """Which backups there are, by day and hour, when so much time has passed."""
        self.now += timedelta(**by)
        self.nightly.look()
        if self.nightly.thread:
            self.nightly.thread.join()
        return [f"{each.at:%d %H}" for each in backups_in(self.folder)]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_once_a_night_and_the_last_ones_are_kept(nights: Nights) -> None:
    assert nights.later() == ["02 20"]  # the first at once
    nights.journal.note(nights.now, "li", "m1", (Forget(),), Receipt())
    assert nights.later(hours=6) == ["02 20"]
    assert nights.later(hours=2) == ["02 20", "03 04"]
    assert nights.later(hours=20) == ["02 20", "03 04"]
    assert nights.later(hours=10) == ["03 04", "04 10"]  # the machine was off at three
    read_manifest(backups_in(nights.folder)[-1].path)
    assert len(list(nights.journal.since(EVENING))) == 1  # the oldest kept one may still need that day's
    assert nights.later(days=1) == ["04 10", "05 10"]
    assert list(nights.journal.since(EVENING)) == []


def test_a_failure_is_told_once_and_tried_again(nights: Nights, tmp_path: Path) -> None:
    settings = Settings.from_environment({**invented(), "DATA_DIR": "var", "BACKUP_DIR": "backups"}, tmp_path)
    nights.folder.write_text("in the way")
    assert nights.later() == []
    assert nights.later(minutes=30) == []
    assert nights.later(hours=1) == []
    assert len(nights.told) == 1
    assert "备份没有做成" in nights.told[0]
    nights.folder.unlink()
    with pytest.raises(Trouble, match="没有做成"):
        check_backups(settings)
    assert len(nights.later(hours=2)) == 1
    with pytest.raises(Trouble, match="太旧"):  # those nights are long ago
        check_backups(settings)


def test_two_sweepers_make_one(nights: Nights) -> None:
    other = Nightly(nights.nightly.place, nights.folder, 3, 2, nights.journal, nights.told.append, lambda: nights.now)
    nights.nightly.look()
    other.look()
    for each in (nights.nightly, other):
        if each.thread:
            each.thread.join()
    assert len(backups_in(nights.folder)) == 1
    assert nights.told == []
