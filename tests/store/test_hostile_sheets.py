"""Workbooks that were made to do harm are not opened."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from store.sheets.grid import LARGEST, MOST_PARTS, File, Unreadable, read_grid


def workbook(**more: bytes) -> bytes:
    """A good workbook with further parts in it."""
    out = io.BytesIO()
    Workbook().save(out)
    with ZipFile(out, "a", ZIP_DEFLATED) as parts:
        for name, content in more.items():
            parts.writestr(name.replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"flood_xml": b"<a>" + b" " * LARGEST + b"</a>"}, "太大"),
        ({f"part{number}_xml": b"<a/>" for number in range(MOST_PARTS)}, "太大"),
        ({"lol_xml": b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'}, "打不开"),
        ({"vbaProject_bin": b"x"}, "宏"),
    ],
    ids=["a flood", "many parts", "entities", "macros"],
)
def test_it_is_not_opened(more: dict[str, bytes], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_grid(File("sheet.xlsx", workbook(**more)), {})
