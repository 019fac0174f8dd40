"""What staff often say: the county keeps the list."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.referrals.letters import LONGEST
from store.talks import canned
from web.console.access import Permission, allowed, desk, me


@allowed(Permission.KNOWLEDGE)
def replies() -> ResponseReturnValue:
    """常用回复."""
    found = canned.replies(desk().engine)
    limits = {"title": canned.LONGEST_TITLE, "text": LONGEST}
    return render_template("console/replies.html", found=found, places=canned.PLACES, longest=limits)


@allowed(Permission.KNOWLEDGE)
def save_reply(number: int) -> ResponseReturnValue:
    """记下; number 0 adds one."""
    title, text = request.form.get("title", ""), request.form.get("text", "")
    canned.save(desk().engine, me(), number, title, text, desk().now())
    return _back("记下了，各站马上能用。")


@allowed(Permission.KNOWLEDGE)
def remove_reply(number: int) -> ResponseReturnValue:
    """不要了."""
    canned.remove(desk().engine, me(), number, desk().now())
    return _back("去掉了。")


def _back(text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.replies"))


ROUTES = (
    ("/replies/", replies, "GET"),
    ("/replies/<int:number>", save_reply, "POST"),
    ("/replies/<int:number>/remove", remove_reply, "POST"),
)
