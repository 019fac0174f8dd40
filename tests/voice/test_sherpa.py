"""The local model: what lies in a folder, and what sherpa-onnx is asked for; no real model is loaded."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from voice import Unheard
from voice.audio import RATE
from voice.sherpa import SherpaOnnx


class Recognizer:
    """What sherpa-onnx 2.0's OfflineRecognizer does as far as we use it; says how loud it was and how it was made."""

    def __init__(self, made: str, **options: Any) -> None:
        self.made = made
        self.options = options

    def create_stream(self) -> Any:
        return Stream()

    def decode_stream(self, stream: Any) -> None:
        stream.result = SimpleNamespace(text=f" {self.made} {stream.loudest:.2f} ")


class Stream:
    loudest = 0.0

    def accept_waveform(self, rate: float, sound: "np.ndarray[Any, Any]") -> None:
        assert (rate, sound.dtype) == (RATE, np.float32)
        self.loudest = float(np.max(np.abs(sound)))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Recognizer]:
    made: list[Recognizer] = []

    def maker(name: str) -> Any:
        def make(**options: Any) -> Recognizer:
            made.append(Recognizer(name, **options))
            return made[-1]

        return make

    names = ("from_sense_voice", "from_paraformer", "from_zipformer_ctc", "from_transducer")
    module = ModuleType("sherpa_onnx")
    module.OfflineRecognizer = SimpleNamespace(**{name: maker(name) for name in names})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sherpa_onnx", module)
    return made


def folder(path: Path, **files: bytes) -> Path:
    for name, content in {"tokens.txt": b"<blk> 0\n", **files}.items():
        (path / name.replace("__", ".")).write_bytes(content)
    return path


SOUND = np.full(RATE, 16384, np.int16).tobytes()


@pytest.mark.parametrize(
    ("kind", "constructor", "name"),
    [
        (b"sense_voice_ctc", "from_sense_voice", "model"),
        (b"paraformer", "from_paraformer", "paraformer"),
        (b"zipformer2_ctc", "from_zipformer_ctc", "model"),
    ],
)
def test_the_kind_of_a_single_model_stands_in_its_metadata(
    made: list[Recognizer], tmp_path: Path, kind: bytes, constructor: str, name: str
) -> None:
    model = b"\x08\x07graph" + b"\0" * 100 + b"r\x1c\n\nmodel_type\x12" + kind
    transcriber = SherpaOnnx(folder(tmp_path, model__onnx=b"", model__int8__onnx=model))
    assert transcriber.hear(SOUND) == f"{constructor} 0.50"
    assert transcriber.hear(SOUND) == f"{constructor} 0.50"
    (recognizer,) = made
    assert recognizer.options[name] == str(tmp_path / "model.int8.onnx")
    assert recognizer.options["tokens"] == str(tmp_path / "tokens.txt")


def test_three_files_are_a_transducer(made: list[Recognizer], tmp_path: Path) -> None:
    parts = {f"{part}-epoch-1__onnx": b"" for part in ("encoder", "decoder", "joiner")}
    assert SherpaOnnx(folder(tmp_path, **parts)).hear(SOUND) == "from_transducer 0.50"
    assert made[0].options["joiner"] == str(tmp_path / "joiner-epoch-1.onnx")


@pytest.mark.parametrize(
    "files",
    [{}, {"model__onnx": b"whisper"}, {"model__onnx": b""}, {"encoder__onnx": b"", "decoder__onnx": b""}],
    ids=str,
)
def test_a_folder_without_a_known_model_says_so(
    made: list[Recognizer], tmp_path: Path, files: dict[str, bytes]
) -> None:
    with pytest.raises(Unheard) as caught:
        SherpaOnnx(folder(tmp_path, **files)).hear(SOUND)
    assert caught.value.permanent
    assert "SHERPA_MODEL_DIR" in caught.value.remedy
    with pytest.raises(Unheard):
        SherpaOnnx(tmp_path / "nowhere").hear(SOUND)


def test_without_sherpa_onnx_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    with pytest.raises(Unheard) as caught:
        SherpaOnnx(folder(tmp_path)).hear(SOUND)
    assert "pip install" in caught.value.remedy
