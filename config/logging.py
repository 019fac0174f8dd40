"""One line per event, on standard error. What people write and their phone numbers do not belong in a log."""

import logging
import os
import re

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_FORMAT = "%(asctime)s %(levelname)s {process} %(name)s: %(message)s"


class OneLine(logging.Formatter):
    """The last line of defence: masks phone numbers and keeps foreign text from forging further lines."""
