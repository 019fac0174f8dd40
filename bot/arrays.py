"""Keeps what took long to make, as plain arrays in a folder. Arrays are mapped: processes share one copy of them."""

import ctypes
import fcntl
import gc
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

FOLDER: Final = Path(__file__).parents[1] / "var" / "understanding"

log = logging.getLogger(__name__)


def kept(folder: Path, name: str, digest: str, make: Callable[[], Arrays]) -> Arrays:
    """What `make` makes: as it is kept under `name` for this `digest`, or made now and kept in place of the last.

    Processes that start together make it once. A folder that cannot be written costs only time: it is logged, and
    the arrays are made at each start.
    """
    place = folder / f"{name}-{digest}"
    if (found := restored(place)) is not None:
        return found
    try:
        with _alone(folder, name):
            if restored(place) is None:
                _keep(_made(make), place)
                _forget_others(place, name)
            return _there(place)
    except OSError as problem:
        log.warning("%s cannot be kept in %s: %s", name, folder, problem)
        return _made(make)


def _made(make: Callable[[], Arrays]) -> Arrays:
    """What `make` makes; the memory that this took is given back, which the C library alone would not do."""
    arrays = make()
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
    return arrays


def digest_of(folders: Iterable[Traversable], *more: str) -> str:
    """A digest of the code, tables and texts in `folders` (not below them) and of the words `more`."""
    digest = hashlib.sha256("\n".join(more).encode())
    for folder in folders:
        for entry in sorted(folder.iterdir(), key=lambda found: found.name):
            if entry.is_file() and entry.name.endswith((".tsv", ".txt", ".py")):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()[:24]


def restored(place: Path) -> Arrays | None:
    """The arrays kept at `place`, or None when there are none or one of them is broken."""
    try:
        files = sorted(place.glob("*.npy"))
        return {file.stem: np.asarray(np.load(file, mmap_mode="r", allow_pickle=False)) for file in files} or None
    except (OSError, EOFError, ValueError):
        return None


def _there(place: Path) -> Arrays:
    found = restored(place)
    if found is None:
        raise OSError(f"{place} cannot be read")
    return found


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(arrays: Arrays, place: Path) -> None:
    """In one move: another process sees all of it or nothing."""
    unfinished = Path(tempfile.mkdtemp(dir=place.parent, suffix=".part"))
    try:
        for name, array in arrays.items():
            np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
        shutil.rmtree(place, ignore_errors=True)  # broken, or it would not be made again
        unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _forget_others(place: Path, name: str) -> None:
    for other in place.parent.glob(f"{name}-*"):
        if other != place:
            shutil.rmtree(other, ignore_errors=True)
