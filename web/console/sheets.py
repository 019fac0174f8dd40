"""Excel of a list: the empty sheet, what stands there now, a file to look at before all of it is taken in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.when import today
from store.catalogue import exports, uploads
from store.refusals import Unknown
from store.sheets.columns import Kind
from store.sheets.grid import File
from store.sheets.importing import Plan
from store.sheets.kinds import KINDS
from web.console import catalogue_words as said
from web.console.access import Permission, allowed, desk, me
from web.console.catalogue import asked
from web.console.workbooks import send_workbook

MOST_SHOWN = 100


@allowed(Permission.WORK)
def sheet_of(kind: str) -> ResponseReturnValue:
    """Where a file is uploaded."""
    found = _kind(kind)
    if request.method == "GET":
        return render_template("console/sheet.html", kind=kind, found=found)
    file = request.files.get("file")
    content = file.read(uploads.LARGEST + 1) if file and file.filename else b""
    problem = "请先选一个文件。" if not content else said.TOO_LARGE if len(content) > uploads.LARGEST else ""
    if problem or file is None:
        flash(problem, "warning")
        return render_template("console/sheet.html", kind=kind, found=found), 422
    number = uploads.keep(desk().engine, me(), kind, File(file.filename or "", content), desk().now())
    return redirect(url_for("console.preview_sheet", kind=kind, number=number))


@allowed(Permission.WORK)
def preview_sheet(kind: str, number: int) -> ResponseReturnValue:
    """What the import would do; every bad cell is marked."""
    name, plan = uploads.look(desk().engine, me(), kind, number, desk().now())
    return _preview(kind, number, name, plan)


@allowed(Permission.WORK)
def import_sheet(kind: str, number: int) -> ResponseReturnValue:
    """全部导入."""
    mark = request.form.get("mark", "")
    name, plan, done = uploads.carry_out(desk().engine, me(), kind, number, mark, desk().now())
    if not done:
        flash("您看过以后，台账有人改过，所以还没导。请再看一遍，再点一次。", "warning")
        return _preview(kind, number, name, plan), 409
    held = f"其中{plan.held}条里有要县里先看的话，县里放行以后群众才看得到。" if plan.held else ""
    flash(f"导好了：新增{len(plan.added)}条，更新{len(plan.changed)}条，没变{plan.same}条。{held}", "success")
    return redirect(_home(kind))


@allowed(Permission.WORK)
def drop_sheet(kind: str, number: int) -> ResponseReturnValue:
    """不导了."""
    uploads.drop(desk().engine, me(), kind, number, desk().now())
    flash("没有导，文件也删了。", "info")
    return redirect(url_for("console.sheet_of", kind=kind))


@allowed(Permission.LOOK)
def sheet_template(kind: str) -> ResponseReturnValue:
    """空表."""
    from store.sheets.exporting import template

    found = _kind(kind)
    return send_workbook(template(found), f"{found.name}-空表.xlsx")


@allowed(Permission.LOOK)
def export_sheet(kind: str) -> ResponseReturnValue:
    """What the list shows, all pages of it."""
    found, now = _kind(kind), desk().now()
    states = {state.value: word for state, word in said.STATES.items()}
    content = exports.export(desk().engine, me(), kind, asked(), states, now)
    return send_workbook(content, f"{found.name}-{today(now)}.xlsx")


def _kind(name: str) -> Kind:
    if name not in uploads.KINDS:
        raise Unknown
    return KINDS[name]


def _home(kind: str) -> str:
    return url_for("console.posts") if kind == "posts" else url_for("console.entries_of", kind=kind)


def _preview(kind: str, number: int, name: str, plan: Plan) -> str:
    return render_template(
        "console/sheet_preview.html",
        kind=kind,
        found=_kind(kind),
        number=number,
        name=name,
        plan=plan,
        most=MOST_SHOWN,
        home=_home(kind),
    )


ROUTES = (
    ("/catalogue/<kind>/sheet", sheet_of, "GET POST"),
    ("/catalogue/<kind>/sheet/<int:number>", preview_sheet, "GET"),
    ("/catalogue/<kind>/sheet/<int:number>", import_sheet, "POST"),
    ("/catalogue/<kind>/sheet/<int:number>/drop", drop_sheet, "POST"),
    ("/catalogue/<kind>/template.xlsx", sheet_template, "GET"),
    ("/catalogue/<kind>/export.xlsx", export_sheet, "GET"),
)
