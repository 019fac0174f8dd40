"""Talks: what was said, taking one over, answering, handing it back; and why the bot waits.

The page keeps itself up to date: `news` gives what changes of it, as the page itself shows it.
"""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.referrals.letters import LONGEST
from store.refusals import Unfit
from store.talks import canned, pages, takeovers, transcript
from store.talks.pages import Talk
from store.talks.reading import hide
from store.talks.stuck import Stuck, stuck
from web.console import push_words
from web.console.access import Permission, allowed, desk, me
from web.console.ground import ground


@allowed(Permission.LOOK)
def talks() -> ResponseReturnValue:
    """正在聊的."""
    return render_template("console/talks.html", found=pages.taken_over(desk().engine, me()))


@allowed(Permission.LOOK)
def talk(number: int) -> ResponseReturnValue:
    """One talk, with everything that can be done in it."""
    found = _found(number)
    replies = canned.filled(desk().engine, found.name, found.station, found.phone) if found.mine else ()
    return render_template("console/talk.html", number=number, replies=replies, longest=LONGEST, **_shown(found))


@allowed(Permission.LOOK)
def talk_news(number: int) -> ResponseReturnValue:
    """What changes of it by itself. `state` changes with who has the talk: then the page is another one."""
    found = _found(number)
    html = render_template("console/talk_live.html", number=number, **_shown(found))
    return {"html": html, "state": _state(found)}


def _found(number: int) -> Talk:
    """The talk as it stands now; whoever has it has seen it then."""
    if noted := ground().transcript:
        transcript.flush(desk().engine, noted)
    found = pages.talk(desk().engine, me(), number, ground().acts, desk().now())
    if found.takeover:
        takeovers.saw(desk().engine, found.takeover, found.last)
    return found


def _shown(found: Talk) -> dict[str, object]:
    return {
        "talk": found,
        "state": _state(found),
        "budget": push_words.budget(found.budget, desk().now()),
        "whys": push_words.WHYS,
        "hide": lambda text, revealed: text if revealed else hide(text),
        "stuck": None if found.holder else _stuck(found),
    }


def _state(found: Talk) -> str:
    return f"{found.holder}-{found.mine:d}"


def _stuck(found: Talk) -> Stuck | None:
    return stuck(desk().engine, ground().sessions, found.person, found.channel_id)


@allowed(Permission.WORK)
def talk_take(number: int) -> ResponseReturnValue:
    """我来接."""
    ground().takeovers.take(me(), number, over="over" in request.form)
    return _done(number, "您接上了，机器人先不说话。说完了，点“交还机器人”。")


@allowed(Permission.WORK)
def talk_write(number: int) -> ResponseReturnValue:
    """说一句; without words of one's own, the reply that was picked."""
    text, picked = request.form.get("text", ""), request.form.get("canned", "")
    if not text.strip() and picked.isdecimal():
        found = pages.talk(desk().engine, me(), number, ground().acts, desk().now())
        replies = canned.filled(desk().engine, found.name, found.station, found.phone)
        text = next((each.text for each in replies if each.id == int(picked)), "")
    ground().takeovers.write(me(), number, text)
    return redirect(url_for("console.talk", number=number))


@allowed(Permission.WORK)
def talk_back(number: int) -> ResponseReturnValue:
    """交还机器人."""
    ground().takeovers.hand_back(me(), number)
    return _done(number, "交还机器人了。没填完的表，机器人接着问。")


@allowed(Permission.WORK)
def talk_again(number: int) -> ResponseReturnValue:
    """再问一遍."""
    ground().takeovers.ask_again(me(), number, _heard_at())
    return _done(number, "机器人再问一遍，正在发。")


@allowed(Permission.WORK)
def talk_free(number: int) -> ResponseReturnValue:
    """不等了."""
    ground().takeovers.set_free(me(), number, _heard_at())
    return _done(number, "表先不填了，正在告诉本人。")


def _heard_at() -> int:
    heard_at = request.form.get("heard", "")
    if not heard_at.isdecimal() or len(heard_at) > 15:
        raise Unfit
    return int(heard_at)


def _done(number: int, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.talk", number=number))


ROUTES = (
    ("/talks/", talks, "GET"),
    ("/referrals/<int:number>/talk", talk, "GET"),
    ("/referrals/<int:number>/talk/news", talk_news, "GET"),
    ("/referrals/<int:number>/talk/take", talk_take, "POST"),
    ("/referrals/<int:number>/talk/write", talk_write, "POST"),
    ("/referrals/<int:number>/talk/back", talk_back, "POST"),
    ("/referrals/<int:number>/talk/again", talk_again, "POST"),
    ("/referrals/<int:number>/talk/free", talk_free, "POST"),
)
