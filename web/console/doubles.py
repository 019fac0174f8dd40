"""合并重复的人: who may be recorded twice, the two side by side, and what staff make of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.people import doubles, merging, profile
from store.people.doubles import Why
from store.refusals import Unfit
from web.console import people_words
from web.console.access import Permission, allowed, desk, me

WHYS = {
    Why.PHONE_AND_NAME: "名字一样，电话一样",
    Why.NAME_AND_NEAR_PHONE: "名字一样，电话差一点",
    Why.NAME_AND_HOME: "名字一样，一个村的",
    Why.PHONE: "电话一样，也可能是一家人",
}
FIELDS = {"name": "姓名", "phone": "电话", "home": "住在"}


@allowed(Permission.LOOK)
def repeated() -> ResponseReturnValue:
    """可能重复的人, and numbers that too many share."""
    pairs, shared = (look(desk().engine, me()) for look in (doubles.suggestions, doubles.shared))
    return render_template("console/doubles.html", pairs=pairs, shared=shared, whys=WHYS)


@allowed(Permission.LOOK)
def compare(number: int) -> ResponseReturnValue:
    """The person beside another."""
    other = request.args.get("with", 0, type=int)
    if not other or other == number:
        return redirect(url_for("console.repeated"))
    two = [profile.profile(desk().engine, me(), each) for each in (number, other)]
    return render_template("console/compare.html", two=two, fields=FIELDS, its=people_words)


@allowed(Permission.WORK)
def merge(number: int) -> ResponseReturnValue:
    """是同一个人，合并."""
    take = [what for what in FIELDS if request.form.get(what) == "other"]
    merging.merge(desk().engine, me(), number, _other(), take, desk().now())
    flash("合并好了，两边的记录都在这里。弄错了，七天内可以在下面撤回。", "success")
    return redirect(url_for("console.person", number=number))


@allowed(Permission.WORK)
def told_apart(number: int) -> ResponseReturnValue:
    """不是一个人."""
    doubles.tell_apart(desk().engine, me(), number, _other(), desk().now())
    flash("记下了：是两个人。以后不再提。", "success")
    return redirect(url_for("console.repeated"))


@allowed(Permission.WORK)
def unmerge(number: int) -> ResponseReturnValue:
    """撤回合并."""
    kept = merging.undo(desk().engine, me(), number, desk().now())
    flash("撤回来了，又是两个人。", "success")
    return redirect(url_for("console.person", number=kept))


def _other() -> int:
    other = request.form.get("other", 0, type=int)
    if not other:
        raise Unfit
    return other


ROUTES = (
    ("/doubles", repeated, "GET"),
    ("/people/<int:number>/double", compare, "GET"),
    ("/people/<int:number>/merge", merge, "POST"),
    ("/people/<int:number>/apart", told_apart, "POST"),
    ("/merges/<int:number>/undo", unmerge, "POST"),
)
