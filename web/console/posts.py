"""公益岗名额: how many auxiliary posts each village has."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.offers import posts as store_posts
from store.refusals import Unfit
from store.tables import VillagePost
from web.console.access import Permission, allowed, desk, me


@allowed(Permission.LOOK)
def posts() -> ResponseReturnValue:
    """The villages of one township."""
    mine = store_posts.townships(me())
    township = request.args.get("township", "") or next(iter(mine), "")
    lines = store_posts.listing(desk().engine, me(), township) if mine else []
    return render_template("console/posts.html", lines=lines, township=township, townships=mine)


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
        flash("没记上：占了的不能比名额多，都要填数字。", "warning")
    else:
        flash("记下了。", "success")
    return redirect(url_for("console.posts", township=village[:9]))


ROUTES = (
    ("/posts", posts, "GET"),
    ("/posts/save", save_post, "POST"),
)
