"""A backup is whole, private and consistent, and stands up again in an empty place; what it cannot know is reported."""

import json
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine, func, make_url, select, text

from bot.effects import Amend, Forget, Register, Subscribe
from bot.ports import Receipt
from bot.records import Fields, Place, RecordKind
from store.backups import databases
from store.backups.contents import BackupFailed, digests, read_manifest
from store.backups.contents import Place as Installed
from store.backups.lost import find, report
from store.backups.making import make
from store.backups.restoring import restore
from store.database import is_current, make_engine, reading, upgrade, writing
from store.journal import Journal
from store.people.counter import Visit, write_down
from store.records import SqlRecords
from store.staff import authenticate, ensure_first_staff
from store.tables import Audit, Message, Person, Recording, Referral, Registration
from tests.store.filling import everything, fill

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LI = Fields(name="李大山", phone="13800001234", village=Place("340722106", "", "横埠镇"))
HOURS = timedelta(hours=3)


def placed(folder: Path, url: str = "") -> Installed:
    words = {"knowledge/policy_faq.md": folder / "faq.md", "knowledge/stories": folder / "stories"}
    return Installed(
        url or f"sqlite:///{folder / 'var' / 'y.db'}",
        folder / "var",
        folder / "var" / "recordings",
        words,
        digests(["k"]),
    )


@pytest.fixture
def here(tmp_path: Path) -> Installed:
    """An installation with something in every table, and files."""
    place = placed(tmp_path / "here")
    furnish(place)
    return place


def furnish(place: Installed) -> None:
    place.recordings.mkdir(parents=True)
    engine = make_engine(place.database_url)
    upgrade(engine)
    fill(engine)
    with writing(engine) as session:
        session.get_one(Recording, 1).file = "a" * 32
    engine.dispose()
    (place.recordings / ("a" * 32)).write_bytes(b"#!AMR one")
    (place.recordings / ("b" * 32)).write_bytes(b"nobody's")
    place.words["knowledge/stories"].mkdir()
    (place.words["knowledge/stories"] / "李家 的事.md").write_text("一", "utf-8")
    place.words["knowledge/policy_faq.md"].write_text("县里改过的", "utf-8")


def rows(place: Installed) -> dict[str, list[tuple[object, ...]]]:
    engine = make_engine(place.database_url)
    try:
        return everything(engine)
    finally:
        engine.dispose()


def test_every_table_and_file_is_there_again_in_an_empty_place(here: Installed, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    manifest = make(here, backup, AT)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert manifest.at == AT
    there = placed(tmp_path / "there")
    outcome = restore(there, backup, AT + HOURS)
    assert all(rows(here).values())
    assert rows(there) == rows(here)
    assert (there.recordings / ("a" * 32)).read_bytes() == b"#!AMR one"
    assert [each.name for each in there.recordings.iterdir()] == ["a" * 32]
    assert there.words["knowledge/policy_faq.md"].read_text("utf-8") == "县里改过的"
    assert (there.words["knowledge/stories"] / "李家 的事.md").read_text("utf-8") == "一"
    assert outcome.aside is None
    assert databases.file_of(make_engine(there.database_url)).stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "here", "there"]


def test_it_is_of_one_moment_while_others_write(here: Installed, tmp_path: Path) -> None:
    engine = make_engine(here.database_url)
    stop = threading.Event()

    def keep_writing() -> None:
        while not stop.is_set():
            with writing(engine) as session:  # always two of a kind in one transaction
                session.add_all([Audit(at=AT, action="login", subject=""), Audit(at=AT, action="login", subject="")])

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for number in range(3):
            make(here, tmp_path / f"{number}.tar.gz", AT)
    finally:
        stop.set()
        writer.join()
        engine.dispose()
    counts = []
    for number in range(3):
        there = placed(tmp_path / f"there{number}")
        restore(there, tmp_path / f"{number}.tar.gz", AT)
        found = make_engine(there.database_url)
        with reading(found) as session:
            counts.append(session.scalar(select(func.count()).where(Audit.action == "login")) or 0)
        found.dispose()
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] > 0


def test_nothing_is_overwritten(here: Installed, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    make(here, backup, AT)
    before = backup.read_bytes()
    with pytest.raises(BackupFailed, match="不会覆盖"):
        make(here, backup, AT)
    assert backup.read_bytes() == before
    with pytest.raises(BackupFailed, match="--replace"):
        restore(here, backup, AT)


def test_what_was_there_is_set_aside(here: Installed, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    make(here, backup, AT)
    kept = rows(here)
    engine = make_engine(here.database_url)
    with writing(engine) as session:
        session.execute(text("DELETE FROM misses"))
    engine.dispose()
    here.words["knowledge/policy_faq.md"].write_text("后来又改的", "utf-8")
    (here.data_dir / "redis").mkdir()
    outcome = restore(here, backup, AT + HOURS, replace=True)
    assert rows(here) == kept
    assert outcome.aside
    assert sorted(path.name for path in outcome.aside.iterdir()) == ["recordings", "redis", "words", "y.db"]
    assert outcome.aside.stat().st_mode & 0o777 == 0o700
    assert (outcome.aside / "words" / "faq.md").read_text("utf-8") == "后来又改的"


def test_a_broken_or_foreign_file_changes_nothing(here: Installed, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    make(here, backup, AT)
    whole = backup.read_bytes()
    (tmp_path / "torn").write_bytes(whole[: len(whole) // 2])
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 0xFF
    (tmp_path / "flipped").write_bytes(flipped)
    (tmp_path / "text").write_text("no backup")
    with tarfile.open(tmp_path / "evil", "w:gz") as archive:
        archive.add(backup, "words/../../evil.md")
    for name in ("torn", "flipped", "text", "evil"):
        with pytest.raises(BackupFailed):
            restore(placed(tmp_path / "there"), tmp_path / name, AT)
    assert not (tmp_path / "there").exists()


def test_one_changed_byte_of_the_content_is_noticed(here: Installed, tmp_path: Path) -> None:
    backup, forged = tmp_path / "b.tar.gz", tmp_path / "forged.tar.gz"
    make(here, backup, AT)
    with tarfile.open(backup) as archive, tarfile.open(forged, "w:gz") as copy:
        for member in archive:
            content = archive.extractfile(member)
            if member.name.startswith("recordings/"):
                (tmp_path / "other").write_bytes(b"#!AMR two")
                content = (tmp_path / "other").open("rb")
            copy.addfile(member, content)
            if content:
                content.close()
    with pytest.raises(BackupFailed, match="校验值"):
        read_manifest(forged)


def test_the_keys_of_its_time_are_needed_and_never_inside(here: Installed, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar.gz"
    make(replace(here, keys=digests(["secret-key-1"])), backup, AT)
    with tarfile.open(backup) as archive:
        manifest = archive.extractfile("manifest.json")
        assert manifest
        assert b"secret-key-1" not in manifest.read()
        manifest.close()
    there = placed(tmp_path / "there")
    with pytest.raises(BackupFailed, match="ENCRYPTION_KEYS"):
        restore(replace(there, keys=digests(["another"])), backup, AT)
    restore(replace(there, keys=digests(["newer", "secret-key-1"])), backup, AT)


def test_an_older_one_is_brought_up_to_date_a_newer_one_refused(tmp_path: Path) -> None:
    place = placed(tmp_path / "old")
    place.data_dir.mkdir(parents=True)
    engine = make_engine(place.database_url)
    upgrade(engine, "0001")
    fill(engine)
    engine.dispose()
    backup = tmp_path / "b.tar.gz"
    assert make(place, backup, AT).revision == "0001"
    there = placed(tmp_path / "there")
    restore(there, backup, AT)
    restored = make_engine(there.database_url)
    assert is_current(restored)
    with reading(restored) as session:
        assert session.scalar(select(func.count(Person.id))) == 2
    restored.dispose()
    newer = make_engine(place.database_url)
    with newer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer.dispose()
    make(place, tmp_path / "n.tar.gz", AT)
    with pytest.raises(BackupFailed, match="先更新程序"):
        restore(placed(tmp_path / "third"), tmp_path / "n.tar.gz", AT)


def test_redis_forgets_the_dialogs_of_what_was_lost(here: Installed, tmp_path: Path, redis_url: str) -> None:
    make(here, tmp_path / "b.tar.gz", AT)
    with Redis.from_url(redis_url) as redis:
        redis.mset({"yz:session:{a}": "1", "rq:job:outbox-1-0": "1", "somebody:else": "1"})
        restore(replace(placed(tmp_path / "there"), redis_url=redis_url), tmp_path / "b.tar.gz", AT)
        assert redis.keys() == [b"somebody:else"]


# --- PostgreSQL ----------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_postgresql(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine.dialect.name != "postgresql":
        return
    schema = databases.schema_of(engine)
    address = make_url(engine.url).update_query_dict({"options": f"-csearch_path={schema}"})
    place = placed(tmp_path / "pg", address.set(drivername="postgresql").render_as_string(hide_password=False))
    fill(engine)
    kept = everything(engine)
    make(place, tmp_path / "b.tar.gz", AT)
    with writing(engine) as session:
        session.execute(text("DELETE FROM misses"))
    with pytest.raises(BackupFailed, match="--replace"):
        restore(place, tmp_path / "b.tar.gz", AT)
    outcome = restore(place, tmp_path / "b.tar.gz", AT, replace=True)
    assert outcome.aside
    assert (outcome.aside / "database").exists()
    assert everything(engine) == kept
    assert is_current(engine)
    with writing(engine) as session:  # the sequences go on where they were
        session.add(Audit(at=AT, action="login", subject=""))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="postgresql-client"):
        make(place, tmp_path / "c.tar.gz", AT)


# --- what the backup cannot know -----------------------------------------------------------------------------


class County:
    """An installation that people write to, and its journal."""

    def __init__(self, folder: Path) -> None:
        self.place = placed(folder)
        self.place.data_dir.mkdir(parents=True)
        self.journal = Journal(folder / "journal")
        self.open()
        upgrade(self.engine)

    def open(self) -> None:
        self.engine = make_engine(self.place.database_url)
        self.records = SqlRecords(self.engine, journal=self.journal)

    def files(self, person: str, key: str, at: datetime, kind: RecordKind, fields: Fields = LI) -> Receipt:
        return self.records.commit(person, key, at, (Register(kind, fields),))

    def loses_everything_since(self, backup: Path) -> None:
        self.engine.dispose()
        restore(self.place, backup, AT + HOURS, replace=True)
        self.open()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    county = County(tmp_path / "county")
    yield county
    county.engine.dispose()


def test_nothing_acknowledged_after_the_backup_stays_unreported(county: County, tmp_path: Path) -> None:
    minute = timedelta(minutes=1)
    county.files("li", "m1", AT, RecordKind.JOB)
    make(county.place, tmp_path / "b.tar.gz", AT + minute)
    county.files("li", "m2", AT + 2 * minute, RecordKind.TRAINING)
    county.files("wang", "m1", AT + 3 * minute, RecordKind.PRODUCE, Fields(name="王小花", product="山芋"))
    told = county.files("li", "m3", AT + 4 * minute, RecordKind.STAFF).records
    county.records.commit("li", "m4", AT + 5 * minute, (Amend(told[0].id, Fields(note="急")),))
    county.loses_everything_since(tmp_path / "b.tar.gz")

    lost = find(county.engine, county.journal, AT + minute)
    assert [(each.person, each.name, each.phone) for each in lost] == [
        ("li", "李大山", "13800001234"),
        ("wang", "", ""),
    ]
    for _ in range(2):  # a second time changes nothing
        assert report(county.engine, county.records, lost, AT + minute, AT + HOURS) == 2
    with reading(county.engine) as session:
        cases = session.scalars(select(Referral).join(Registration).where(Registration.kind == RecordKind.STAFF)).all()
        assert [case.registration.person.channel_id for case in cases] == ["li", "wang"]
        assert cases[0].registration.phone == "13800001234"
        assert "3月2日 培训报名、3月2日 找驿站的人" in cases[0].registration.note
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        assert [message.person.channel_id for message in messages] == ["li", "wang"]
        assert "您3月2日办的事（卖农产品）没能保住。麻烦您再跟我说一遍" in messages[1].text
    assert find(county.engine, Journal(tmp_path / "none"), AT) == []


def test_who_was_written_down_at_the_counter_stays_no_secret_either(county: County, tmp_path: Path) -> None:
    login, password = ensure_first_staff(county.engine) or ("", "")
    make(county.place, tmp_path / "b.tar.gz", AT)
    wang = authenticate(county.engine, login, password, "", AT)
    assert wang
    visit = Visit("k1", RecordKind.JOB, "李大山", "13800001234", "横埠镇官塘村", "想找活", agreed=True)
    write_down(county.engine, wang, visit, AT, county.journal)
    county.loses_everything_since(tmp_path / "b.tar.gz")
    lost = find(county.engine, county.journal, AT)
    assert report(county.engine, county.records, lost, AT, AT + HOURS) == 1
    with reading(county.engine) as session:
        case = session.scalars(select(Referral)).one().registration
        assert "后来有人到站里办过：3月2日 找活" in case.note
        assert session.scalars(select(Message)).all() == []


def test_who_asked_to_be_forgotten_is_forgotten_again(county: County, tmp_path: Path) -> None:
    for person in ("li", "wang", "zhao"):
        county.files(person, "m1", AT, RecordKind.JOB)
    make(county.place, tmp_path / "b.tar.gz", AT)
    county.files("li", "m2", AT, RecordKind.TRAINING)
    county.records.commit("li", "m3", AT, (Forget(),))
    county.records.commit("wang", "m2", AT, (Subscribe(wanted=False),))
    county.records.commit("zhao", "m2", AT, (Subscribe(wanted=False),))
    county.records.commit("zhao", "m3", AT, (Subscribe(wanted=True),))
    county.files("new", "m1", AT, RecordKind.JOB)
    county.records.commit("new", "m2", AT, (Forget(),))
    county.loses_everything_since(tmp_path / "b.tar.gz")
    lost = find(county.engine, county.journal, AT)
    assert report(county.engine, county.records, lost, AT, AT + HOURS) == 0
    with reading(county.engine) as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        assert [(each.forgotten_at is not None, each.subscribed) for each in people] == [
            (True, False),
            (False, False),
            (False, True),
        ]


def test_who_came_back_before_the_backup_is_not_forgotten_once_more(county: County, tmp_path: Path) -> None:
    minute = timedelta(minutes=1)
    county.files("li", "m1", AT, RecordKind.JOB)
    county.records.commit("li", "m2", AT + minute, (Forget(),))
    county.files("li", "m3", AT + 2 * minute, RecordKind.JOB)
    make(county.place, tmp_path / "b.tar.gz", AT + 3 * minute)
    county.loses_everything_since(tmp_path / "b.tar.gz")
    assert find(county.engine, county.journal, AT + 3 * minute) == []


def test_the_journal_holds_no_words_and_survives_a_torn_line(county: County, tmp_path: Path) -> None:
    county.files("li", "m1", AT, RecordKind.JOB)
    (path,) = (tmp_path / "county" / "journal").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(path.read_text())) == {"at", "person", "key", "filed", "wishes"}
    assert "1234" not in path.read_text()
    with path.open("a") as file:
        file.write('{"at": "2026-03')
    assert [line.key for line in county.journal.since(AT)] == ["m1"]
    assert list(county.journal.since(AT + timedelta(seconds=1))) == []
    county.journal.prune(AT + timedelta(days=2))
    assert list(county.journal.since(AT)) == []


def test_a_journal_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    county = County(tmp_path / "county")
    (tmp_path / "county" / "journal").write_text("not a folder")
    assert county.files("li", "m1", AT, RecordKind.JOB).records
    county.engine.dispose()
