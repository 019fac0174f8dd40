"""What listens, each of it the same way: the one in memory that other tests use, the cloud, the local model."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.voice.parrot import Parrot
from tests.voice.tencent_cloud import SECRET_ID, SECRET_KEY, tencent_cloud
from voice import Transcriber, Unheard
from voice.audio import silence
from voice.sherpa import SherpaOnnx
from voice.tencent import Credentials, TencentCloud

NOW = 1551113065
Making = Callable[[str], Transcriber]
"""What listens, and hears this in whatever is said; "!": it is out of order."""


def in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    yield lambda says: Parrot(None if says == "!" else says)


def in_the_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    with tencent_cloud(NOW) as cloud:

        def make(says: str) -> Transcriber:
            cloud.says, cloud.wrong = says, [502] * 9 if says == "!" else []
            return TencentCloud(Credentials(SECRET_ID, SECRET_KEY), "16k_zh", cloud.url, now=lambda: NOW)

        yield make


def on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    (tmp_path / "tokens.txt").touch()
    (tmp_path / "model.onnx").write_bytes(b"model_type\x12\x0fsense_voice_ctc")

    def make(says: str) -> Transcriber:
        def decode(stream: Any) -> None:
            if says == "!":
                raise RuntimeError
            stream.result = SimpleNamespace(text=says)

        stream = SimpleNamespace(accept_waveform=lambda rate, sound: None)
        model = SimpleNamespace(create_stream=lambda: stream, decode_stream=decode)
        module = ModuleType("sherpa_onnx")
        module.OfflineRecognizer = SimpleNamespace(from_sense_voice=lambda **_: model)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "sherpa_onnx", module)
        return SherpaOnnx(tmp_path)

    yield make


@pytest.fixture(params=[in_memory, in_the_cloud, on_this_machine])
def listening(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    yield from request.param(tmp_path, monkeypatch)


def test_what_was_said_is_told_without_blanks(listening: Making) -> None:
    assert listening(" 我想找活 ").hear(silence(1)) == "我想找活"


def test_nothing_to_hear_is_no_error(listening: Making) -> None:
    assert listening("").hear(silence(1)) == ""


def test_what_is_out_of_order_says_so(listening: Making) -> None:
    with pytest.raises(Unheard):
        listening("!").hear(silence(1))
