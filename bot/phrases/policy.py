"""How a policy answer is shown: what staff wrote, its source, and what to do next. Nothing is added to the facts."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol


class Sourced(Protocol):
    """What the county supplied (`bot.policy.Supplied`)."""

    @property
    def said(self) -> str:
        """What it says."""
        ...

    @property
    def source(self) -> str:
        """Where it is written."""
        ...

    @property
    def dated(self) -> date:
        """Of which day that is."""
        ...


class Answerable(Protocol):
    """What an entry of the policy book (`bot.policy.Entry`) shows of itself."""

    @property
    def title(self) -> str:
        """What it is about."""
        ...

    @property
    def answer(self) -> str:
        """The short answer."""
        ...

    @property
    def more(self) -> str:
        """The longer text, or ""."""
        ...

    @property
    def source(self) -> str:
        """Where it is written."""
        ...

    @property
    def note(self) -> str:
        """The caveat, or ""."""
        ...

    @property
    def valid_until(self) -> date | None:
        """The last day on which it is current."""
        ...

    def expired(self, on: date) -> bool:
        """Whether it is not current any more."""
        ...

    def supplied(self, on: date) -> Sequence[Sourced]:
        """What the county supplied and still stands by."""
        ...

    def open_points(self, on: date) -> Sequence[str]:
        """What the county has yet to supply."""
        ...


UNHELPFUL: Final = "这个没帮上忙"
_NO_FIGURE: Final = "{missing}：这个我手上没有县里的准数，不敢乱讲。"
_ASK_AROUND: Final = "您可以找村里或乡镇驿站的工作人员，也可以打12333或12345问。"
_OFFER: Final = "要不要我帮您记下来，让驿站的人给您回话？"
_THAT_IS_ALL: Final = "您问的要还是“{title}”，我手上就这些，再细的没有准数，不敢乱讲。"
_OF_THEN: Final = "先说清楚：这是以前的办法，{day}到期了，现在不一定还这样。"
_NOW_UNKNOWN: Final = "现在怎么办，要问驿站。"
_AT_LAST: Final = "您问过“{question}”，现在能答您了："
_LONGEST_QUOTE: Final = 30


def answer(entry: Answerable, on: date) -> str:
    """The answer as of that day, its caveat, what the county supplied or has yet to supply, and the source."""
    parts = (_of_then(entry, on), entry.answer, entry.note, supplied(entry, on), _open(entry, on), _source(entry))
    return "\n".join(part for part in parts if part)


def details(entry: Answerable, on: date) -> str:
    """The longer text, for those who ask for it; the answer itself where there is none."""
    if not entry.more:
        return answer(entry, on)
    title = f"【{entry.title}】"
    parts = (title, _of_then(entry, on), entry.more, entry.note, supplied(entry, on), _source(entry))
    return "\n".join(part for part in parts if part)


def no_more(entry: Answerable) -> str:
    """For those who ask on after all was said that we have."""
    return _THAT_IS_ALL.format(title=entry.title) + _OFFER


def fallback(missing: str, *, where_to_ask: bool = True) -> str:
    """What is said in place of a figure that only the county has. `missing` names it: 一个月多少钱、哪天发."""
    return _NO_FIGURE.format(missing=missing) + (_ASK_AROUND if where_to_ask else "") + _OFFER


def choose(entries: Sequence[Answerable]) -> str:
    """The question above the titles to pick from, which are shown as numbered choices below it."""
    if len(entries) == 1:
        return "您想问的是不是这个？是的话回“1”。"
    return "您想问的是哪一样？回数字就行。"


def none_found() -> str:
    """Nothing in the book answers the question."""
    return "您问的这个，我手上的文件里没有，不敢乱讲。换个说法再问一次也行，或者打12333、12345问。" + _OFFER


def noted() -> str:
    """The question was put down for the station to answer."""
    return "记下了。驿站的人查清楚了给您回话。"


def did_not_help() -> str:
    """An answer was of no use."""
    return "对不住，没帮上忙。我记下了，会让人来改。要驿站的人给您回话，回“转人工”就行。"


def at_last(question: str, entry: Answerable, on: date) -> str:
    """The answer, for somebody who asked in vain some time ago."""
    quoted = question if len(question) <= _LONGEST_QUOTE else f"{question[:_LONGEST_QUOTE]}…"
    return f"{_AT_LAST.format(question=quoted)}\n{answer(entry, on)}"


def _of_then(entry: Answerable, on: date) -> str:
    if not entry.expired(on) or entry.valid_until is None:
        return ""
    return _OF_THEN.format(day=_day(entry.valid_until))


def supplied(entry: Answerable, on: date) -> str:
    """What the county supplied, each with its source and date; "" for nothing."""
    lines = [f"{each.said}（{each.source}，{_day(each.dated)}）" for each in entry.supplied(on)]
    return "我们县：\n" + "\n".join(lines) if lines else ""


def _open(entry: Answerable, on: date) -> str:
    missing = "、".join(entry.open_points(on))
    if missing:
        return fallback(missing, where_to_ask="12333" not in entry.note)
    return _NOW_UNKNOWN + _OFFER if entry.expired(on) else ""


def _source(entry: Answerable) -> str:
    return f"出处：{entry.source}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
