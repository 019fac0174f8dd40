"""Who may come in, and what every answer of the console carries.

Every route wears `@allowed(...)`; a test lists the routes and fails for one without. What a member may see and do
within a route is decided by the store (`caseload.in_scope`, `action.acting`).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import Enum, auto
from functools import wraps
from typing import Any, cast

from flask import Response, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from store import staff
from store.referrals.desk import Desk
from store.staff import Member
from store.tables import Role
from web.console.ground import ground

SHIFT = timedelta(hours=12)  # a login lasts a working day
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

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
    SET_UP = auto()


HAVE: Mapping[Permission, frozenset[Role]] = {
    Permission.OWN_ACCOUNT: frozenset(Role),
    Permission.LOOK: frozenset(Role),
    Permission.WORK: frozenset(Role) - {Role.AUDITOR},
    Permission.RELEASE: frozenset({Role.COUNTY}),
    Permission.LOOK_AT_MISSES: frozenset({Role.COUNTY, Role.AUDITOR}),  # they come from all townships
    Permission.SET_UP: frozenset({Role.COUNTY}),
    Permission.KNOWLEDGE: frozenset({Role.COUNTY}),  # an answer speaks for the county
}


def allowed(permission: Permission) -> Callable[[View], View]:
    """Let in who has the permission; send strangers to the login, answer 403 to the others."""

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
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def desk() -> Desk:
    """The desk that this app works at."""
    return ground().desk


def sign_in(member: Member) -> None:
    """Begin a session; nothing of an earlier one is kept."""
    session.clear()
    session["staff"] = member.id
    session["proof"] = member.proof
    session["since"] = desk().now().timestamp()


def current_member() -> Member | None:
    """Who is logged in, read once per request: a closed account or a new password ends the session at once."""
    if "member" not in g:
        g.member = _member_of_session()
    return cast("Member | None", g.member)


def _member_of_session() -> Member | None:
    if "staff" not in session or desk().now().timestamp() - session.get("since", 0) > SHIFT.total_seconds():
        return None
    member = staff.member(desk().engine, session["staff"])
    return member if member and member.proof == session.get("proof") else None


def me() -> Member:
    """Who is logged in, on a route that lets nobody else in."""
    member = current_member()
    assert member is not None, "the route lets strangers in"  # noqa: S101
    return member


def _to_login() -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"login": True}, 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("console.login", next=back))


def check_form() -> None:
    """Before every request: a form must carry the token of the page it came from."""
    csrf.protect()


def harden(response: Response) -> Response:
    """After every request: nothing from elsewhere, in no frame, and no page with a name in it stays in a cache."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if not request.path.startswith(url_for("console.static", filename="")):
        response.headers["Cache-Control"] = "no-store"
    return response
