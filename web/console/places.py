"""Who has a place of a course or of a village's posts, who stands in line; attendance."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from store.offers import roster
from store.offers.roster import Mark
from store.refusals import Unfit
from store.staff import Member
from web.console.access import Permission, allowed, desk, me

MARKS = {Mark.CAME: "来上课了", Mark.FINISHED: "学完了", Mark.CERTIFIED: "拿证了"}
Decide = Callable[[Engine, Member, str, int, str, datetime], None]


@allowed(Permission.LOOK)
def places(pool: str) -> ResponseReturnValue:
    """Everybody of a pool."""
    found = roster.roster(desk().engine, me(), pool, desk().now())
    acts = found.acts and me().role != "auditor"
    return render_template("console/places.html", found=found, marks=MARKS, acts=acts)


@allowed(Permission.WORK)
def move_up(pool: str, number: int) -> ResponseReturnValue:
    """往前一位."""
    return _decided(roster.move_up, pool, number, "往前挪了一位。")


@allowed(Permission.WORK)
def give_place(pool: str, number: int) -> ResponseReturnValue:
    """给位子."""
    return _decided(roster.give, pool, number, "位子给了，会发微信告诉本人。")


@allowed(Permission.WORK)
def take_place(pool: str, number: int) -> ResponseReturnValue:
    """拿掉."""
    return _decided(roster.remove, pool, number, "拿掉了。有人排队的话，排前面的自动补上。")


def _decided(decide: Decide, pool: str, number: int, words: str) -> ResponseReturnValue:
    try:
        decide(desk().engine, me(), pool, number, request.form.get("reason", ""), desk().now())
    except Unfit:
        flash("没办成：要写一句理由。要是写了，就是他的情况刚变过，请看看下面。", "warning")
    else:
        flash(words, "success")
    return redirect(url_for("console.places", pool=pool))


@allowed(Permission.WORK)
def mark_people(pool: str) -> ResponseReturnValue:
    """记下来了没来、学完没有."""
    form = request.form
    wanted = {
        int(number): (_marks(form.get(f"had-{number}", "").split()), _marks(form.getlist(f"mark-{number}")))
        for number in form.getlist("person")
        if number.isdecimal() and len(number) < 10
    }
    changed = roster.mark(desk().engine, me(), pool, wanted, desk().now())
    flash(f"记下了，改了{changed}个人。" if changed else "没有要改的。", "success")
    return redirect(url_for("console.places", pool=pool))


def _marks(words: list[str]) -> frozenset[Mark]:
    return frozenset(mark for mark in Mark if mark in words)


ROUTES = (
    ("/places/<pool>", places, "GET"),
    ("/places/<pool>/marks", mark_people, "POST"),
    ("/places/<pool>/<int:number>/up", move_up, "POST"),
    ("/places/<pool>/<int:number>/give", give_place, "POST"),
    ("/places/<pool>/<int:number>/take", take_place, "POST"),
)
