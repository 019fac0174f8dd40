"""The report for a month (月报): as a page to print, as an Excel sheet; each number opens the list behind it."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from bot.when import today
from store.counting import monthly as counting
from store.counting.month import Month, month_of
from store.counting.monthly import By, Measure, Report
from store.referrals import caseload
from web.console.access import Permission, allowed, desk, me, number_of
from web.console.figures import whose
from web.console.monthly_tables import MEASURES, row_name, shown
from web.console.workbooks import send_tables

PAGE = 100
BACK = 12  # months to choose from


@allowed(Permission.LOOK)
def monthly() -> ResponseReturnValue:
    """The report as a page."""
    found = _report()
    return render_template("console/monthly.html", **_named(found), tables=shown(found), months=_months())


@allowed(Permission.LOOK)
def monthly_sheet() -> ResponseReturnValue:
    """The report as an Excel sheet."""
    found = _report()
    return send_tables(
        _title(found.month), [each.table for each in shown(found)], today(desk().now()), f"月报-{found.month}"
    )


@allowed(Permission.LOOK)
def monthly_cases() -> ResponseReturnValue:
    """The list behind a number."""
    found, asked = _report(), request.args
    try:
        measure, by = Measure(asked.get("measure", Measure.CAME)), By(asked["by"]) if "by" in asked else None
    except ValueError:
        abort(404)
    key = asked.get("key", "")
    behind = found.behind(measure, found.rows(by).get(key, []) if by else found.cases)
    begin = number_of(asked["from"]) if asked.get("from") else 0
    return render_template(
        "console/monthly_cases.html",
        **_named(found),
        what="：".join(part for part in (row_name(found, by, key) if by else "", MEASURES[measure]) if part),
        count=len(behind),
        lines=caseload.these(desk().engine, me(), [case.id for case in behind[begin : begin + PAGE]]),
        further={**asked, "from": begin + PAGE} if begin + PAGE < len(behind) else None,
    )


def _report() -> Report:
    month = month_of(request.args.get("month", "")) or _months()[1]
    return counting.report(desk().engine, me(), month, desk().now())


def _months() -> list[Month]:
    """The running month and those before it."""
    day = today(desk().now())
    found = [Month(day.year, day.month)]
    while len(found) < BACK:
        found.append(found[-1].before)
    return found


def _named(found: Report) -> dict[str, object]:
    return {"month": found.month, "title": _title(found.month), "day": today(desk().now())}


def _title(month: Month) -> str:
    return f"{whose()}{month.year}年{month.month}月就业帮扶月报"


ROUTES = (
    ("/monthly", monthly, "GET"),
    ("/monthly.xlsx", monthly_sheet, "GET"),
    ("/monthly/cases", monthly_cases, "GET"),
)
