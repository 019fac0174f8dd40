"""A backup is put back: looked at whole before anything is touched, and what was there is set aside, not deleted."""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from redis import Redis, RedisError
from sqlalchemy import Engine, select

from bot.when import local
from store.backups import databases
from store.backups.contents import DATABASE, BackupFailed, Manifest, Place, members, read_manifest
from store.connection import connect
from store.database import known_migrations, make_engine, reading, upgrade
from store.tables import Recording

OURS = ("yz:*", "rq:*")  # what we and RQ keep in Redis


@dataclass(slots=True)
class Outcome:
    """What was done. `aside` is where the former state lies (None: there was none), `notes` what staff must know."""

    manifest: Manifest
    aside: Path | None = None
    recordings: int = 0
    notes: list[str] = field(default_factory=list)


def restore(place: Place, path: Path, now: datetime, *, replace: bool = False) -> Outcome:
    """Put the backup at `path` to its place; nothing of ours may run meanwhile.

    With `replace` also where something is already, which is set aside. Raises BackupFailed, and then little or
    nothing was changed: the database is put in place last.
    """
    manifest = read_manifest(path)
    engine = make_engine(place.database_url)
    try:
        _see_that_it_fits(manifest, engine, place)
        taken = not databases.is_empty(engine) or any(_listed(place.recordings))
        if taken and not replace:
            raise BackupFailed(
                "这里已经有数据，不会覆盖。确实要换成备份里的，请加上 --replace（原来的挪到一边，不删）。"
            )
        aside = place.data_dir / f"before-restore-{local(now):%Y%m%d-%H%M%S}"
        outcome = Outcome(manifest, aside)
        place.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=place.data_dir) as folder:
            staged = Path(folder)
            _extract(path, staged)
            _database(engine, staged / DATABASE, aside)
            _recordings(engine, staged / "recordings", place, outcome)
            _words(staged / "words", place, outcome)
        _forget_redis(place, outcome)
        outcome.aside = aside if aside.exists() else None
        return outcome
    except OSError as problem:
        raise BackupFailed(f"写不进去（{problem.strerror or type(problem).__name__}），请看磁盘和权限。") from problem
    finally:
        engine.dispose()


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _see_that_it_fits(manifest: Manifest, engine: Engine, place: Place) -> None:
    if manifest.database != engine.dialect.name:
        raise BackupFailed(f"备份是 {manifest.database} 的，这里设的是 {engine.dialect.name}，请改 DATABASE_URL。")
    if manifest.schema != databases.schema_of(engine):
        raise BackupFailed(f"备份里的表在 {manifest.schema}，这里是别的 schema，请改 DATABASE_URL。")
    if manifest.revision not in known_migrations():
        raise BackupFailed(f"备份是更新的程序做的（表结构 {manifest.revision}），请先更新程序。")
    if set(manifest.keys) - set(place.keys):
        raise BackupFailed("备份里的电话等要用当时的密钥才读得出来。请把当时的 ENCRYPTION_KEYS 写进 .env，再恢复。")


def _extract(path: Path, folder: Path) -> None:
    for name, file in members(path):
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())


def _database(engine: Engine, copy: Path, aside: Path) -> None:
    """Bring the copy up to date and put it in place."""
    engine.dispose()  # a connection would go on with the file that is moved away
    if databases.is_sqlite(engine):
        _sqlite_file(copy, databases.file_of(engine), aside)
        return
    if not databases.is_empty(engine):
        databases.copy_out(engine, _made(aside) / DATABASE)
    databases.drop_everything(engine)
    databases.copy_in(engine, copy)
    upgrade(engine)


def _sqlite_file(copy: Path, target: Path, aside: Path) -> None:
    migrated = make_engine(f"sqlite:///{copy}")
    try:
        databases.check(migrated)
        upgrade(migrated)
        with migrated.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        migrated.dispose()
    for former in (target, *(target.with_name(target.name + ending) for ending in ("-wal", "-shm"))):
        if former.exists():
            shutil.move(former, _made(aside) / former.name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(copy, target)


def _recordings(engine: Engine, staged: Path, place: Place, outcome: Outcome) -> None:
    """Those that the database knows; of others nobody could say whose they are, nor when to delete them."""
    if _listed(place.recordings) and outcome.aside:
        shutil.move(place.recordings, _made(outcome.aside) / "recordings")
    with reading(engine) as session:
        known = set(session.scalars(select(Recording.file)))
    place.recordings.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in _listed(staged):
        if file.name in known:
            shutil.move(file, place.recordings / file.name)
            outcome.recordings += 1


def _words(staged: Path, place: Place, outcome: Outcome) -> None:
    """Where they differ; a file that cannot be written is no reason to be without a database."""
    for name, target in place.words.items():
        source = staged / name
        files = [(source, target)] if source.is_file() else [(each, target / each.name) for each in _listed(source)]
        for file, there in files:
            if there.exists() and there.read_bytes() == file.read_bytes():
                continue
            try:
                if there.exists() and outcome.aside:
                    shutil.copy2(there, _made(outcome.aside / "words") / there.name)
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, there)
                outcome.notes.append(f"{there} 换成了备份里的。")
            except OSError as problem:
                outcome.notes.append(f"{there} 写不进去（{problem.strerror}），还是原来的。")


def _forget_redis(place: Place, outcome: Outcome) -> None:
    """Open dialogs and queues belong to what was lost: their ids may mean something else by now."""
    if not place.redis_url:
        folder = place.data_dir / "redis"
        if folder.exists() and outcome.aside:
            shutil.move(folder, _made(outcome.aside) / "redis")
        return
    try:
        with connect(place.redis_url) as redis:
            _delete(redis)
    except RedisError as problem:
        outcome.notes.append(f"Redis 连不上（{type(problem).__name__}），里面的旧会话没清。启动前请清空它：FLUSHDB。")


def _delete(redis: Redis) -> None:
    for pattern in OURS:
        for key in redis.scan_iter(pattern, count=1000):
            redis.delete(key)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
