"""农产品: what people want to sell, who buys it, and what it went for."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.when import today
from store.catalogue.entries import Wrong
from store.offers import produce as store_produce
from store.offers.produce import SALE, Offer, Show
from web.console import words
from web.console.access import Permission, allowed, desk, me
from web.console.catalogue_words import WRONG
from web.console.figures_tables import Table
from web.console.searching import sought
from web.console.workbooks import send_tables

SHOWS = {Show.OPEN: "还没卖掉的", Show.SOLD: "卖出去了", Show.ALL: "全部"}
HEADINGS = ("卖什么", "多少", "谁的", "电话", "哪里", "谁买的", "买多少", "多少钱（元）", "哪天卖的", "办到哪")
DEFINED = "只列您管的；电话中间几位不写。多少钱是驿站记的总价，合计是卖出去的加起来。"


@allowed(Permission.LOOK)
def produce() -> ResponseReturnValue:
    """The offers."""
    return _page()


@allowed(Permission.WORK)
def record_sale(number: int) -> ResponseReturnValue:
    """有人买了，或者卖出去了."""
    sold = "sold" in request.form
    try:
        store_produce.record(desk().engine, me(), number, request.form.to_dict(), desk().now(), sold=sold)
    except Wrong as wrong:
        flash(WRONG.format(count=len(wrong.wrongs)), "danger")
        return _page(number, request.form.to_dict(), wrong.wrongs), 422
    flash("记下了。" if sold else "记下了：有人买。卖出去了再来点一下。", "success")
    return redirect(url_for("console.produce"))


@allowed(Permission.LOOK, fresh=True)
def produce_sheet() -> ResponseReturnValue:
    """The offers as an Excel sheet."""
    day = today(desk().now())
    found = store_produce.offers(desk().engine, me(), _show(), sought().words)
    table = Table("农产品代销", HEADINGS, tuple(map(_row, found)), DEFINED, (), across=True, summed=False)
    return send_tables("农产品代销台账", [table], day, f"农产品-{day}")


def _row(each: Offer) -> tuple[str | int, ...]:
    day = str(each.sold_on or "")
    phone = f"{each.line.phone} {words.NO_CALLS}".strip() if each.line.in_writing else each.line.phone
    told = (each.product, each.quantity, each.line.name, phone, each.line.place)
    return (*told, each.buyer, each.bought, each.yuan or "", day, words.STATUSES[each.line.status])


def _show() -> Show:
    asked = request.args.get("show", "")
    return Show(asked) if asked in tuple(Show) else Show.OPEN


def _page(open_at: int = 0, typed: dict[str, str] | None = None, wrongs: dict[str, str] | None = None) -> str:
    found = store_produce.offers(desk().engine, me(), _show(), sought().words)
    return render_template(
        "console/produce.html",
        offers=found,
        total=sum(each.yuan for each in found if each.sold_on),
        shows=SHOWS,
        show=_show(),
        columns=SALE.columns,
        open_at=open_at,
        typed=typed or {},
        wrongs=wrongs or {},
    )


ROUTES = (
    ("/produce", produce, "GET"),
    ("/produce.xlsx", produce_sheet, "GET"),
    ("/produce/<int:number>", record_sale, "POST"),
)
