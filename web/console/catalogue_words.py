"""What the pages of the lists say: each list's name, how an entry stands, what came of an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.catalogue.listing import Line, Show
from store.catalogue.states import State


@dataclass(frozen=True, slots=True)
class Words:
    """One list. `line` are the columns that stand in its lines, the first of which is an entry's name."""

    title: str
    one: str
    line: tuple[str, ...]
    close: str
    closed: str
    reopen: str
    hint: str


LISTS: Mapping[str, Words] = {
    "jobs": Words(
        "岗位", "岗位", ("title", "employer", "place", "pay", "wanted"),
        "停招", "停了，群众看不到了。", "重新登出来",
        "登着的，群众在微信里找活就能看到。到了截止日期自己停，招满了也自己停。",
    ),
    "courses": Words(
        "培训班", "培训班", ("title", "starts_on", "place", "closes_on"),
        "停止报名", "停了，群众报不了名了。", "重新开放报名",
        "登着的，群众在微信里能报名。满了自动排队，有人退出，排前面的自动补上。",
    ),
    "workshops": Words(
        "车间", "车间", ("name", "makes", "address", "responsible", "phone"),
        "关停", "记下了，这个车间关了，作战图上不算了。", "重新开起来",
        "就业扶贫车间、基地、工厂。填了开起来的日子，到那天作战图才算上。",
    ),
    "stations": Words(
        "驿站", "驿站", ("name", "address", "phone", "responsible", "hours"),
        "停用", "停用了，群众看不到，新的登记也不会分过来。", "重新启用",
        "群众问驿站在哪、几点开门，就照这里说。",
    ),
}  # fmt: skip

STATES: Mapping[State, str] = {
    State.OPEN: "登着",
    State.ENDING: "快到期",
    State.OVER: "过期了，自己停了",
    State.HELD: "等县里看",
    State.FULL: "招满了，自己停了",
    State.CLOSED: "停了",
}
UNITS: Mapping[str, str] = {"wanted": "招{}人", "starts_on": "{}开课", "closes_on": "{}截止", "seats": "收{}人"}
SHOWS: Mapping[Show, str] = {Show.NOW: "登着的", Show.ENDING: "快到期", Show.OFF: "停了的", Show.ALL: "全部"}
NOT_YOURS = "这一条不归您管，您只能看。要改，请找登它的驿站或者县里。"
WRONG = "有{count}处要改，标红的就是。您填的都还在，改好再点一次。"


def facts(name: str, line: Line) -> str:
    """What stands below the name of an entry."""
    told = ((key, line.texts[key]) for key in LISTS[name].line[1:])
    return " · ".join(UNITS.get(key, "{}").format(said) for key, said in told if said)


def state(line: Line, on: date) -> str:
    """How it stands, with the days that are left."""
    if line.state is State.ENDING and line.last:
        left = (line.last - on).days
        return "今天到期" if left == 0 else "明天到期" if left == 1 else f"还有{left}天到期"
    return STATES[line.state]


def seats(line: Line) -> str:
    """Who has a seat of a course, and who waits."""
    if line.seats is None:
        return ""
    of = f"／{line.texts['seats']}" if line.texts["seats"] else ""
    waiting = f"，排队{line.seats.waiting}人" if line.seats.waiting else ""
    return f"报上{line.seats.held}{of}人{waiting}"
