"""How a policy answer is shown: what staff wrote, its source, and what to do next. Nothing is added to the facts."""

from collections.abc import Sequence
from typing import Final, Protocol


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
    def missing(self) -> str:
        """What the county has yet to supply, or ""."""
        ...

    @property
    def county(self) -> str:
        """What the county supplied, with its source, or ""."""
        ...


_NO_FIGURE: Final = "{missing}：这个我手上没有县里的准数，不敢乱讲。"
_ASK_AROUND: Final = "您可以找村里或乡镇驿站的工作人员，也可以打12333或12345问。"
_OFFER: Final = "要不要我帮您记下来，让驿站的人给您回话？"


def answer(entry: Answerable) -> str:
    """The answer, its caveat, what the county supplied or has yet to supply, and the source."""
    return "\n".join(part for part in (entry.answer, entry.note, _county(entry), _source(entry)) if part)


def details(entry: Answerable) -> str:
    """The longer text, for those who ask for it; the answer itself where there is none."""
    if not entry.more:
        return answer(entry)
    return "\n".join(
        part for part in (f"【{entry.title}】", entry.more, entry.note, entry.county, _source(entry)) if part
    )


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


def _county(entry: Answerable) -> str:
    if entry.county:
        return f"我们县：{entry.county}"
    return fallback(entry.missing, where_to_ask="12333" not in entry.note) if entry.missing else ""


def _source(entry: Answerable) -> str:
    return f"出处：{entry.source}"
