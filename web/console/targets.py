"""The targets board (作战图): the plan against the records; each number opens the list behind it."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from bot.readers.divisions import TOWNSHIPS
from bot.when import today
from store.counting import targets as board
from store.counting.targets import Standing, State
from web.console.access import Permission, allowed, desk, me
from web.console.figures_tables import Table
from web.console.workbooks import send_tables

STATES = {
    State.REACHED: "完成，销号",
    State.UNDER_WAY: "在办",
    State.LATE: "过了期限，记录不够",
    State.UNKNOWN: "还没有记录",
}
COUNTED = {
    "stations": "台账里开着的驿站，填了启用日子的到那天才算，示例不算。",
    "workshops": "台账里开着的车间，填了开起来的日子、到了那天的才算，示例不算。",
    "home_based": "登出来的“在家做”的招工，一条算一个。",
    "auxiliary": "登出来的公益岗、辅助岗招工，一条算一个。",
    "trained": "培训报了名、点过“学完了”的人，一人算一次。",
    "placed": "找活办到“上岗了”的人，一人算一次。",
    "assisted": "登记找活、没有撤回的，有人接手办了的占几成。",
    "transferred": "找活办到“上岗了”、挑的是外出的活的人，一人算一次。",
    "stable": "上岗满1个月、3个月、6个月各回访一次。最近一次该做的回访说还在干、或者换了地方干的，占几成；一人算一次。"
    "到期半个月还没回访、打了几回没联系上、说没干了的，都算没有。",
    "zero_employment": "说过家里没人上班的人家，一家算一次；其中找活办到“上岗了”的占几成。",
}


@allowed(Permission.LOOK)
def targets() -> ResponseReturnValue:
    """The board."""
    shown = _standings()
    return render_template("console/targets.html", plan=board.plan(), shown=shown, states=STATES, townships=_theirs())


@allowed(Permission.LOOK)
def target(measure: str) -> ResponseReturnValue:
    """The list behind a number."""
    found = board.standing(desk().engine, me(), measure, today(desk().now()))
    if found is None:
        abort(404)
    township = request.args.get("township", "")
    entries = [each for each in found.entries or () if township in ("", each.township)]
    return render_template(
        "console/target.html",
        found=found,
        entries=sorted(entries, key=lambda each: (each.township, each.station, each.met)),
        township=TOWNSHIPS.get(township, ""),
        names=TOWNSHIPS,
        counted=COUNTED[measure],
    )


@allowed(Permission.LOOK)
def targets_sheet() -> ResponseReturnValue:
    """The board as an Excel sheet."""
    day, plan = today(desk().now()), board.plan()
    return send_tables(f"枞阳县{plan.year}年就业目标作战图", _tables(_standings(), plan), day, f"作战图-{day}")


def _standings() -> list[Standing]:
    return board.standings(desk().engine, me(), today(desk().now()))


def _theirs() -> dict[str, str]:
    """The townships that this member answers for."""
    everything = me().role in ("county", "auditor")
    return {code: name for code, name in TOWNSHIPS.items() if everything or code == me().township}


def _tables(shown: list[Standing], plan: board.Plan) -> list[Table]:
    rows = tuple(
        (
            each.target.title,
            f"{each.target.goal}{each.target.unit}",
            _far(each, each.reached),
            str(each.target.by),
            each.target.responsible or "没定",
            STATES[each.state],
        )
        for each in shown
    )
    defined = f"目标出自{plan.source}，是{plan.year}年的计划。" + "".join(
        f"{each.target.title}：{COUNTED[each.target.measure]}" for each in shown
    )
    headings = ("目标", "计划", "记录", "期限", "责任人", "销号")
    counted = [each for each in shown if each.entries is not None]
    by_town = tuple((name, *(_far(each, each.of(code)) for each in counted)) for code, name in _theirs().items())
    titles = ("乡镇", *(each.target.title for each in counted))
    return [
        Table("目标和记录", headings, rows, defined, (), across=True, summed=False),
        Table("各乡镇", titles, by_town, defined, (), across=True, summed=False),
    ]


def _far(standing: Standing, far: int | None) -> str:
    return "没有记录" if far is None else f"{far}{standing.target.unit}"


ROUTES = (
    ("/targets", targets, "GET"),
    ("/targets.xlsx", targets_sheet, "GET"),
    ("/targets/<measure>", target, "GET"),
)
