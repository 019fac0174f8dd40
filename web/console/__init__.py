"""The staff's door.

One rule: a view decides nothing about the work. It checks who may (`@allowed` on every route), calls one function of
`store.referrals.desk` or `store.referrals.caseload`, and shows what came of it in plain Chinese.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import Forbidden, InternalServerError, NotFound, RequestEntityTooLarge

from bot.manners import covered
from store.refusals import Refusal, Unknown
from web.console import (
    access,
    account,
    accounts,
    audit,
    catalogue,
    catalogue_words,
    checks,
    doubles,
    figures,
    following,
    groups,
    knowledge,
    lists,
    misses,
    monthly,
    people,
    places,
    plan,
    posts,
    produce,
    pushes,
    recordings,
    referral,
    replies,
    searching,
    second,
    sessions,
    sheets,
    staffing,
    talks,
    targets,
    undone,
    vacancies,
    words,
)
from web.console.ground import EXTENSION, Ground

ROUTES = (
    *lists.ROUTES,
    *searching.ROUTES,
    *account.ROUTES,
    *second.ROUTES,
    *accounts.ROUTES,
    *audit.ROUTES,
    *referral.ROUTES,
    *people.ROUTES,
    *doubles.ROUTES,
    *following.ROUTES,
    *groups.ROUTES,
    *staffing.ROUTES,
    *checks.ROUTES,
    *talks.ROUTES,
    *replies.ROUTES,
    *plan.ROUTES,
    *recordings.ROUTES,
    *vacancies.ROUTES,
    *catalogue.ROUTES,
    *sheets.ROUTES,
    *posts.ROUTES,
    *places.ROUTES,
    *produce.ROUTES,
    *pushes.ROUTES,
    *knowledge.ROUTES,
    *misses.ROUTES,
    *targets.ROUTES,
    *figures.ROUTES,
    *monthly.ROUTES,
    *undone.ROUTES,
)
"""(path, view, methods): each page lists its own at its end."""


def console_blueprint(ground: Ground) -> Blueprint:
    """The console at /console over this ground, to be registered once on an app that has a SECRET_KEY."""
    blueprint = Blueprint(
        "console", __name__, url_prefix="/console", template_folder="templates", static_folder="static"
    )
    for path, view, methods in ROUTES:
        blueprint.add_url_rule(path, view_func=view, methods=methods.split())
    blueprint.before_request(access.check_form)
    blueprint.before_request(access.check_numbers)
    blueprint.after_request(access.harden)
    blueprint.context_processor(_for_templates)
    blueprint.add_app_template_filter(covered)
    for problem, answer in PROBLEMS:
        blueprint.register_error_handler(problem, answer)
    blueprint.record_once(lambda state: _prepare(state, ground))
    return blueprint


def _prepare(state: BlueprintSetupState, ground: Ground) -> None:
    app = state.app
    assert isinstance(app, Flask)  # noqa: S101 - tells mypy
    app.extensions[EXTENSION] = ground
    app.config.update(
        SESSION_COOKIE_NAME="console",
        SESSION_COOKIE_PATH=sessions.HERE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=ground.production,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_CHECK_DEFAULT=False,  # WeChat's own posts carry a signature instead, see `access.check_form`
        WTF_CSRF_TIME_LIMIT=None,  # a page may lie open all day; the session ends before
    )
    app.session_interface = sessions.OnlyHere()
    access.csrf.init_app(app)
    if "bootstrap" not in app.extensions:
        Bootstrap5(app)


def _for_templates() -> dict[str, object]:
    given = {"sought": searching.sought, "sealed": searching.sealed, "asked_at": searching.asked_at}
    return {"me": access.current_member(), "now": access.desk().now(), "words": words, **given}


def _refused(problem: Exception) -> ResponseReturnValue:
    if isinstance(problem, Unknown):
        return _not_found(problem)
    assert isinstance(problem, Refusal)  # noqa: S101 - tells mypy
    flash(words.refusal(problem), "warning")
    return redirect(_came_from())


def _came_from() -> str:
    """The page on which the form stood, or, where that was the answer to a form, the page above it; else the queue."""
    home, came = url_for("console.queue"), urlsplit(request.referrer or "")
    routes = current_app.create_url_adapter(request)
    path = came.path if request.method == "POST" and came.netloc == request.host else ""
    while path.startswith(home) and routes:
        if routes.test(path, "GET"):
            return f"{path}?{came.query}" if came.query and path == came.path else path
        path = path.rpartition("/")[0]
    return home


def _stale_form(_problem: Exception) -> ResponseReturnValue:
    text = "这个页面放得太久了，刚才点的没有算数。请回去再点一次。"
    return render_template("console/problem.html", text=text), 400


def _forbidden(_problem: Exception) -> ResponseReturnValue:
    return render_template("console/problem.html", text="您的账号不能办这件事。要办的话，请找县里。"), 403


def _not_found(_problem: Exception) -> ResponseReturnValue:
    access.note_beyond()
    text = "没有这一条，或者它已经转到别的驿站了。"
    return render_template("console/problem.html", text=text), 404


def _too_large(_problem: Exception) -> ResponseReturnValue:
    return render_template("console/problem.html", text=catalogue_words.TOO_LARGE), 413


def _broken(_problem: Exception) -> ResponseReturnValue:
    g.setdefault("member", None)  # the page must not fail at the same thing again
    text = "系统出了点毛病，刚才点的没有算数。请再点一次；还不行，告诉县里。"
    return render_template("console/problem.html", text=text), 500


def _store_down(problem: Exception) -> ResponseReturnValue:
    # Only the kind: the rest of the message holds what was to be written.
    current_app.logger.error("the console's store failed: %s", type(problem).__name__)
    g.setdefault("member", None)  # who is here cannot be looked up now either
    return render_template("console/problem.html", text="系统这会儿忙，刚才点的没有算数。请过一分钟再点一次。"), 503


PROBLEMS: tuple[tuple[type[Exception], Callable[[Exception], ResponseReturnValue]], ...] = (
    (Refusal, _refused),
    (CSRFError, _stale_form),
    (Forbidden, _forbidden),
    (NotFound, _not_found),
    (RequestEntityTooLarge, _too_large),
    (OverflowError, _not_found),  # a number that SQLite cannot hold is nobody's; PostgreSQL says DataError
    (DataError, _not_found),
    (SQLAlchemyError, _store_down),
    (InternalServerError, _broken),
)
