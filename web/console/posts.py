"""公益岗名额: how many auxiliary posts each village has."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.offers import posts as store_posts
from store.refusals import Unfit
from store.tables import VillagePost
from web.console.access import Permission, allowed, desk, me


@allowed(Permission.LOOK)
def posts() -> ResponseReturnValue:
    """The villages of one township."""
    return _page(request.args.get("township", ""))


def _page(township: str, typed: Mapping[str, str] | None = None) -> str:
    """`typed` is what could not be taken."""
    mine = store_posts.townships(me())
    shown = township or next(iter(mine), "")
    lines = store_posts.listing(desk().engine, me(), shown) if mine else []
    return render_template("console/posts.html", lines=lines, township=shown, townships=mine, typed=typed or {})


@allowed(Permission.WORK)
def save_post() -> ResponseReturnValue:
    """记下."""
    form = request.form
    village = form.get("village", "")
    quota, taken = (form.get(name, type=int, default=-1) for name in ("quota", "taken"))
    line = VillagePost(village=village, poverty_village="poverty" in form, quota=quota, taken=taken, example=False)
    try:
        store_posts.save(desk().engine, me(), line, desk().now())
    except Unfit:
        flash("没记上，标红的那个村要改。您填的还在。", "danger")
        return _page(village[:9], form), 422
    flash("记下了。", "success")
    return redirect(url_for("console.posts", township=village[:9]))


ROUTES = (
    ("/posts", posts, "GET"),
    ("/posts/save", save_post, "POST"),
)
