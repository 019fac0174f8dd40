"""Keeps a trained model as plain arrays beside the data it was made from, so that a start need not train again."""

import fcntl
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.intents.linear import Linear
from bot.intents.model import Model
from bot.intents.nearest import Nearest

_ARRAYS: Final = ("starts", "holders", "shares", "rarity", "bounds")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` against other processes, so that those that start together train once. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget_others(kept: Path) -> None:
    """Remove the models of earlier examples that lie beside `kept`."""
    for other in kept.parent.glob("*.npz"):
        if other != kept:
            with suppress(OSError):
                other.unlink()


def save(model: Model, path: Path) -> None:
    """Write `model` to `path` in one move: another process sees all of it or nothing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            arrays = {name: getattr(model.nearest, name) for name in _ARRAYS}
            np.savez(
                file,
                known=_packed(model.classifier.vocabulary),
                weights=model.classifier.weights,
                compared=_packed(model.nearest.vocabulary),
                count=np.array(model.nearest.count),
                **arrays,
            )
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def restore(path: Path) -> Model | None:
    """The model kept at `path`, or None when there is none that can be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in _ARRAYS}
            nearest = Nearest(vocabulary=_unpacked(kept["compared"]), count=int(kept["count"]), **arrays)
            return Model(Linear(_unpacked(kept["known"]), kept["weights"]), nearest)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def _packed(vocabulary: dict[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)


def _unpacked(names: NDArray[np.uint8]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names.tobytes().decode().split("\n"))}
