"""A backup is made: while the service runs, and so that nobody else can read it."""

import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from bot.when import CHINA, local
from store.backups import databases
from store.backups.contents import (
    DATABASE,
    FORMAT,
    MANIFEST,
    BackupFailed,
    Manifest,
    Place,
    read_manifest,
    write_manifest,
)
from store.database import make_engine, revisions

ENDING = ".tar.gz"
_STAMP = f"yizhan-%Y%m%d-%H%M%S{ENDING}"
_RECORDING = re.compile("[0-9a-f]{32}")


def name_at(moment: datetime) -> str:
    """How a backup of this moment is called; names sort by time."""
    return f"{local(moment):{_STAMP}}"


class Made(NamedTuple):
    """A backup that was made by itself."""

    at: datetime
    path: Path


def backups_in(folder: Path) -> list[Made]:
    """The backups with names of ours, the oldest first."""
    found = []
    for path in folder.glob(f"yizhan-*{ENDING}"):
        with suppress(ValueError):  # somebody's copy under another name is theirs to delete
            found.append(Made(datetime.strptime(path.name, _STAMP).replace(tzinfo=CHINA), path))
    return sorted(found)


def make(place: Place, path: Path, now: datetime) -> Manifest:
    """Write everything at `place` to the new file `path` and read it again. Raises BackupFailed."""
    if path.exists():
        raise BackupFailed(f"{path} 已经有了，不会覆盖它。请换一个文件名。")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    engine = make_engine(place.database_url)
    try:
        with tempfile.TemporaryDirectory(prefix=".yizhan-", dir=path.parent) as folder:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                _write(place, engine, file, Path(folder) / DATABASE, now)
                file.flush()
                os.fsync(file.fileno())
        manifest = read_manifest(part)
        part.rename(path)
        return manifest
    except OSError as problem:
        raise BackupFailed(f"备份写不进 {path.parent}（{problem.strerror or type(problem).__name__}）。") from problem
    finally:
        engine.dispose()
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(place: Place, engine: Engine, file: io.BufferedWriter, copy: Path, now: datetime) -> None:
    revision = revisions(engine).here
    if not revision:
        raise BackupFailed("数据库还是空的，没有可备份的。")
    databases.copy_out(engine, copy)
    found: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=4) as archive:
        with copy.open("rb") as database:
            found[DATABASE] = hashlib.file_digest(database, "sha256").hexdigest()
        archive.add(copy, DATABASE, filter=_plain)
        for name, path in _files(place):
            with suppress(FileNotFoundError):  # deleted meanwhile, because its time was over
                content = path.read_bytes()
                found[name] = hashlib.sha256(content).hexdigest()
                _add(archive, name, content)
        kind, schema = engine.dialect.name, databases.schema_of(engine)
        stamp, program = now.isoformat(), version("yizhan")
        manifest = Manifest(FORMAT, stamp, program, kind, schema, revision, place.keys, found)
        _add(archive, MANIFEST, write_manifest(manifest))


def _files(place: Place) -> Iterator[tuple[str, Path]]:
    """Recordings, and what staff edit."""
    if place.recordings.is_dir():
        files = sorted(place.recordings.iterdir())
        yield from ((f"recordings/{path.name}", path) for path in files if _RECORDING.fullmatch(path.name))
    for name, path in place.words.items():
        if path.is_file():
            yield f"words/{name}", path
        elif path.is_dir():
            yield from ((f"words/{name}/{each.name}", each) for each in sorted(path.glob("*.md")))


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without who made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = _plain(tarfile.TarInfo(name))
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
