"""Who listens follows from the settings, and the bot knows whether anybody does."""

from pathlib import Path

from cli.first import invented
from config.settings import Settings
from voice.sherpa import SherpaOnnx
from voice.tencent import TencentCloud
from wiring import Services

TENCENT = {"TENCENT_SECRET_ID": "AKIDforTestsOnly", "TENCENT_SECRET_KEY": "keyForTestsOnly"}


def services(home: Path, **changes: str) -> Services:
    return Services(Settings.from_environment({**invented(), **changes}, home))


def test_nobody_one_or_the_other(tmp_path: Path) -> None:
    assert services(tmp_path).transcriber is None
    assert isinstance(services(tmp_path, **TENCENT).transcriber, TencentCloud)
    assert isinstance(services(tmp_path, SHERPA_MODEL_DIR="models").transcriber, SherpaOnnx)
    both = services(tmp_path, SHERPA_MODEL_DIR="models", **TENCENT)
    assert isinstance(both.transcriber, TencentCloud)
