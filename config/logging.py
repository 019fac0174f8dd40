"""One line per event, on standard error. What people write and their phone numbers do not belong in a log.

Each line names the request or job that it came of. As text for people, or as JSON for programs (LOG_FORMAT).
"""

import json
import logging
import os
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType


class LogFormat(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_FORMAT = "%(asctime)s %(levelname)s {process} %(name)s%(traced)s: %(message)s"
_CHATTY = ("urllib3", "alembic", "jieba")  # every call of a client is not news
_TRACE = re.compile("[0-9A-Za-z-]{6,64}")
_QUOTED = "Traceback (most recent call last)"  # some libraries put one into the message

_trace: ContextVar[str] = ContextVar("trace", default="")


def set_trace(name: str) -> None:
    """Name what is at work in this thread from now on."""
    _trace.set(name)


def trace() -> str:
    """What is at work in this thread."""
    return _trace.get()


def trace_from(given: str) -> str:
    """A name for a request: the one that a proxy gave it, if it is fit for a log, else a new one."""
    return given if _TRACE.fullmatch(given) else os.urandom(6).hex()


class OneLine(logging.Formatter):
    """The last line of defence: masks phone numbers, and keeps foreign text from forging further lines.

    Of an exception it says which it was and where, not its message: that may quote what somebody wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        record.traced = f" [{_trace.get()}]" if _trace.get() else ""
        line = super().formatMessage(self._prepared(record))
        return safe(line + (f" | {_raised(record)}" if _raised(record) else ""))

    @staticmethod
    def _prepared(record: logging.LogRecord) -> logging.LogRecord:
        record.message = _said(record)
        record.asctime = datetime.fromtimestamp(record.created).astimezone().strftime("%Y-%m-%d %H:%M:%S,%f")[:-3]
        return record


class AsJson(logging.Formatter):
    """The same as an object a line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "place": record.name,
            "trace": _trace.get(),
            "message": _said(record),
            "raised": _raised(record),
        }
        return safe(json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False))


def safe(line: str) -> str:
    """Without phone numbers and line ends."""
    return _PHONE.sub(r"\1****\2", line).replace("\r", "\\r").replace("\n", "\\n")


def _said(record: logging.LogRecord) -> str:
    return record.getMessage().partition(_QUOTED)[0].rstrip()


def _raised(record: logging.LogRecord) -> str:
    """`ValueError at web.console.pages:12, store.desk:40`: the innermost last."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, trace = record.exc_info
    return f"{kind.__name__} at {', '.join(_frames(trace))}"


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(trace)]


def configure(level: str, form: LogFormat = LogFormat.TEXT) -> None:
    """Log to standard error from here on, instead of whatever was configured before."""
    process = os.environ.get("YIZHAN_PROCESS", "yizhan")
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson(process) if form is LogFormat.JSON else OneLine(_FORMAT.format(process=process)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
