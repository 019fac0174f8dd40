"""工作时间和群: when each station works, and where its staff are told. The county sets it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from store.referrals import groups as store_groups
from store.referrals.groups import Groups
from store.refusals import Unfit
from web.console.access import Permission, allowed, desk, me
from web.console.ground import ground

HOURS = "周一到周五 8:30—11:30，14:30—17:30"


@allowed(Permission.SET_UP)
def groups() -> ResponseReturnValue:
    """All of it on one page."""
    engine = desk().engine
    return render_template(
        "console/groups.html",
        places=store_groups.places(engine),
        robots=store_groups.townships(engine),
        names=TOWNSHIPS,
        example=HOURS,
    )


@allowed(Permission.SET_UP)
def set_hours() -> ResponseReturnValue:
    """记下工作时间."""
    form = request.form
    station, hours = form.get("station", type=int, default=0), form.get("hours", "")
    refused = f"没记上，“{hours[:40]}”读不懂。请照这样写：{HOURS}"
    return _done(lambda: _groups().set_hours(station, hours), "记下了。以后答应几点前打电话，都按这个算。", refused)


@allowed(Permission.SET_UP)
def set_robot() -> ResponseReturnValue:
    """记下机器人."""
    form = request.form
    url, station, township = form.get("url", ""), form.get("station", type=int), form.get("township", "")
    refused = f"没记上：地址要从企业微信的群机器人那里整个粘过来，开头是 {store_groups.ROBOTS}"

    def change() -> None:
        if station is None:
            _groups().set_township_robot(township, url)
        else:
            _groups().set_station_robot(station, url)

    return _done(change, "记下了。" if url.strip() else "记下了，不往那个群里发了。", refused)


def _groups() -> Groups:
    return Groups(desk().engine, me(), desk().now(), secure=ground().production)


def _done(change: Callable[[], None], told: str, refused: str) -> ResponseReturnValue:
    try:
        change()
    except Unfit:
        flash(refused, "warning")
    else:
        flash(told, "success")
    return redirect(url_for("console.groups"))


ROUTES = (
    ("/groups", groups, "GET"),
    ("/groups/hours", set_hours, "POST"),
    ("/groups/robot", set_robot, "POST"),
)
