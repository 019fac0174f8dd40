"""What a backup holds, and how one sees that it is whole.

A backup is a tar file: `database`, `recordings/…`, `words/…` (what staff edit) and, last, `manifest.json` with the
digest of each. Without its end it has no manifest, so a torn one is never taken for a backup.
"""

import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
_NAME = re.compile(r"database|recordings/[0-9a-f]{32}|words(?:/(?!\.)[^/\0]+)+")


class BackupFailed(Exception):
    """A backup cannot be made, read or put back; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is backed up, or where it is put back.

    `words` are the files and folders that staff edit, by the name that they have in a backup. `keys` are the digests
    of the keys that people's data are encrypted with; the keys themselves are never in a backup. `redis_url` is "" for
    our own Redis, whose data lie in `data_dir`.
    """

    database_url: str
    data_dir: Path
    recordings: Path
    words: dict[str, Path]
    keys: tuple[str, ...]
    redis_url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in `manifest.json`. `schema` is PostgreSQL's, `revision` that of the tables."""

    format: int
    made_at: str
    program: str
    database: str
    schema: str
    revision: str
    keys: tuple[str, ...]
    files: dict[str, str]

    @property
    def at(self) -> datetime:
        """When the database was copied (no later)."""
        return datetime.fromisoformat(self.made_at)


def digests(keys: Sequence[str]) -> tuple[str, ...]:
    """What stands for each key without telling it."""
    return tuple(hashlib.sha256(f"yizhan backup {key}".encode()).hexdigest()[:16] for key in keys)


def read_manifest(path: Path) -> Manifest:
    """What the backup at `path` holds, after comparing all of it with its digests. Raises BackupFailed."""
    try:
        stored, found = _read(path)
        manifest = _manifest(stored)
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError) as problem:
        raise BackupFailed(f"{path} 读不出来（{type(problem).__name__}），不是备份，或者坏了。") from problem
    if manifest.files != found:
        raise BackupFailed(f"{path} 坏了：内容和里面记的校验值对不上，不能用。")
    return manifest


def _read(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest as it stands, and the digest of every other file."""
    stored: dict[str, Any] = {}
    found: dict[str, str] = {}
    for name, file in members(path):
        if name == MANIFEST:
            stored = json.load(file)
        elif name in found or not _NAME.fullmatch(name):
            raise BackupFailed(f"{path} 里有不认识的文件，不是驿站通的备份。")
        else:
            found[name] = hashlib.file_digest(cast("Any", file), "sha256").hexdigest()
    return stored, found


def _manifest(stored: dict[str, Any]) -> Manifest:
    if not stored:
        raise BackupFailed("备份不完整（没有写完，或者没有拷完），不能用。")
    if stored.get("format") != FORMAT:
        raise BackupFailed("这个备份是别的版本的程序做的，请用那个版本（或更新的版本）恢复。")
    return Manifest(**{**stored, "keys": tuple(stored["keys"])})


def write_manifest(manifest: Manifest) -> bytes:
    """Its text."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each file in the backup, to be read in turn."""
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None:
                raise ValueError("not a file")
            yield member.name, file
