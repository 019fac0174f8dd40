"""Whether an .xlsx can be opened without filling the memory: a few bytes of it may stand for millions of cells."""

import re
from pathlib import Path
from zipfile import ZipFile

from openpyxl.utils import range_boundaries

MOST_BYTES = 50_000_000  # unpacked; 5,000 rows of a clerk's are a hundredth of it
MOST_MERGED = 200_000  # cells

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)"')


def is_harmless(path: Path) -> bool:
    """Whether it is small enough when unpacked, and merges no more cells than a clerk would. May raise anything."""
    with ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
            return False
        sheets = [archive.read(name) for name in archive.namelist() if _SHEET.fullmatch(name)]
    return sum(_cells(reference.decode()) for text in sheets for reference in _MERGED.findall(text)) <= MOST_MERGED


def _cells(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return (int(right or 0) - int(left or 0) + 1) * (int(bottom or 0) - int(top or 0) + 1)
