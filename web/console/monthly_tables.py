"""The month's report as tables: what each is about, how each number is reckoned, in words that an office expects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.readers.divisions import VILLAGES
from bot.records import RecordKind
from store.counting.monthly import FOUND, By, Case, Measure, Report, hours_to_touch, share_in_work
from store.referrals.retention import ANSWERS
from web.console.figures_tables import Cell, Table
from web.console.words import KINDS

MEASURES: Mapping[Measure, str] = {
    Measure.CAME: "登记",
    Measure.TOUCHED: "联系上",
    Measure.KEPT: "按时",
    Measure.BROKEN: "没按时",
    Measure.WAITS: "还没办完",
    Measure.ENDED: "了结",
    Measure.WELL: "办成",
    Measure.PLACED: "上岗",
    Measure.ENROLLED: "报上名",
    Measure.SOLD: "卖出去",
    Measure.ANSWERED: "答复",
    Measure.DECLINED: "没办成",
    Measure.UNREACHABLE: "联系不上",
    Measure.WITHDRAWN: "本人撤回",
    Measure.DUE: "该回访",
    Measure.UNASKED: "还没问",
    **{FOUND[answer]: word for answer, word in ANSWERS.items()},
}
ROWS: Mapping[By, str] = {By.KIND: "哪一样", By.STATION: "驿站", By.VILLAGE: "村"}
_RESULTS = (Measure.PLACED, Measure.ENROLLED, Measure.SOLD, Measure.ANSWERED)


def _hours(report: Report, cases: Sequence[Case]) -> Cell:
    found = hours_to_touch(report.behind(Measure.TOUCHED, cases))
    return "—" if found is None else f"{found:.1f}"


def _in_time(report: Report, cases: Sequence[Case]) -> Cell:
    kept, broken = (len(report.behind(each, cases)) for each in (Measure.KEPT, Measure.BROKEN))
    return f"{kept * 100 // (kept + broken)}%" if kept + broken else "—"


def _stable(report: Report, cases: Sequence[Case]) -> Cell:
    share = share_in_work(cases)
    return "—" if share is None else f"{int(share * 100)}%"


Reckon = Callable[[Report, Sequence[Case]], Cell]
RECKONED: Mapping[str, Reckon] = {"中位数（小时）": _hours, "按时占": _in_time, "还有活干的占": _stable}


@dataclass(frozen=True, slots=True)
class Plan:
    """One table of the report: its rows, its columns (a measure, or the name of what is reckoned), its definition."""

    title: str
    by: By
    columns: tuple[Measure | str, ...]
    defined: str
    unit: str = "件"


PLANS = (
    Plan(
        "登记和结果",
        By.KIND,
        (
            Measure.CAME,
            Measure.WAITS,
            Measure.ENDED,
            Measure.WELL,
            Measure.DECLINED,
            Measure.UNREACHABLE,
            Measure.WITHDRAWN,
        ),
        "“登记”是本月登记的，一件算一次；“还没办完”是这里面到制表时还开着的。“了结”是本月办到头的，不管哪个月登记的；"
        "重新办的只算最后一次结果，又打开了还没办完的不算了结。“办成”是上岗、报上名、卖出去、答复。",
    ),
    Plan(
        "多久联系上",
        By.STATION,
        (Measure.CAME, Measure.TOUCHED, "中位数（小时）", Measure.KEPT, Measure.BROKEN, "按时占"),
        "只看本月登记的。“联系上”是工作人员打通电话，或者自己写了微信，算第一次；机器人发的一条不算。“中位数”是一半的人等得"
        "比这短：从登记到第一次联系上，按钟点算，夜里和休息日也算在内。“按时”是在跟群众说好的时间以前联系上；本人说没接到电话的、"
        "到了时间还没联系的，算“没按时”；没说过时间的、时间还没到的，两边都不算。",
        "件；另注明的除外",
    ),
    Plan(
        "各驿站办成的",
        By.STATION,
        _RESULTS,
        "本月办到头的，不管哪个月登记的，算在现在归哪个驿站的名下。重新办的只算最后一次结果。",
    ),
    Plan(
        "上岗的还在不在干",
        By.STATION,
        (Measure.DUE, Measure.STAYS, Measure.MOVED, Measure.STOPPED, Measure.MISSED, Measure.UNASKED, "还有活干的占"),
        "上岗满1个月、3个月、6个月，各打一次电话问；“该回访”是这三个日子落在本月的，不管哪天问到的。“还有活干的占”是还在干、"
        "换了地方干的，占已经问过的几成；打了三回没联系上的算没活干，还没问的不算。",
        "人",
    ),
    Plan(
        "各村登记和办成的",
        By.VILLAGE,
        (Measure.CAME, *_RESULTS),
        "“登记”是本月登记的，其余是本月办到头的。按登记的村算；没说村的算在“没说哪个村”里。",
    ),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `measure` is what it counts, None when it is reckoned and no list stands behind it."""

    shown: Cell
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with its numbers; each row has its key and its name."""

    plan: Plan
    headings: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Number, ...]], ...]
    total: tuple[Number, ...]

    @property
    def table(self) -> Table:
        """The same for a sheet."""
        rows = tuple((name, *(each.shown for each in numbers)) for _, name, numbers in self.rows)
        whole = tuple(each.shown for each in self.total)
        plan = self.plan
        return Table(plan.title, self.headings, rows, plan.defined, (), across=True, whole=whole, unit=plan.unit)


def shown(report: Report) -> list[Shown]:
    """All tables of the report."""
    return [_shown(report, plan) for plan in PLANS]


def _shown(report: Report, plan: Plan) -> Shown:
    numbered = ((key, _numbers(report, plan, cases)) for key, cases in report.rows(plan.by).items())
    rows = tuple(
        (key, row_name(report, plan.by, key), numbers)
        for key, numbers in numbered
        if any(each.shown for each in numbers if each.measure)
    )
    named = tuple(MEASURES[each] if isinstance(each, Measure) else each for each in plan.columns)
    return Shown(plan, (ROWS[plan.by], *named), rows, _numbers(report, plan, report.cases))


def _numbers(report: Report, plan: Plan, cases: Sequence[Case]) -> tuple[Number, ...]:
    return tuple(
        Number(len(report.behind(each, cases)), each)
        if isinstance(each, Measure)
        else Number(RECKONED[each](report, cases), None)
        for each in plan.columns
    )


def row_name(report: Report, by: By, key: str) -> str:
    """What a row is called."""
    if by is By.KIND:
        return KINDS[RecordKind(key)] if key in tuple(RecordKind) else ""
    if by is By.STATION:
        return next((name for number, name in report.stations.items() if str(number) == key), "还没分到驿站")
    return VILLAGES[key].name if key in VILLAGES else "没说哪个村"
