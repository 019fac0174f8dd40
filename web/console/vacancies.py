"""Vacancies: put up from a request for workers, and those that the guard holds until the county has looked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.catalogue.entries import Wrong
from store.offers import vacancies
from web.console import referral
from web.console.access import Permission, allowed, desk, me
from web.console.catalogue_words import WRONG


@allowed(Permission.WORK)
def put_up(number: int) -> ResponseReturnValue:
    """登出来."""
    try:
        shown = vacancies.post(desk().engine, me(), number, request.form, desk().now())
    except Wrong as wrong:
        flash(WRONG.format(count=len(wrong.wrongs)), "danger")
        return referral.page(number, vacancy=(request.form, wrong.wrongs)), 422
    if shown:
        flash("登出来了，群众现在就能看到。", "success")
    else:
        flash("记下了。里面有要县里先看一看的话，县里放行以后群众才看得到。", "warning")
    return redirect(url_for("console.referral", number=number))


@allowed(Permission.LOOK)
def held() -> ResponseReturnValue:
    """等县里看的招工."""
    return render_template(
        "console/held.html", jobs=vacancies.held(desk().engine), unlawful=vacancies.NOT_TO_BE_RELEASED
    )


@allowed(Permission.RELEASE)
def let_pass(number: int) -> ResponseReturnValue:
    """放行."""
    title = vacancies.release(desk().engine, me(), number, request.form.get("reason", ""), desk().now())
    flash(f"“{title}”放行了，群众现在就能看到。", "success")
    return redirect(url_for("console.held"))


@allowed(Permission.RELEASE)
def turn_down(number: int) -> ResponseReturnValue:
    """不登."""
    title = vacancies.refuse(desk().engine, me(), number, request.form.get("reason", ""), desk().now())
    flash(f"“{title}”不登了，群众看不到。", "success")
    return redirect(url_for("console.held"))


ROUTES = (
    ("/referrals/<int:number>/post", put_up, "POST"),
    ("/held", held, "GET"),
    ("/held/<int:number>/release", let_pass, "POST"),
    ("/held/<int:number>/refuse", turn_down, "POST"),
)
