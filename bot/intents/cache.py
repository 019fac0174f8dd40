"""Keeps a trained model as plain arrays beside the data it was made from, so that a start need not train again."""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from bot.intents.linear import Linear
from bot.intents.model import Model


def save(model: Model, path: Path) -> None:
    """Write `model` to `path` in one move: another process sees all of it or nothing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            names = np.frombuffer("\n".join(model.classifier.vocabulary).encode(), dtype=np.uint8)
            np.savez(file, names=names, weights=model.classifier.weights)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def restore(path: Path) -> Model | None:
    """The model kept at `path`, or None when there is none that can be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            names = kept["names"].tobytes().decode().split("\n")
            return Model(Linear({name: at for at, name in enumerate(names)}, kept["weights"]))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
