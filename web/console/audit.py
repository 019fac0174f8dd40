"""谁看过、改过: the audit for those who watch over the work, searched, taken along, and what in it is unusual."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bot.when import CHINA, today
from store import audit as books
from store import staff
from store.audit import Asked, Entry
from store.referrals import caseload
from web.console import audit_words
from web.console.access import Permission, allowed, desk, me
from web.console.figures_tables import Table
from web.console.searching import sought
from web.console.workbooks import send_tables

HEADINGS = ("时间", "谁", "驿站", "做了什么", "哪一条")


@allowed(Permission.AUDIT)
def audit() -> ResponseReturnValue:
    """One page of what was looked for, the latest first."""
    before = request.args.get("before", "")
    found, after = books.search(desk().engine, _asked(), int(before) if before.isdecimal() else 0)
    return render_template(
        "console/audit.html",
        found=found,
        after=after,
        unusual=books.unusual(desk().engine, desk().now()) if not request.args else (),
        astray=books.astray(desk().engine, desk().now()) if not request.args else (),
        people=staff.all_staff(desk().engine),
        stations=caseload.stations(desk().engine),
        groups=audit_words.GROUPS,
        said=audit_words,
    )


@allowed(Permission.AUDIT, fresh=True)
def audit_sheet() -> ResponseReturnValue:
    """What was looked for, as an Excel sheet; that it was taken along is written down too."""
    found = books.export(desk().engine, me(), _asked(), desk().now())
    day = today(desk().now())
    table = Table("谁看过、改过", HEADINGS, tuple(map(_row, found)), _DEFINED, (), across=True, summed=False)
    return send_tables("驿站通使用记录", [table], day, f"使用记录-{day}")


_DEFINED = f"新的在前，最多{books.EXPORTED}条。记录只增不改；姓名和电话不写在记录里，只写是哪一条。"


def _row(entry: Entry) -> tuple[str, ...]:
    at = entry.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    done, of = audit_words.action(entry.action), audit_words.subject(entry.subject)
    return (at, entry.who or audit_words.NOBODY, entry.station, done, of)


def _asked() -> Asked:
    given: Mapping[str, str] = request.args
    group = given.get("what", "")
    return Asked(
        who=_number(given.get("who", "")),
        station=_number(given.get("station", "")),
        actions=tuple(audit_words.GROUPS[group].actions) if group in audit_words.GROUPS else (),
        about=sought().words,
        since=_day(given.get("since", "")),
        until=_day(given.get("until", ""), further=1),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _day(text: str, further: int = 0) -> datetime | None:
    """The first moment of a day, or of one some days `further`; None for what is no day."""
    try:
        return datetime.combine(date.fromisoformat(text) + timedelta(days=further), time(), CHINA)
    except (ValueError, OverflowError):
        return None


ROUTES = (
    ("/audit", audit, "GET"),
    ("/audit.xlsx", audit_sheet, "GET"),
)
