"""The staff's door.

One rule: a view decides nothing about the work. It checks who may (`@allowed` on every route), calls one function of
`store.desk` or `store.caseload`, and shows what came of it in plain Chinese.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import Forbidden, NotFound

from bot.policy import PolicyBook
from bot.policy.book import KNOWLEDGE
from bot.policy.book import load as load_book
from store.acts import ReadActs, nothing_known
from store.archive import Archive
from store.desk import Desk
from store.knowledge import PolicyFile
from store.listening import Listening
from store.pushes import Pushes
from store.refusals import Refusal, Unknown
from web.console import (
    access,
    account,
    answers,
    figures,
    knowledge,
    lists,
    misses,
    plan,
    posts,
    pushes,
    recordings,
    referral,
    targets,
    vacancies,
    words,
)

ROUTES = (
    ("/", lists.queue, "GET"),
    ("/count", lists.count, "GET"),
    ("/login", account.login, "GET POST"),
    ("/logout", account.logout, "POST"),
    ("/password", account.password, "GET POST"),
    ("/pushes", pushes.pushes, "GET"),
    ("/pushes/new", pushes.push_new, "GET POST"),
    ("/pushes/<int:number>", pushes.push, "GET"),
    ("/pushes/<int:number>/send", pushes.push_send, "POST"),
    ("/pushes/<int:number>/stop", pushes.push_stop, "POST"),
    ("/pushes/<int:number>/resume", pushes.push_resume, "POST"),
    ("/pushes/<int:number>/results", pushes.push_results, "GET"),
    ("/referrals/<int:number>", referral.referral, "GET"),
    ("/referrals/<int:number>/claim", referral.claim, "POST"),
    ("/referrals/<int:number>/release", referral.release, "POST"),
    ("/referrals/<int:number>/phone", referral.phone, "POST"),
    ("/referrals/<int:number>/called", referral.called, "POST"),
    ("/referrals/<int:number>/finish", referral.finish, "POST"),
    ("/referrals/<int:number>/hand-over", referral.hand_over, "POST"),
    ("/referrals/<int:number>/note", referral.note, "POST"),
    ("/referrals/<int:number>/message", referral.message, "POST"),
    ("/referrals/<int:number>/undo", referral.undo, "POST"),
    ("/recordings/", recordings.recordings, "GET"),
    ("/recordings/<int:number>/file", recordings.recording_file, "GET"),
    ("/recordings/<int:number>/heard", recordings.heard, "POST"),
    ("/recordings/<int:number>/settle", recordings.settle, "POST"),
    ("/referrals/<int:number>/post", vacancies.put_up, "POST"),
    ("/held", vacancies.held, "GET"),
    ("/targets", targets.targets, "GET"),
    ("/targets.xlsx", targets.targets_sheet, "GET"),
    ("/targets/<measure>", targets.target, "GET"),
    ("/figures", figures.figures, "GET"),
    ("/figures.xlsx", figures.figures_sheet, "GET"),
    ("/held/<int:number>/release", vacancies.let_pass, "POST"),
    ("/held/<int:number>/refuse", vacancies.turn_down, "POST"),
    ("/knowledge", knowledge.knowledge, "GET"),
    ("/knowledge/new", knowledge.new, "GET POST"),
    ("/knowledge/<topic>", knowledge.entry, "GET"),
    ("/knowledge/<topic>/supply", knowledge.supply, "POST"),
    ("/knowledge/<topic>/withdraw", knowledge.withdraw, "POST"),
    ("/knowledge/<topic>/review", knowledge.review, "POST"),
    ("/misses", misses.waiting, "GET"),
    ("/misses/<int:number>", misses.miss, "GET"),
    ("/misses/<int:number>/answer", misses.answer, "POST"),
    ("/misses/<int:number>/point", misses.point, "POST"),
    ("/misses/<int:number>/dismiss", misses.dismiss, "POST"),
    ("/referrals/<int:number>/plan", plan.add_step, "POST"),
    ("/referrals/<int:number>/plan/tick", plan.tick_step, "POST"),
    ("/posts", posts.posts, "GET"),
    ("/posts/save", posts.save_post, "POST"),
)


def console_blueprint(
    engine: Engine,
    archive: Archive,
    *,
    production: bool,
    kick: Callable[[Sequence[int]], None],
    now: Callable[[], datetime],
    acts: ReadActs = nothing_known,
    announces: bool = False,
    knowledge_dir: Path = KNOWLEDGE,
    book: Callable[[], PolicyBook] | None = None,
) -> Blueprint:
    """The console at /console, to be registered once on an app that has a SECRET_KEY.

    `archive` has the files of people's recordings. `kick` hands fresh outbox rows to the workers (see
    `bot.ports.Dispatch`); `now` is the clock (aware). In `production` the session's cookie travels over HTTPS only.
    `acts` tells when people last did something at WeChat, `announces` whether a template for news is set up there.
    `knowledge_dir` is where the policy answers stand, `book` gives those in use (None: read for the purpose).
    """
    blueprint = Blueprint(
        "console", __name__, url_prefix="/console", template_folder="templates", static_folder="static"
    )
    for path, view, methods in ROUTES:
        blueprint.add_url_rule(path, view_func=view, methods=methods.split())
    blueprint.before_request(access.check_form)
    blueprint.after_request(access.harden)
    blueprint.context_processor(_for_templates)
    for problem, answer in PROBLEMS:
        blueprint.register_error_handler(problem, answer)
    file = knowledge_dir / "policy_faq.md"
    kept = {
        access.EXTENSION: Desk(engine, kick, now),
        access.ACTS: acts,
        answers.EXTENSION: answers.Answers(PolicyFile(file), book or cache(lambda: load_book(file))),
        pushes.EXTENSION: Pushes(engine, kick, now, acts, announces),
        recordings.EXTENSION: Listening(engine, archive, kick, now),
    }
    blueprint.record_once(lambda state: _prepare(state, kept, production))
    return blueprint


def _prepare(state: BlueprintSetupState, kept: Mapping[str, object], production: bool) -> None:
    app = state.app
    assert isinstance(app, Flask)  # noqa: S101
    app.extensions.update(kept)
    app.config.update(
        SESSION_COOKIE_NAME="console",
        SESSION_COOKIE_PATH="/console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=production,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_CHECK_DEFAULT=False,  # WeChat's own posts carry a signature instead, see `access.check_form`
        WTF_CSRF_TIME_LIMIT=None,  # a page may lie open all day; the session ends before
    )
    access.csrf.init_app(app)
    if "bootstrap" not in app.extensions:
        Bootstrap5(app)


def _for_templates() -> dict[str, object]:
    return {"me": access.current_member(), "now": access.desk().now(), "words": words}


def _refused(problem: Exception) -> ResponseReturnValue:
    if isinstance(problem, Unknown):
        return _not_found(problem)
    assert isinstance(problem, Refusal)  # noqa: S101
    flash(words.refusal(problem), "warning")
    return redirect(url_for("console.referral", **(request.view_args or {})))


def _stale_form(_problem: Exception) -> ResponseReturnValue:
    text = "这个页面放得太久了，刚才点的没有算数。请回去再点一次。"
    return render_template("console/problem.html", text=text), 400


def _forbidden(_problem: Exception) -> ResponseReturnValue:
    return render_template("console/problem.html", text="您的账号不能办这件事。要办的话，请找县里。"), 403


def _not_found(_problem: Exception) -> ResponseReturnValue:
    text = "没有这一条，或者它已经转到别的驿站了。"
    return render_template("console/problem.html", text=text), 404


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
    (SQLAlchemyError, _store_down),
)
