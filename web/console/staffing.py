"""谁在岗: who is away, and to whom those who lead give a referral."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.when import today
from store.referrals import colleagues
from store.referrals.views import Line
from store.refusals import Unfit
from store.tables import Role
from web.console.access import Permission, allowed, desk, me
from web.console.following import days


def leads(line: Line) -> bool:
    """Whether this member may give the referral to somebody."""
    return line.status.open and me().role in (Role.TOWNSHIP, Role.COUNTY)


@allowed(Permission.WORK)
def assign(number: int) -> ResponseReturnValue:
    """交给同事."""
    name = desk().assign(me(), number, request.form.get("to", type=int, default=0))
    flash(f"交给{name}了，在他的“我在办”里。", "success")
    return redirect(url_for("console.referral", number=number))


@allowed(Permission.WORK)
def away() -> ResponseReturnValue:
    """Who is there and who is not."""
    on = today(desk().now())
    listed = colleagues.colleagues(desk().engine, me(), on)
    return render_template("console/away.html", listed=listed, days=days(on), today=on)


@allowed(Permission.WORK)
def leave() -> ResponseReturnValue:
    """这几天不在."""
    try:
        until = date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise Unfit from None
    freed = colleagues.leave(desk().engine, me(), _whom(), until, desk().now())
    flash(f"记下了。手上没办完的 {freed} 件放回去了，同事可以接着办。" if freed else "记下了。", "success")
    return redirect(url_for("console.away"))


@allowed(Permission.WORK)
def back() -> ResponseReturnValue:
    """回来了."""
    colleagues.back(desk().engine, me(), _whom(), desk().now())
    flash("记下了，回来上班了。", "success")
    return redirect(url_for("console.away"))


def _whom() -> int:
    return request.form.get("who", type=int, default=0)


ROUTES = (
    ("/referrals/<int:number>/assign", assign, "POST"),
    ("/away", away, "GET"),
    ("/away/leave", leave, "POST"),
    ("/away/back", back, "POST"),
)
