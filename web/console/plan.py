"""The plan for a household in which nobody works (一户一策): all of them, and each to be worked and printed."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from bot.when import today
from store.referrals import plans
from store.referrals.households import Plans
from store.referrals.plans import Which
from store.refusals import Unfit
from store.tables import Role
from web.console.access import Permission, allowed, desk, me, number_of


@allowed(Permission.WORK)
def tick_step(number: int) -> ResponseReturnValue:
    """办好了 / 还没办好."""
    step = number_of(request.form.get("step", ""))
    Plans(desk().engine).tick(me(), number, step, desk().now())
    return _back(number, "记下了。")


@allowed(Permission.WORK)
def add_step(number: int) -> ResponseReturnValue:
    """加一步."""
    form = request.form
    try:
        due = date.fromisoformat(form.get("due", ""))
    except ValueError:
        raise Unfit from None
    Plans(desk().engine).add(me(), number, form.get("what", ""), form.get("responsible", ""), due, desk().now())
    return _back(number, "加上了。")


@allowed(Permission.WORK)
def assign_step(number: int) -> ResponseReturnValue:
    """定负责人."""
    form, due = request.form, request.form.get("due", "")
    try:
        by = date.fromisoformat(due) if due else None
    except ValueError:
        raise Unfit from None
    whom = (form.get("responsible", ""), by)
    Plans(desk().engine).assign(me(), number, form.get("step", 0, type=int), whom, desk().now())
    return _back(number, "定好了。")


@allowed(Permission.WORK)
def close_plan(number: int) -> ResponseReturnValue:
    """了结."""
    Plans(desk().engine).close(me(), number, request.form.get("why", ""), desk().now())
    return _back(number, "了结了。")


@allowed(Permission.WORK)
def reopen_plan(number: int) -> ResponseReturnValue:
    """重新办."""
    Plans(desk().engine).reopen(me(), number, desk().now())
    return _back(number, "重新办了。")


@allowed(Permission.LOOK)
def household_plans() -> ResponseReturnValue:
    """All plans."""
    name, township = request.args.get("which", ""), request.args.get("township", "")
    which = Which(name) if name in tuple(Which) else Which.OPEN
    engine, day = desk().engine, today(desk().now())
    page = plans.plans(engine, me(), which, day, request.args.get("after", ""), township=township)
    return render_template(
        "console/plans.html",
        page=page,
        which=which,
        names=WHICH,
        township=township,
        townships=TOWNSHIPS if me().role in (Role.COUNTY, Role.AUDITOR) else {},
        late=plans.count_late(engine, me(), day),
    )


@allowed(Permission.LOOK)
def household_plan(number: int) -> ResponseReturnValue:
    """One plan, to be worked and printed."""
    found = plans.one(desk().engine, me(), number, today(desk().now()))
    return render_template("console/household.html", found=found, day=today(desk().now()))


def _back(number: int, text: str) -> ResponseReturnValue:
    """To the plan's own page if the form stood there, else to the case."""
    flash(text, "success")
    own = request.form.get("plan", 0, type=int)
    if own:
        return redirect(url_for("console.household_plan", number=own))
    return redirect(url_for("console.referral", number=number) + "#plan")


WHICH = {Which.OPEN: "在办的", Which.LATE: "过期的", Which.ENDED: "了结的"}

ROUTES = (
    ("/plans/", household_plans, "GET"),
    ("/plans/<int:number>", household_plan, "GET"),
    ("/referrals/<int:number>/plan", add_step, "POST"),
    ("/referrals/<int:number>/plan/tick", tick_step, "POST"),
    ("/referrals/<int:number>/plan/assign", assign_step, "POST"),
    ("/referrals/<int:number>/plan/close", close_plan, "POST"),
    ("/referrals/<int:number>/plan/reopen", reopen_plan, "POST"),
)
