"""A sherpa-onnx model in a folder of this machine: nothing that people say leaves it.

The model is one of those that sherpa-onnx offers (https://k2-fsa.github.io/sherpa/onnx/pretrained_models/), unpacked:
SenseVoice, Paraformer, Zipformer CTC, or a Zipformer transducer.
"""

import importlib
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from voice import Unheard
from voice.audio import RATE

THREADS = 2

_METADATA = 1 << 18  # bytes at a model's end that hold it

_SINGLE = {  # by the model_type that is written into the file: the constructor, and what it calls the file
    b"sense_voice_ctc": ("from_sense_voice", "model", {"language": "zh", "use_itn": True}),
    b"paraformer": ("from_paraformer", "paraformer", {}),
    b"zipformer2_ctc": ("from_zipformer_ctc", "model", {}),
}
_PARTS = ("encoder", "decoder", "joiner")


class SherpaOnnx:
    """`voice.Transcriber` over a model folder. The model is loaded when it is first needed, once per process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def hear(self, sound: bytes) -> str:
        """See `Transcriber`."""
        recognizer = self._loaded()
        try:
            stream = recognizer.create_stream()
            stream.accept_waveform(RATE, np.frombuffer(sound, dtype=np.int16).astype(np.float32) / 32768)
            recognizer.decode_stream(stream)
        except RuntimeError as problem:
            raise Unheard("the model failed", permanent=False) from problem
        return str(stream.result.text).strip()

    def _loaded(self) -> Any:
        with self._lock:
            return self._recognizer

    @cached_property
    def _recognizer(self) -> Any:
        try:
            sherpa = importlib.import_module("sherpa_onnx")
        except ImportError:
            raise Unheard("sherpa-onnx is not installed", permanent=True, remedy="pip install '.[voice]'") from None
        constructor, files = self._model()
        try:
            return getattr(sherpa.OfflineRecognizer, constructor)(
                tokens=str(self._folder / "tokens.txt"), num_threads=THREADS, **files
            )
        except Exception as problem:  # it raises whatever its C++ part throws
            raise _no_model(f"the model cannot be loaded: {type(problem).__name__}") from problem

    def _model(self) -> tuple[str, dict[str, Any]]:
        """The constructor for what lies in the folder, and its files. Raises Unheard."""
        if not (self._folder / "tokens.txt").is_file():
            raise _no_model("no tokens.txt in the model's folder")
        if all(parts := [self._best(part) for part in _PARTS]):
            return "from_transducer", {name: str(path) for name, path in zip(_PARTS, parts, strict=True)}
        model = self._best("model")
        known = _SINGLE.get(_type_of(model)) if model else None
        if known is None:
            raise _no_model("no model of a known kind in the folder")
        constructor, name, options = known
        return constructor, {name: str(model), **options}

    def _best(self, name: str) -> Path | None:
        """The file of this part; of two the smaller numbers (int8), which are as good and twice as fast."""
        found = sorted(self._folder.glob(f"{name}*.onnx"))
        return next((path for path in found if ".int8." in path.name), found[0] if found else None)


def _no_model(reason: str) -> Unheard:
    return Unheard(reason, permanent=True, remedy="核对 SHERPA_MODEL_DIR：里面要有 tokens.txt 和 .onnx 模型文件")


def _type_of(model: Path) -> bytes:
    """The kind that stands in the file's metadata, at its end; b"" for none that we know."""
    with model.open("rb") as file:
        file.seek(max(0, model.stat().st_size - _METADATA))
        end = file.read()
    return max((kind for kind in _SINGLE if kind in end), key=end.rfind, default=b"")
