"""A line of the log says what happened and to which request, and nothing of a person."""

import json
import logging
from collections.abc import Iterator

import pytest

from config.logging import LogFormat, configure, set_trace, trace_from

log = logging.getLogger("tests.somewhere")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    set_trace("")
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(said: str) -> None:
    raise ValueError(said)


def everything() -> None:
    set_trace("abc123")
    log.warning("told %s\nof it", "13800001234")
    try:
        fail("王桂花住在官塘")
    except ValueError:
        log.exception("turn failed")
    log.error("job failed\nTraceback (most recent call last):\n ValueError: 王桂花")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", LogFormat.JSON)
    everything()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["message"] for line in lines] == ["told 138****1234\nof it", "turn failed", "job failed"]
    assert lines[1]["raised"].startswith("ValueError at ")
    assert "fail" not in lines[1]["raised"]
    assert __name__ in lines[1]["raised"]
    for line in lines:
        assert (line["trace"], line["place"]) == ("abc123", "tests.somewhere")
        assert line["at"].endswith("+00:00")
        assert "王桂花" not in json.dumps(line, ensure_ascii=False)


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO")
    everything()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all("[abc123]" in line for line in lines)
    assert "told 138****1234\\nof it" in lines[0]
    assert "| ValueError at " in lines[1]
    assert not [line for line in lines if "王桂花" in line or "Traceback" in line]


def test_a_proxy_may_name_a_request_but_not_write_the_log() -> None:
    assert trace_from("4bf92f35-77b3") == "4bf92f35-77b3"
    for odd in ("", "a b", "x" * 65, "王桂花王桂花", 'a"b\\nc'):
        assert trace_from(odd) != odd
        assert len(trace_from(odd)) == 12
