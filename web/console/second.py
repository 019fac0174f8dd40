"""第二道锁: a member sets up the second factor of their own account, or does without it again."""

import segno
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from store import second_factor
from store.staff import BadAccount
from web.console import words
from web.console.access import Permission, allowed, desk, me, sign_in
from web.console.ground import ground

_SECRET = "second"  # noqa: S105 - the name under which the session holds it until the first code was right


@allowed(Permission.OWN_ACCOUNT)
def second() -> ResponseReturnValue:
    """The page, and its form with the first code."""
    if request.method == "GET" or me().second:
        return _page()
    code = "".join(request.form.get("code", "")[:20].split())
    try:
        member, codes = second_factor.enable(desk().engine, me(), session.get(_SECRET, ""), code, desk().now())
    except BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
        return _page(), 400
    sign_in(member)
    # Shown in the answer itself and never again: they stand nowhere.
    return render_template("console/second.html", codes=codes)


@allowed(Permission.OWN_ACCOUNT)
def second_off() -> ResponseReturnValue:
    """取消第二道锁."""
    try:
        sign_in(second_factor.disable(desk().engine, me(), request.form.get("password", "")[:200], desk().now()))
    except BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
    else:
        flash("第二道锁取消了。别处登着的都退出了。", "success")
    return redirect(url_for("console.second"))


def _page() -> str:
    secret = session.setdefault(_SECRET, second_factor.new_secret())
    code = segno.make(second_factor.address(me(), secret), error="m")
    picture = code.svg_data_uri(scale=4, border=2)
    must = me().role in ground().second_for
    return render_template("console/second.html", secret=secret, picture=picture, must=must)


ROUTES = (
    ("/second", second, "GET POST"),
    ("/second/off", second_off, "POST"),
)
