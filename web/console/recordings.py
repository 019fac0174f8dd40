"""What people said aloud or showed: staff listen, and may tell the bot what was said so that the talk goes on."""

import io

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from bot.message import Kind
from store.media.archive import picture_type
from store.refusals import Unknown
from voice.audio import Undecodable, as_mp3
from web.console.access import Permission, allowed, me
from web.console.ground import ground


@allowed(Permission.LOOK)
def recordings() -> ResponseReturnValue:
    """等人听、等人看的."""
    return render_template("console/recordings.html", notes=ground().listening.waiting(me()))


@allowed(Permission.LOOK)
def recording_file(number: int) -> ResponseReturnValue:
    """A recording as MP3, a picture as it is; in pieces if the browser asks for them."""
    kind, content = ground().listening.open(me(), number)
    try:
        content, of_type = (as_mp3(content), "audio/mpeg") if kind is Kind.VOICE else (content, picture_type(content))
    except Undecodable:
        raise Unknown from None
    return send_file(io.BytesIO(content), mimetype=of_type)


@allowed(Permission.WORK)
def heard(number: int) -> ResponseReturnValue:
    """听到的是."""
    ground().listening.heard(me(), number, request.form.get("text", ""))
    return _back("好，照您听到的接着办，会发微信告诉本人。")


@allowed(Permission.WORK)
def settle(number: int) -> ResponseReturnValue:
    """听过看过了，不用回."""
    ground().listening.settle(me(), number)
    return _back("记下了，不用回。")


def _back(text: str) -> ResponseReturnValue:
    """To the referral whose page the form stood on, else to the list."""
    flash(text, "success")
    referral = request.form.get("referral", "")
    if referral.isdecimal() and len(referral) < 10:
        return redirect(url_for("console.referral", number=int(referral)))
    return redirect(url_for("console.recordings"))


ROUTES = (
    ("/recordings/", recordings, "GET"),
    ("/recordings/<int:number>/file", recording_file, "GET"),
    ("/recordings/<int:number>/heard", heard, "POST"),
    ("/recordings/<int:number>/settle", settle, "POST"),
)
