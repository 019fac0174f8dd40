"""找: what is searched for is a name or a number of somebody, and so it stands in no address.

An address is kept by the browser and written down by every proxy on the way. So the form is posted, and leads on to
an address that carries the words sealed: the pages, filters, the way back and a reload work as with any other. Only
the member who searched can open it, until they log out or change their password (decision 49).
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from store.catalogue import entries
from store.sealing import Unreadable, ring
from web.console.access import Permission, allowed, me

LONGEST = 60
GONE = "这个查找的链接用不了了（退出过，或者是别人的），下面是没查找的样子。请再找一次。"
_PAGES = frozenset({"queue", "people", "produce", "audit"})
"""These, and the lists of `store.catalogue` by the name of their kind, can be searched."""
_CHOSEN = frozenset(
    ("show", "whose", "township", "which", "place", "kind", "status", "what", "who", "station", "since", "until")
)
"""What is chosen beside the words, not typed, may stand in the address."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a page is searched for. `token` is how an address says it; None: nothing, `url_for` leaves it out."""

    words: str = ""
    token: str | None = None


@allowed(Permission.LOOK)
def find(page: str) -> ResponseReturnValue:
    """找."""
    if page in _PAGES:
        home = url_for(f"console.{page}")
    else:
        entries.kind_of(page)
        home = url_for("console.entries_of", kind=page)
    words = request.form.get("q", "").strip()[:LONGEST]
    kept = {name: value for name, value in request.form.items() if value and name in _CHOSEN}
    return redirect(_address(home, kept | ({"q": sealed(words)} if words else {})), 303)


def sought() -> Sought:
    """What the address of this page searches for; the member is told when it cannot be opened."""
    if "sought" not in g:
        g.sought = _opened(request.args.get("q", ""))
    found: Sought = g.sought
    return found


def sealed(words: str) -> str:
    """The words as an address of this member's says them."""
    return urlsafe_b64encode(ring().seal(words.encode(), _whose())).decode().rstrip("=")


def _opened(token: str) -> Sought:
    if not token:
        return Sought()
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return Sought(ring().open(sealed, _whose()).decode(), token)
    except (Unreadable, ValueError):
        flash(GONE, "warning")
        return Sought()


def asked_at(path: str, **changes: str | None) -> str:
    """Another page, or part of one, for what this address asks; some of it changed, or (None) left out."""
    # Not by `url_for`, to which a name that begins with _ says more than what is asked.
    asked = {**request.args, **changes}
    return _address(path, {name: value for name, value in asked.items() if value is not None})


def _address(path: str, asked: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _whose() -> bytes:
    return f"search {me().id} {me().proof}".encode()


ROUTES = (("/find/<page>", find, "POST"),)
