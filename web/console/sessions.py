"""A session: how it begins, and what ends it: a working day, an idle hour, another password, a changed account.

It stands in the signed cookie: who, a proof of their password, when it began, when they last did something, when they
last proved who they are.
"""

from datetime import datetime, timedelta

from flask import Flask, Request, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from store import staff
from store.staff import Member

HERE = "/console"
SHIFT = timedelta(hours=12)  # a login lasts a working day
IDLE = timedelta(hours=1)
FRESH = timedelta(minutes=15)  # so long after a password lists may be taken along
HALFWAY = timedelta(minutes=5)  # between password and second factor
KNOWN = timedelta(days=90)  # so long a browser is known by which a member came in
NOTED = timedelta(minutes=1)  # how exactly it is noted when something was last done


class OnlyHere(SecureCookieSessionInterface):
    """Sessions for whoever comes to the console; a message from WeChat brings no cookie, and none is read for it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """See `SessionInterface`."""
        return super().open_session(app, request) if request.path.startswith(HERE) else None


def begin(member: Member, now: datetime) -> None:
    """Begin a session; nothing of an earlier one is kept."""
    session.clear()
    stamp = now.timestamp()
    session.update(staff=member.id, proof=member.proof, since=stamp, seen=stamp, proved=stamp)


def member(engine: Engine, now: datetime, *, acts: bool) -> Member | None:
    """Whose session it is, None when it is over. `acts`: they did something; a page that looks by itself does not."""
    if _age("since", now) > SHIFT or _age("seen", now) > IDLE:
        return None
    found = staff.member(engine, session.get("staff", 0))
    if found is None or found.proof != session.get("proof"):
        return None
    if acts and _age("seen", now) > NOTED:
        session["seen"] = now.timestamp()
    return found


def is_fresh(now: datetime) -> bool:
    """Whether they proved a moment ago who they are."""
    return _age("proved", now) <= FRESH


def prove(now: datetime) -> None:
    """They just did."""
    session["proved"] = now.timestamp()


def begin_half(member: Member, now: datetime) -> None:
    """The password was right; the second factor is still owed."""
    session.clear()
    session.update(half=member.id, half_proof=member.proof, half_since=now.timestamp())


def halfway(engine: Engine, now: datetime) -> Member | None:
    """Who owes the second factor."""
    if _age("half_since", now) > HALFWAY:
        return None
    found = staff.member(engine, session.get("half", 0))
    return found if found and found.proof == session.get("half_proof") else None


def know_browser(answer: Response, login: str) -> None:
    """Leave a mark in the browser by which this login has come in. It opens nothing; see `store.staff.must_wait`."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    mark, path = _signer(login).sign("known").decode(), current_app.config["SESSION_COOKIE_PATH"]
    answer.set_cookie("known", mark, KNOWN, path=path, secure=secure, httponly=True, samesite="Lax")


def knows_browser(login: str) -> bool:
    """Whether this browser has such a mark of this login."""
    try:
        _signer(login).unsign(request.cookies.get("known", ""), max_age=int(KNOWN.total_seconds()))
    except BadSignature:
        return False
    return True


def _signer(login: str) -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt=f"browser of {login}")


def _age(key: str, now: datetime) -> timedelta:
    return timedelta(seconds=now.timestamp() - session.get(key, 0))
