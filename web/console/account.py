"""Coming in, going out, changing one's password."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from store import staff
from web.console import words
from web.console.access import Permission, allowed, desk, me, sign_in


@allowed(Permission.ANYBODY)
def login() -> ResponseReturnValue:
    """The login page and its form."""
    if request.method == "GET":
        return render_template("console/login.html")
    name, address = request.form.get("login", "").strip()[:60], request.remote_addr or ""
    if staff.must_wait(desk().engine, name, address, desk().now()):
        flash("试的次数太多了。请过 15 分钟再试，或者请县里帮您重设密码。", "danger")
        return render_template("console/login.html", name=name), 429
    password = request.form.get("password", "")[:200]
    member = staff.authenticate(desk().engine, name, password, address, desk().now())
    if member is None:
        flash("账号或密码不对，请再输一遍。", "danger")
        return render_template("console/login.html", name=name), 401
    sign_in(member)
    return redirect(_inside(request.args.get("next", "")))


@allowed(Permission.OWN_ACCOUNT)
def logout() -> ResponseReturnValue:
    """End the session."""
    session.clear()
    flash("已经退出。", "info")
    return redirect(url_for("console.login"))


@allowed(Permission.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """The password page and its form."""
    if request.method == "GET":
        return render_template("console/password.html", shortest=staff.SHORTEST_PASSWORD)
    old, new = (request.form.get(key, "")[:200] for key in ("old", "new"))
    try:
        if new != request.form.get("again"):
            raise staff.BadAccount("password-differs")
        sign_in(staff.change_password(desk().engine, me().id, old, new, desk().now()))
    except staff.BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
        return render_template("console/password.html", shortest=staff.SHORTEST_PASSWORD), 400
    flash("密码改好了。别处登着的都退出了。", "success")
    return redirect(url_for("console.queue"))


def _inside(target: str) -> str:
    home = url_for("console.queue")
    # A login must not send anybody out of the house.
    return target if target.startswith(home) and "\\" not in target and "//" not in target else home


ROUTES = (
    ("/login", login, "GET POST"),
    ("/logout", logout, "POST"),
    ("/password", password, "GET POST"),
)
