"""Figures: what was asked and answered, what was registered, what staff did; as pictures, and as an Excel sheet."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from bot.when import today
from store.counting import figures as counting
from store.counting.figures import Figures
from web.console import answers
from web.console.access import Permission, allowed, desk, me
from web.console.figures_tables import Names, tables
from web.console.workbooks import send_tables

SPANS = {12: "近12周", 26: "近半年", 52: "近一年"}


@allowed(Permission.LOOK)
def figures() -> ResponseReturnValue:
    """The figures as a page."""
    weeks = _weeks()
    found = _figures(weeks)
    return render_template(
        "console/figures.html", tables=tables(found, _names()), found=found, weeks=weeks, spans=SPANS
    )


@allowed(Permission.LOOK)
def figures_sheet() -> ResponseReturnValue:
    """The figures as an Excel sheet."""
    day = today(desk().now())
    found = tables(_figures(_weeks()), _names())
    return send_tables(f"{whose()}驿站通数字", found, day, f"驿站通数字-{day}")


def _weeks() -> int:
    asked = request.args.get("weeks", "")
    return next((weeks for weeks in SPANS if asked == str(weeks)), next(iter(SPANS)))


def _figures(weeks: int) -> Figures:
    return counting.figures(desk().engine, me(), desk().now(), weeks)


def _names() -> Names:
    return Names({entry.id: entry.title for entry in answers.entries().values()}, TOWNSHIPS)


def whose() -> str:
    """Whose figures a member sees, as it stands in titles."""
    member = me()
    return member.station if member.role == "station" else TOWNSHIPS.get(member.township, "枞阳县")


ROUTES = (
    ("/figures", figures, "GET"),
    ("/figures.xlsx", figures_sheet, "GET"),
)
