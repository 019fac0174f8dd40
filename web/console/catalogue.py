"""台账: the lists of jobs, courses, workshops and stations, one mechanism for all; see `store.catalogue`."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from bot.when import today
from store.catalogue import entries, listing
from store.catalogue.entries import Changed, Entry, Wrong
from store.catalogue.listing import Asked, Show
from store.catalogue.states import state_of
from store.sheets.reading import Wrongs
from store.tables import Role
from web.console import catalogue_words as said
from web.console.access import Permission, allowed, desk, me
from web.console.searching import sought


@allowed(Permission.LOOK)
def catalogue() -> ResponseReturnValue:
    """Where the lists begin."""
    return redirect(url_for("console.entries_of", kind="jobs"))


def asked() -> Asked:
    """What the address asks for: at first what is on offer, and of those who have a station their own."""
    show, whose = request.args.get("show", ""), request.args.get("whose", "")
    own = me().role in (Role.STATION, Role.TOWNSHIP)
    return Asked(
        text=sought().words,
        show=Show(show) if show in tuple(Show) else Show.NOW,
        township=request.args.get("township", "")[:12],
        mine=whose == "mine" if whose else own,
        before=request.args.get("before", type=int, default=0),
    )


@allowed(Permission.LOOK)
def entries_of(kind: str) -> ResponseReturnValue:
    """One list."""
    wanted, on = asked(), today(desk().now())
    page = listing.page(desk().engine, me(), kind, wanted, on)
    return render_template(
        "console/entries.html",
        kind=kind,
        page=page,
        asked=wanted,
        on=on,
        said=said,
        words_of=said.LISTS[kind],
        ending=listing.count_ending(desk().engine, me(), on) if kind == "jobs" else 0,
        townships=TOWNSHIPS,
        adds=_adds(kind),
    )


def _adds(kind: str) -> bool:
    """Whether the page offers to put in a new one; the store decides (`scope`)."""
    return me().role in (
        (Role.TOWNSHIP, Role.COUNTY) if kind == "stations" else (Role.STATION, Role.TOWNSHIP, Role.COUNTY)
    )


@allowed(Permission.WORK)
def new_entry_of(kind: str) -> ResponseReturnValue:
    """The form for a new one."""
    entries.kind_of(kind)
    if request.method == "GET":
        return _form(kind, None, {"township": TOWNSHIPS.get(me().township, "")})
    try:
        number = entries.add(desk().engine, me(), kind, request.form, desk().now())
    except Wrong as wrong:
        return _form(kind, None, request.form, wrong.wrongs), 422
    flash(_after(kind, number), "success")
    return redirect(url_for("console.entries_of", kind=kind))


@allowed(Permission.LOOK)
def entry_of(kind: str, number: int) -> ResponseReturnValue:
    """One entry, to look at and, for whom it is, to change."""
    found = entries.entry(desk().engine, me(), kind, number)
    return _form(kind, found, found.texts)


@allowed(Permission.WORK)
def change_entry(kind: str, number: int) -> ResponseReturnValue:
    """保存."""
    mark = request.form.get("mark", "")
    try:
        entries.change(desk().engine, me(), kind, number, request.form, mark, desk().now())
    except Wrong as wrong:
        return _form(kind, entries.entry(desk().engine, me(), kind, number), request.form, wrong.wrongs, mark), 422
    except Changed as changed:
        return _form(kind, entries.entry(desk().engine, me(), kind, number), request.form, changed=changed), 409
    flash(_after(kind, number), "success")
    return redirect(url_for("console.entries_of", kind=kind))


@allowed(Permission.WORK)
def close_entry(kind: str, number: int) -> ResponseReturnValue:
    """停."""
    entries.close(desk().engine, me(), kind, number, desk().now())
    return _back(kind, said.LISTS[kind].closed)


@allowed(Permission.WORK)
def reopen_entry(kind: str, number: int) -> ResponseReturnValue:
    """重新开."""
    entries.reopen(desk().engine, me(), kind, number, desk().now())
    return _back(kind, _after(kind, number))


@allowed(Permission.WORK)
def extend_job(number: int) -> ResponseReturnValue:
    """延期一个月."""
    last = entries.extend(desk().engine, me(), number, desk().now())
    return _back("jobs", f"延到{last.month}月{last.day}日了，群众接着能看到。")


def _back(kind: str, text: str) -> ResponseReturnValue:
    flash(text, "success")
    came = urlencode(parse_qsl(request.form.get("back", "")))
    home = url_for("console.entries_of", kind=kind)
    return redirect(f"{home}?{came}" if came else home)


def _after(kind: str, number: int) -> str:
    """What became of an entry that was just written."""
    found = entries.entry(desk().engine, me(), kind, number)
    if getattr(found.row, "held", False) and found.row.open:
        return "记下了。里面有要县里先看一看的话，县里放行以后群众才看得到。"
    state = state_of(found.row, today(desk().now()))
    seen = "群众现在就能看到。" if kind in ("jobs", "courses") else ""
    return f"记好了。{seen}" if state in ("open", "ending") else f"记好了。这一条现在是：{said.STATES[state]}。"


def _form(
    kind: str,
    found: Entry | None,
    typed: Mapping[str, str],
    wrongs: Wrongs | None = None,
    mark: str = "",
    changed: Changed | None = None,
) -> str:
    if wrongs:
        flash(said.WRONG.format(count=len(wrongs)), "danger")
    return render_template(
        "console/entry_form.html",
        kind=kind,
        columns=entries.kind_of(kind).columns,
        found=found,
        typed=typed,
        wrongs=wrongs or {},
        mark=changed.mark if changed else mark or (found.mark if found else ""),
        changed=changed,
        said=said,
        words_of=said.LISTS[kind],
        state=state_of(found.row, today(desk().now())) if found else None,
    )


ROUTES = (
    ("/catalogue", catalogue, "GET"),
    ("/catalogue/<kind>", entries_of, "GET"),
    ("/catalogue/<kind>/new", new_entry_of, "GET POST"),
    ("/catalogue/<kind>/<int:number>", entry_of, "GET"),
    ("/catalogue/<kind>/<int:number>", change_entry, "POST"),
    ("/catalogue/<kind>/<int:number>/close", close_entry, "POST"),
    ("/catalogue/<kind>/<int:number>/reopen", reopen_entry, "POST"),
    ("/catalogue/jobs/<int:number>/extend", extend_job, "POST"),
)
