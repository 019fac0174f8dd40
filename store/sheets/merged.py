"""How many cells a sheet merges, read off its XML: openpyxl makes an object for each, and a line may name millions."""

import re

MOST = 200_000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)"')


def merges_too_much(sheet: bytes) -> bool:
    """Whether it merges more than a clerk would."""
    return sum(_cells(reference.decode()) for reference in _MERGED.findall(sheet)) > MOST


def _cells(reference: str) -> int:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return (int(right or 0) - int(left or 0) + 1) * (int(bottom or 0) - int(top or 0) + 1)
