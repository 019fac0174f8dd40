"""What a process loads when it starts: each start pays for it, and so does whoever waits for an answer meanwhile."""

import subprocess
import sys

import pytest

LATER = {
    "cli.run": {"redis", "sqlalchemy", "numpy", "alembic"},  # it starts the others, which wait for it
    "web": {"alembic", "openpyxl", "simulator", "sherpa_onnx"},  # changed tables, sheets, trials, recordings
    "workers.__main__": {"flask", "openpyxl", "jieba", "bot.intents.detector"},  # who understands only when it must
}


@pytest.mark.parametrize("module", LATER)
def test_what_only_some_need_is_loaded_by_those_who_need_it(module: str) -> None:
    command = [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert module in loaded
    assert not loaded & LATER[module]
