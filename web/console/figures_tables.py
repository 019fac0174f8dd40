"""The figures as tables with their definitions: one form for the page, the pictures and the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.records import RecordKind
from store.counting.figures import TREND, Asked, Figures
from web.console.words import KINDS

MOST_NAMES = 20
NOBODY = Asked(0, 0)

Cell = str | int


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: topics by the policy book, townships by their codes."""

    topics: Mapping[str, str]
    townships: Mapping[str, str]

    def topic(self, ident: str) -> str:
        """The title of a topic."""
        return self.topics.get(ident, ident) if ident else "没找到是哪一条"

    def township(self, code: str) -> str:
        """The name of a township."""
        return self.townships.get(code, code) if code else "没说哪个乡镇"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. The first column names the row, the others are numbers that add up to `total`.

    `summed`: whether the sheet ends with that sum; `whole` stands there instead where numbers do not add up. `unit` is
    what is counted. `drawn` are the columns that the picture stacks, `across` whether
    its bars lie (names) or stand (weeks).
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    defined: str
    drawn: tuple[int, ...]
    across: bool
    summed: bool = True
    whole: tuple[Cell, ...] = ()
    unit: str = ""

    @property
    def total(self) -> tuple[Cell, ...]:
        """The sum of each column but the first."""
        if self.whole:
            return self.whole
        return tuple(sum(int(row[place]) for row in self.rows) for place in range(1, len(self.headings)))

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((sum(int(row[place]) for place in self.drawn) for row in self.rows), default=0)


def tables(found: Figures, names: Names) -> list[Table]:
    """All figures, in the order in which they are read."""
    shown = [
        _asked_by_week(found),
        _ranked("问得最多的政策", "政策", [(names.topic(each), sums) for each, sums in found.topics]),
        _ranked("各乡镇问的", "乡镇", [(names.township(each), sums) for each, sums in found.townships]),
        _registered(found),
        _work(found),
    ]
    return [*shown, _reached(found)]


def week_name(week: date) -> str:
    """A week as it stands under a bar: the day on which it begins."""
    return f"{week.month}月{week.day}日"


_ASKED = ("答上的", "没答上的")
_ASKED_MEANS = (
    "“答上的”是机器人给了答案或给了几样让人挑的；“没答上的”是机器人说没弄明白、手上没有，或者本人点了“没帮上忙”的。"
    "一句话算一次。按写的人登记的乡镇算，没登记过的算在“没说哪个乡镇”里，只有县里看得到；驿站看的是本乡镇的。"
)


def _asked_by_week(found: Figures) -> Table:
    rows = [(week, found.asked.get(week, NOBODY)) for week in found.weeks]
    return Table(
        "每周问了多少、答上多少",
        ("周一", *_ASKED),
        tuple((week_name(week), sums.met, sums.unmet) for week, sums in rows),
        f"{_ASKED_MEANS}最后一周还没过完。升降是拿前{TREND}个整周同再前{TREND}个整周比“没答上的”占几成。",
        (1, 2),
        across=False,
    )


def _ranked(title: str, what: str, ranked: Sequence[tuple[str, Asked]]) -> Table:
    rows = tuple((name, sums.met, sums.unmet) for name, sums in ranked[:MOST_NAMES])
    return Table(title, (what, *_ASKED), rows, f"{_ASKED_MEANS}多的在前，最多{MOST_NAMES}条。", (1, 2), across=True)


def _registered(found: Figures) -> Table:
    rows = tuple((KINDS[kind], sum(found.registered.get(kind, {}).values())) for kind in RecordKind)
    return Table(
        "登记了多少",
        ("哪一样", "登记"),
        rows,
        "群众在微信上登记好的事，一件算一次，后来撤回的也算。归哪个驿站办，就算哪个驿站的。",
        (1,),
        across=True,
    )


def _work(found: Figures) -> Table:
    rows = tuple(
        (
            week_name(week),
            found.ended.get(week, 0),
            found.ended_well.get(week, 0),
            found.calls.get(week, 0),
            found.letters.get(week, 0),
        )
        for week in found.weeks
    )
    return Table(
        "驿站办了多少",
        ("周一", "了结", "其中办成", "打电话", "发微信"),
        rows,
        "“了结”是办到头的（含没办成、联系不上、本人撤回），重新办的只算最后一次；“办成”是上岗、报上名、卖出去、答复了。"
        "“打电话”通没通都算；“发微信”只算工作人员自己写的，机器人发的一条不算。",
        (1,),
        across=False,
    )


def _reached(found: Figures) -> Table:
    rows = tuple((week_name(week), found.reached.get(week, 0)) for week in found.weeks)
    defined = "群发的消息送到了多少人，一个人收到一条算一次。没送到的不算。"
    return Table("群发送到多少人", ("周一", "送到"), rows, defined, (1,), across=False)
