"""News for many: choose what and for whom, look at it, send, stop, see what came of it."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from bot.records import RecordKind
from store.pushing.audience import Audience
from store.pushing.pushes import LONGEST_TEXT, LONGEST_TITLE, PACES, Order
from store.referrals import caseload
from store.refusals import Ended, ReadOnly, TooLate, Unfit
from store.sending.news import morning
from store.staff import Member
from store.tables import Got, PushStatus, Reach
from web.console import push_content, push_words
from web.console.access import Permission, allowed, desk, me
from web.console.ground import ground
from web.console.workbooks import send_workbook

EVERY, WAITING = 5, 60
"""Seconds after which the page of a push under way shows itself anew; when it waits for something, less often."""

_SAID = {
    Ended: "这条刚才已经动过了，看看现在是什么样。",
    TooLate: "这条写了有些日子，里头的事可能变了。请重新写一条。",
    ReadOnly: "您的账号不能这样发。自己写的话和微信群发，要县里来发。",
    Unfit: "没选内容、没有人可发，或者写得太长，请改一改再点。",
}


@allowed(Permission.LOOK)
def pushes() -> ResponseReturnValue:
    """What was sent, the newest first."""
    return render_template("console/pushes.html", pushes=ground().pushes.listed(me()), push_words=push_words)


@allowed(Permission.WORK)
def push_new() -> ResponseReturnValue:
    """The form, and what it makes: a draft to look at."""
    if request.method == "POST":
        try:
            return _to(ground().pushes.draft(me(), _order()))
        except (Unfit, ReadOnly) as problem:
            flash(_SAID[type(problem)], "warning")
    return render_template(
        "console/push_new.html",
        offered=push_content.offered(desk().engine, ground().book().entries, desk().now()),
        chosen=request.form,
        townships=TOWNSHIPS,
        stations=caseload.stations(desk().engine),
        kinds=list(RecordKind),
        paces=PACES,
        reaches=push_words.REACHES,
        longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT},
    )


@allowed(Permission.LOOK)
def push(number: int) -> ResponseReturnValue:
    """A draft as the phone will show it and whom it reaches; later, how far it is and what came of it."""
    seen = ground().pushes.one(me(), number)
    word = request.args.get("got", "")
    only = Got(word) if word in tuple(Got) else None
    page = render_template(
        "console/push.html",
        seen=seen,
        people=ground().pushes.people(me(), number, only),
        only=only,
        stations=dict(caseload.stations(desk().engine)),
        announces=ground().pushes.announces,
        night=morning(desk().now()),
        push_words=push_words,
        Got=Got,
    )
    answer = make_response(page)
    if seen.push.status is PushStatus.SENDING:
        answer.headers["Refresh"] = str(WAITING if seen.push.waits_until else EVERY)  # no script is needed for that
    return answer


@allowed(Permission.WORK)
def push_send(number: int) -> ResponseReturnValue:
    """发出去."""
    return _done(ground().pushes.send, number, push_words.sent(desk().now()))


@allowed(Permission.WORK)
def push_stop(number: int) -> ResponseReturnValue:
    """先停下."""
    return _done(ground().pushes.stop, number, "停下了。没发的人不会再收到；想接着发，点“接着发”。")


@allowed(Permission.WORK)
def push_resume(number: int) -> ResponseReturnValue:
    """接着发."""
    return _done(ground().pushes.resume, number, "接着发了，发过的人不会再收到。")


@allowed(Permission.LOOK, fresh=True)
def push_results(number: int) -> ResponseReturnValue:
    """The result for each person, as an Excel sheet."""
    from web.console.push_excel import sheet

    seen = ground().pushes.one(me(), number)
    return send_workbook(sheet(seen.push, ground().pushes.results(me(), number)), f"push-{number}.xlsx")


def _done(act: Callable[[Member, int], None], number: int, text: str) -> ResponseReturnValue:
    try:
        act(me(), number)
        flash(text, "success")
    except (Unfit, Ended, ReadOnly, TooLate) as problem:
        flash(_SAID[type(problem)], "warning")
    return _to(number)


def _to(number: int) -> ResponseReturnValue:
    return redirect(url_for("console.push", number=number))


def _order() -> Order:
    form = request.form
    chosen, title, text = (form.get(name, "") for name in ("content", "title", "text"))
    content = push_content.content(desk().engine, ground().book().entries, desk().now(), chosen, title, text)
    if content is None:
        raise Unfit
    audience = Audience(
        townships=tuple(code for code in form.getlist("township") if code in TOWNSHIPS),
        kinds=tuple(RecordKind(kind) for kind in form.getlist("kind") if kind in tuple(RecordKind)),
        open_only="open_only" in form,
        station=_number("station"),
        ages=(_number("age_from"), _number("age_to")),
    )
    reach = Reach.MASS if form.get("reach") == Reach.MASS else Reach.EACH
    return Order(content, audience, reach, _number("pace") or PACES[1])


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


ROUTES = (
    ("/pushes", pushes, "GET"),
    ("/pushes/new", push_new, "GET POST"),
    ("/pushes/<int:number>", push, "GET"),
    ("/pushes/<int:number>/send", push_send, "POST"),
    ("/pushes/<int:number>/stop", push_stop, "POST"),
    ("/pushes/<int:number>/resume", push_resume, "POST"),
    ("/pushes/<int:number>/results", push_results, "GET"),
)
