"""The files of recordings and pictures: under random names, in a directory that is nobody else's to read."""

import os
import re
import secrets
from pathlib import Path

_PICTURES = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/gif": re.compile(rb"GIF8"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


def picture_type(content: bytes) -> str:
    """The type of a picture that browsers show, by its beginning; "" for anything else."""
    return next((kind for kind, beginning in _PICTURES.items() if beginning.match(content)), "")


def new_name() -> str:
    """A name for a file that nobody can guess."""
    return secrets.token_hex(16)


class Archive:
    """The files in one directory. What belongs to whom is known to the database alone."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, name: str, content: bytes) -> None:
        """Write a file, in place of an earlier one of that name; it is on the disk when this returns."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._directory / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def read(self, name: str) -> bytes | None:
        """The file's content; None when it is not there (any more)."""
        try:
            return (self._directory / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Delete the file, if it is there."""
        (self._directory / name).unlink(missing_ok=True)
