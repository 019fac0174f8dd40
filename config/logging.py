"""One line per event, on standard error. What people write and their phone numbers do not belong in a log."""

import logging
import os
import re

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_FORMAT = "%(asctime)s %(levelname)s {process} %(name)s: %(message)s"
_CHATTY = ("urllib3", "alembic", "jieba")  # every call of a client is not news


class OneLine(logging.Formatter):
    """The last line of defence: masks phone numbers and keeps foreign text from forging further lines."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        return _PHONE.sub(r"\1****\2", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line without its traceback."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")


def configure(level: str) -> None:
    """Log to standard error from here on, instead of whatever was configured before."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(_FORMAT.format(process=os.environ.get("YIZHAN_PROCESS", "yizhan"))))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
