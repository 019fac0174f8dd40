"""A page's answer that is an Excel sheet.

What makes one loads openpyxl, a tenth of what a start would load: it is imported with the first sheet that somebody
asks for, here and where a list is exported.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from web.console.access import me
from web.console.figures_tables import Table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_tables(title: str, tables: Sequence[Table], on: date, name: str) -> ResponseReturnValue:
    """These tables, prepared by whoever asks, as a file whose name begins so."""
    from web.console.figures_sheet import sheet

    return send_workbook(sheet(title, tables, on, me().name), f"{name}.xlsx")


def send_workbook(content: bytes, name: str) -> ResponseReturnValue:
    """A workbook under this name."""
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=name)
