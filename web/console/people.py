"""群众: found, looked at, put right, and written down when they come to the station."""

from secrets import token_hex

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.phrases.talk import CONSENT
from bot.records import RecordKind
from store.people import counter, doubles, listing, profile, timeline
from store.people.counter import Visit
from store.people.listing import Which
from store.people.merging import UNDO_WITHIN
from store.people.profile import Correction, Misread
from store.refusals import Unfit
from web.console import people_words
from web.console.access import Permission, allowed, desk, me
from web.console.doubles import WHYS
from web.console.ground import ground
from web.console.searching import sought

MISREAD = {
    "name": "名字没填，或者太长，请看一看。",
    "phone": "电话不对：手机号要 11 位，一位不多一位不少。",
    "village": "这个村子没找到。请写乡镇加村，像“横埠镇官塘村”。",
}


@allowed(Permission.LOOK)
def people() -> ResponseReturnValue:
    """The list."""
    asked = sought().words
    name = request.args.get("which", "")
    which = Which(name) if name in tuple(Which) else Which.ALL
    crowd = listing.people(desk().engine, me(), asked, which, request.args.get("after", 0, type=int))
    return render_template("console/people.html", crowd=crowd, asked=asked, which=which, its=people_words)


@allowed(Permission.LOOK)
def person(number: int) -> ResponseReturnValue:
    """One person's page."""
    return _page(number)


@allowed(Permission.WORK)
def person_phone(number: int) -> ResponseReturnValue:
    """看电话号码."""
    return _page(number, profile.reveal_phone(desk().engine, me(), number, desk().now()))


_REACH = {"calls": False, "messages": True}


@allowed(Permission.WORK)
def correct_person(number: int) -> ResponseReturnValue:
    """改资料."""
    form = request.form
    typed = Correction(
        form.get("name", ""),
        form.get("phone", ""),
        form.get("village", ""),
        form.get("remark"),
        _REACH.get(form.get("reach", "")),
    )
    try:
        desk().hand_out(profile.correct(desk().engine, me(), number, typed, desk().now()))
    except Misread as misread:
        flash(MISREAD[misread.field], "warning")
    else:
        flash("改好了。没办完的登记也一起改了。", "success")
    return redirect(url_for("console.person", number=number))


@allowed(Permission.WORK)
def visitor() -> ResponseReturnValue:
    """登记来站里的人."""
    return _visitor_form()


@allowed(Permission.WORK)
def write_down() -> ResponseReturnValue:
    """登记."""
    try:
        written = counter.write_down(desk().engine, me(), _visit(), desk().now(), ground().journal)
    except Misread as misread:
        flash(MISREAD[misread.field], "warning")
        return _visitor_form(), 400
    except Unfit:
        flash("没登记上：要写明来办什么，还要本人说过同意，打上勾。", "warning")
        return _visitor_form(), 400
    desk().hand_out(written.outbox)
    flash("登记好了。" + ("这个人以前登记过，记在一起了。" if written.known else "分到驿站了，下面能看到。"), "success")
    return redirect(url_for("console.person", number=written.person))


def _visit() -> Visit:
    form = request.form
    kind, key = form.get("kind", ""), form.get("key", "")
    if kind not in tuple(RecordKind) or not (key.isalnum() and key.isascii() and len(key) == 24):
        raise Unfit
    return Visit(
        key=key,
        kind=RecordKind(kind),
        name=form.get("name", ""),
        phone=form.get("phone", ""),
        village=form.get("village", ""),
        wish=form.get("wish", ""),
        agreed="agreed" in form,
        nobody_works="nobody_works" in form,
    )


def _visitor_form() -> str:
    given = request.form
    key = given.get("key") or token_hex(12)
    return render_template(
        "console/visitor.html",
        given=given,
        key=key,
        kinds=counter.WISHES,
        consent=CONSENT,
        longest=counter.LONGEST_WISH,
    )


def _page(number: int, phone: str = "") -> ResponseReturnValue:
    engine = desk().engine
    return render_template(
        "console/person.html",
        found=profile.profile(engine, me(), number),
        line=timeline.timeline(engine, me(), number, request.args.get("after", "")),
        later="after" in request.args,
        phone=phone,
        its=people_words,
        twins=doubles.of_person(engine, me(), number),
        whys=WHYS,
        undo_within=UNDO_WITHIN,
        longest={"name": profile.LONGEST_NAME, "remark": profile.LONGEST_REMARK},
    )


ROUTES = (
    ("/people/", people, "GET"),
    ("/people/new", visitor, "GET"),
    ("/people/new", write_down, "POST"),
    ("/people/<int:number>", person, "GET"),
    ("/people/<int:number>/phone", person_phone, "POST"),
    ("/people/<int:number>/correct", correct_person, "POST"),
)
