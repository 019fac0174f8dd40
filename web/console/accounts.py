"""账号: the county adds, changes and closes accounts, and gives a new password to who forgot theirs."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store import accounts as books
from store import staff
from store.accounts import Wanted
from store.referrals import caseload
from store.refusals import Unfit, Unknown
from store.staff import BadAccount, Member
from store.tables import Role
from web.console import words
from web.console.access import Permission, allowed, desk, me

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A password that is shown once: whose, and what for."""

    login: str
    password: str
    new: bool


@allowed(Permission.ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """Every account, and the form for a new one."""
    return _list()


@allowed(Permission.ACCOUNTS)
def add_account() -> ResponseReturnValue:
    """加一个账号."""
    login = request.form.get("login", "").strip()
    if not login.isascii() or not login.isalnum() or len(login) > LONGEST:
        flash("账号名只用字母和数字，比如 hengbu2。", "danger")
        return _list(), 400
    try:
        _, password = books.add(desk().engine, me(), login, _wanted(), desk().now())
    except BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
        return _list(), 400
    return _list(Told(login, password, new=True))


@allowed(Permission.ACCOUNTS)
def one_account(number: int) -> ResponseReturnValue:
    """One account, to be changed."""
    return _one(number)


@allowed(Permission.ACCOUNTS)
def change_account(number: int) -> ResponseReturnValue:
    """改好了."""
    try:
        books.change(desk().engine, me(), number, _wanted(), desk().now())
    except BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
        return redirect(url_for("console.one_account", number=number))
    flash("改好了。这个账号登着的都退出了。", "success")
    return redirect(url_for("console.accounts"))


@allowed(Permission.ACCOUNTS)
def reset_account(number: int) -> ResponseReturnValue:
    """重设密码."""
    try:
        password = books.reset_password(desk().engine, me(), number, desk().now())
    except BadAccount as problem:
        flash(words.REASONS[problem.args[0]], "danger")
        return redirect(url_for("console.one_account", number=number))
    # Shown in the answer itself, not after a redirect: nothing keeps it, not even a cookie.
    return _one(number, password)


@allowed(Permission.ACCOUNTS)
def forget_second(number: int) -> ResponseReturnValue:
    """取消第二道锁."""
    books.forget_second(desk().engine, me(), number, desk().now())
    flash("第二道锁取消了，下次登录只要密码。请本人重新开。", "success")
    return redirect(url_for("console.one_account", number=number))


def _list(told: Told | None = None) -> str:
    engine = desk().engine
    found = sorted(staff.all_staff(engine), key=lambda each: (not each.active, each.role, each.station, each.login))
    return render_template(
        "console/accounts.html",
        found=found,
        in_hand=books.in_hand(engine),
        stations=caseload.stations(engine),
        told=told,
        roles=words.ROLES,
        longest=LONGEST,
    )


def _one(number: int, password: str = "") -> str:
    engine, who = desk().engine, _whose(number)
    return render_template(
        "console/account.html",
        who=who,
        told=Told(who.login, password, new=False) if password else None,
        in_hand=books.in_hand(engine).get(number, 0),
        stations=caseload.stations(engine),
        roles=words.ROLES,
        longest=LONGEST,
    )


def _whose(number: int) -> Member:
    found = next((each for each in staff.all_staff(desk().engine) if each.id == number), None)
    if found is None:
        raise Unknown
    return found


def _wanted() -> Wanted:
    name, role, station = (request.form.get(key, "").strip() for key in ("name", "role", "station"))
    if not name or len(name) > LONGEST or role not in tuple(Role):
        raise Unfit
    return Wanted(name, Role(role), int(station) if station.isdecimal() else None, "closed" not in request.form)


ROUTES = (
    ("/accounts", accounts, "GET"),
    ("/accounts/new", add_account, "POST"),
    ("/accounts/<int:number>", one_account, "GET"),
    ("/accounts/<int:number>/change", change_account, "POST"),
    ("/accounts/<int:number>/password", reset_account, "POST"),
    ("/accounts/<int:number>/second", forget_second, "POST"),
)
