"""Who may come in, and what every answer of the console carries.

Every route wears `@allowed(...)`; a test lists the routes and fails for one without. What a member may see and do
within a route is decided by the store (`caseload.in_scope`, `action.acting`).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum, auto
from functools import wraps
from typing import Any, cast

from flask import Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError

from store import audit
from store.referrals.desk import Desk
from store.refusals import Unfit
from store.staff import Member
from store.tables import Role
from web.console import sessions
from web.console.ground import ground
from web.hardening import hardened

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

LARGEST_FORM = 3 << 20  # bytes: a sheet of two megabytes and what is around it
_SUBJECTS = {"referrals": "referral", "people": "person", "recordings": "recording"}
"""How the audit calls what is below these addresses."""
LARGEST_ID = 2**31 - 1  # PostgreSQL's INTEGER

View = Callable[..., ResponseReturnValue]

csrf = CSRFProtect()


class Permission(Enum):
    """What a route asks of whoever comes."""

    ANYBODY = auto()
    OWN_ACCOUNT = auto()
    LOOK = auto()
    WORK = auto()
    RELEASE = auto()
    LOOK_AT_MISSES = auto()
    KNOWLEDGE = auto()
    ACCOUNTS = auto()
    AUDIT = auto()
    SET_UP = auto()


HAVE: Mapping[Permission, frozenset[Role]] = {
    Permission.OWN_ACCOUNT: frozenset(Role),
    Permission.LOOK: frozenset(Role),
    Permission.WORK: frozenset(Role) - {Role.AUDITOR},
    Permission.RELEASE: frozenset({Role.COUNTY}),
    Permission.LOOK_AT_MISSES: frozenset({Role.COUNTY, Role.AUDITOR}),  # they come from all townships
    Permission.SET_UP: frozenset({Role.COUNTY}),
    Permission.KNOWLEDGE: frozenset({Role.COUNTY}),  # an answer speaks for the county
    Permission.ACCOUNTS: frozenset({Role.COUNTY}),
    Permission.AUDIT: frozenset({Role.COUNTY, Role.AUDITOR}),
}


def allowed(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Let in who has the permission; send strangers to the login, answer 403 to the others.

    Whoever owes something to their account does that first. `fresh`: lists of people are taken along here, so the
    password is asked for again when the last time was a while ago.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if permission is Permission.ANYBODY:
                return view(*args, **kwargs)
            member = current_member()
            if member is None:
                return _to_login()
            if member.role not in HAVE[permission]:
                abort(403)
            owed = None if permission is Permission.OWN_ACCOUNT else _owed(member)
            if owed:
                return redirect(url_for(owed))
            if fresh and not sessions.is_fresh(desk().now()):
                return redirect(url_for("console.confirm", next=request.full_path.rstrip("?")))
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return wrap


def desk() -> Desk:
    """The desk that this app works at."""
    return ground().desk


def sign_in(member: Member) -> None:
    """Begin a session; nothing of an earlier one is kept."""
    sessions.begin(member, desk().now())


def current_member() -> Member | None:
    """Who is logged in, read once per request: a closed account or a new password ends the session at once."""
    if "member" not in g:
        g.member = sessions.member(desk().engine, desk().now(), acts=request.endpoint != "console.count")
    return cast("Member | None", g.member)


def _owed(member: Member) -> str | None:
    """The page at which this member must do something for their account before anything else."""
    if member.must_change:
        return "console.password"
    return "console.second" if member.role in ground().second_for and not member.second else None


def me() -> Member:
    """Who is logged in, on a route that lets nobody else in."""
    member = current_member()
    assert member is not None, "the route lets strangers in"  # noqa: S101 - the route has checked it
    return member


def _to_login() -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"login": True}, 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("console.login", next=back))


def check_numbers() -> None:
    """Before every request: nothing has a number that no database can hold."""
    if any(isinstance(each, int) and each > LARGEST_ID for each in (request.view_args or {}).values()):
        abort(404)


def number_of(text: str) -> int:
    """The number of something that a form names. Raises Unfit."""
    if not text.isdecimal() or len(text) > 10 or int(text) > LARGEST_ID:
        raise Unfit
    return int(text)


def note_beyond() -> None:
    """Who answers for a part of the county asked for what is not in it, or not there: the auditor sees how often."""
    member, number = current_member(), (request.view_args or {}).get("number")
    if member and number and member.role in (Role.STATION, Role.TOWNSHIP):
        what = request.path.removeprefix(url_for("console.queue")).partition("/")[0]
        with suppress(SQLAlchemyError):  # the answer is the same
            audit.note_beyond(desk().engine, member, f"{_SUBJECTS.get(what, what)}-{number}"[:100], desk().now())


def check_form() -> None:
    """Before every request: a form must carry the token of the page it came from, and not be endless."""
    request.max_content_length = LARGEST_FORM
    csrf.protect()


def harden(response: Response) -> Response:
    """After every request: what a page of the console may load, and no page with a name in it stays in a cache."""
    response.headers["Content-Security-Policy"] = POLICY
    if not request.path.startswith(url_for("console.static", filename="")):
        response.headers["Cache-Control"] = "no-store"
    return hardened(response)
