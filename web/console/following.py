"""What comes later: a day agreed with the person, taking up again what rests or has ended."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from store.refusals import Unfit
from web.console import words
from web.console.access import Permission, allowed, desk, me


def days(on: date) -> Sequence[tuple[str, date]]:
    """The days that are chosen most, with what they are called."""
    return (
        ("明天", on + timedelta(days=1)),
        ("3天后", on + timedelta(days=3)),
        ("下周一", on + timedelta(days=7 - on.weekday())),
    )


@allowed(Permission.WORK)
def later(number: int) -> ResponseReturnValue:
    """约好再联系."""
    form = request.form
    try:
        day = date.fromisoformat(form.get("day", "") or form.get("other", ""))
    except ValueError:
        raise Unfit from None
    back = desk().later(me(), number, day, form.get("note", ""))
    return _back(number, f"记下了。{words.moment(back, desk().now())}自己排回来。")


@allowed(Permission.WORK)
def wake(number: int) -> ResponseReturnValue:
    """现在就办."""
    desk().wake(me(), number)
    return _back(number, "好，现在接着办。")


@allowed(Permission.WORK)
def again(number: int) -> ResponseReturnValue:
    """重新办."""
    desk().again(me(), number)
    return _back(number, "重新打开了，归您办。")


def _back(number: int, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.referral", number=number))


ROUTES = (
    ("/referrals/<int:number>/later", later, "POST"),
    ("/referrals/<int:number>/wake", wake, "POST"),
    ("/referrals/<int:number>/again", again, "POST"),
)
