"""The plan for a household in which nobody works (一户一策): its steps are ticked and added to."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from store.referrals.households import Plans
from store.refusals import Unfit
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


def _back(number: int, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.referral", number=number) + "#plan")


ROUTES = (
    ("/referrals/<int:number>/plan", add_step, "POST"),
    ("/referrals/<int:number>/plan/tick", tick_step, "POST"),
)
