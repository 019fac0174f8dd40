"""Keeps a trained model as plain arrays beside the data it was made from, so that a start need not train again."""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.intents.linear import Linear
from bot.intents.model import Model, Thresholds


def save(model: Model, path: Path) -> None:
    """Write `model` to `path` in one move: another process sees all of it or nothing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                intent_names=_packed(model.intents),
                intent_weights=model.intents.weights,
                gate_names=_packed(model.gate),
                gate_weights=model.gate.weights,
                numbers=np.array([model.intents.temperature, model.gate.temperature, *model.thresholds]),
            )
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def restore(path: Path) -> Model | None:
    """The model kept at `path`, or None when there is none that can be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            of_intents, of_gate, *thresholds = (float(number) for number in kept["numbers"])
            intents = Linear(_unpacked(kept["intent_names"]), kept["intent_weights"], of_intents)
            gate = Linear(_unpacked(kept["gate_names"]), kept["gate_weights"], of_gate)
            return Model(intents, gate, Thresholds(*thresholds))
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return None


def _packed(classifier: Linear) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(classifier.vocabulary).encode(), dtype=np.uint8)


def _unpacked(names: NDArray[np.uint8]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names.tobytes().decode().split("\n"))}
