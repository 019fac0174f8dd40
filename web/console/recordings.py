"""What people said aloud or showed: staff listen, and may tell the bot what was said so that the talk goes on."""

import io
from typing import cast

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from bot.message import Kind
from store.archive import picture_type
from store.listening import Listening
from store.refusals import Ended, Unfit, Unknown
from voice.audio import Undecodable, as_mp3
from web.console import words
from web.console.access import Permission, allowed, me

EXTENSION = "yizhan-listening"


def listening() -> Listening:
    """The recordings of this app."""
    return cast("Listening", current_app.extensions[EXTENSION])


@allowed(Permission.LOOK)
def recordings() -> ResponseReturnValue:
    """等人听、等人看的."""
    return render_template("console/recordings.html", notes=listening().waiting(me()))


@allowed(Permission.LOOK)
def recording_file(number: int) -> ResponseReturnValue:
    """A recording as MP3, a picture as it is; in pieces if the browser asks for them."""
    kind, content = listening().open(me(), number)
    try:
        content, of_type = (as_mp3(content), "audio/mpeg") if kind is Kind.VOICE else (content, picture_type(content))
    except Undecodable:
        raise Unknown from None
    return send_file(io.BytesIO(content), mimetype=of_type)


@allowed(Permission.WORK)
def heard(number: int) -> ResponseReturnValue:
    """听到的是."""
    try:
        listening().heard(me(), number, request.form.get("text", ""))
    except (Ended, Unfit) as problem:
        return _back(words.refusal(problem), "warning")
    return _back("好，照您听到的接着办，会发微信告诉本人。")


@allowed(Permission.WORK)
def settle(number: int) -> ResponseReturnValue:
    """听过看过了，不用回."""
    try:
        listening().settle(me(), number)
    except Ended as problem:
        return _back(words.refusal(problem), "warning")
    return _back("记下了，不用回。")


def _back(text: str, kind: str = "success") -> ResponseReturnValue:
    """To the referral whose page the form stood on, else to the list."""
    flash(text, kind)
    referral = request.form.get("referral", "")
    if referral.isdecimal():
        return redirect(url_for("console.referral", number=int(referral)))
    return redirect(url_for("console.recordings"))
