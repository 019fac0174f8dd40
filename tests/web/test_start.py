"""What a process loads when it starts: each start pays for it, and so does whoever waits for an answer meanwhile."""

import subprocess
import sys

import pytest

LATER = {
    "cli.run": {"redis", "sqlalchemy", "numpy", "alembic", "bot"},  # it starts the others, which wait for it
    # Changed tables, sheets, trials, recordings; what an installation on SQLite never asks for.
    "web": {"alembic", "openpyxl", "simulator", "sherpa_onnx", "sqlalchemy.dialects.postgresql"},
    "workers.__main__": {"flask", "openpyxl", "jieba", "bot.intents.detector"},  # who understands only when it must
}


@pytest.mark.parametrize("module", LATER)
def test_what_only_some_need_is_loaded_by_those_who_need_it(module: str) -> None:
    command = [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert module in loaded
    assert not loaded & LATER[module]


TALKED = """
import sys
from datetime import UTC, datetime
import web, wiring
from bot.message import Inbound, Kind
talk, loaded = wiring.rehearse().conversation, set(sys.modules)
for text in "我想找活 同意 王小明 13800001234 会宫镇 1 对的 gaolingjintiezenmeling 站上几点下班 谢谢".split():
    talk.receive(Inbound("wang", text, Kind.TEXT, datetime.now(UTC), text))
print(*sorted(set(sys.modules) - loaded))
"""


def test_no_message_loads_anything() -> None:
    """It would do so in each process, and somebody waits for it."""
    told = subprocess.run([sys.executable, "-c", TALKED], capture_output=True, text=True, check=True).stdout
    assert told.split() == []
