"""Coming in, going out, changing one's password."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from store import second_factor, staff
from store.staff import Member
from web.console import sessions, words
from web.console.access import Permission, allowed, desk, me, sign_in

TOO_MANY = "试的次数太多了。请过 15 分钟再试，或者请县里帮您重设密码。"


@allowed(Permission.ANYBODY)
def login() -> ResponseReturnValue:
    """The login page and its form."""
    if request.method == "GET":
        return render_template("console/login.html")
    name, address = request.form.get("login", "").strip()[:60], request.remote_addr or ""
    if staff.must_wait(desk().engine, name, address, desk().now(), known=sessions.knows_browser(name)):
        flash(TOO_MANY, "danger")
        return render_template("console/login.html", name=name), 429
    password = request.form.get("password", "")[:200]
    member = staff.authenticate(desk().engine, name, password, address, desk().now())
    if member is None:
        flash("账号或密码不对，请再输一遍。", "danger")
        return render_template("console/login.html", name=name), 401
    if member.second:
        sessions.begin_half(member, desk().now())
        return redirect(url_for("console.code", next=request.args.get("next")))
    return _in(member)


@allowed(Permission.ANYBODY)
def code() -> ResponseReturnValue:
    """The second factor, after the password."""
    member, now = sessions.halfway(desk().engine, desk().now()), desk().now()
    if member is None:
        return redirect(url_for("console.login", next=request.args.get("next")))
    if request.method == "GET":
        return render_template("console/code.html")
    address = request.remote_addr or ""
    if staff.must_wait(desk().engine, member.login, address, now, known=sessions.knows_browser(member.login)):
        flash(TOO_MANY, "danger")
        return render_template("console/code.html"), 429
    found = second_factor.check(desk().engine, member, _code(), address, now)
    if found is None:
        flash(words.REASONS["code-wrong"], "danger")
        return render_template("console/code.html"), 401
    return _in(found)


@allowed(Permission.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    """The password once more, before lists are taken along; then the page that begins to download one."""
    member, now, address = me(), desk().now(), request.remote_addr or ""
    if request.method == "GET":
        proven = sessions.is_fresh(now) and "next" in request.args
        return _downloading() if proven else render_template("console/confirm.html")
    if staff.must_wait(desk().engine, member.login, address, now, known=True):
        flash(TOO_MANY, "danger")
        return render_template("console/confirm.html"), 429
    right = staff.authenticate(desk().engine, member.login, request.form.get("password", "")[:200], address, now)
    if right and member.second:
        right = second_factor.check(desk().engine, member, _code(), address, now)
    if right is None:
        flash("不对，请再输一遍。", "danger")
        return render_template("console/confirm.html"), 401
    sessions.prove(now)
    return redirect(request.full_path)


def _downloading() -> ResponseReturnValue:
    """The browser stays on the page from which it downloads: on this one nobody is asked for a password any more."""
    list_at = _inside(request.args.get("next", ""))
    answer = make_response(render_template("console/confirmed.html", list_at=list_at))
    answer.headers["Refresh"] = f"0; url={list_at}"
    return answer


def _in(member: Member) -> ResponseReturnValue:
    sign_in(member)
    answer = redirect(_inside(request.args.get("next", "")))
    sessions.know_browser(answer, member.login)
    return answer


def _code() -> str:
    return "".join(request.form.get("code", "")[:40].split())


@allowed(Permission.OWN_ACCOUNT)
def logout() -> ResponseReturnValue:
    """End the session, and those of the same member elsewhere."""
    staff.log_out(desk().engine, me().id, desk().now())
    session.clear()
    flash("已经退出。别处登着的也都退出了。", "info")
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
    odd = not target.isprintable() or any(each in target for each in ("\\", "//", ".."))
    return target if target.startswith(home) and not odd else home


ROUTES = (
    ("/login", login, "GET POST"),
    ("/logout", logout, "POST"),
    ("/login/code", code, "GET POST"),
    ("/confirm", confirm, "GET POST"),
    ("/password", password, "GET POST"),
)
