"""How a story is told: what staff wrote, who says so and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Protocol

KINDS: Final[Mapping[str, str]] = {"model": "先进典型", "enterprise": "爱心企业", "brand": "劳务品牌"}
"""A kind (`bot.stories.Kind`) → what it is called."""
MARK: Final = "（示例）"
HOW_CHOSEN: Final = "怎么评、怎么推荐"


class Tellable(Protocol):
    """What a story (`bot.stories.Story`) shows of itself."""

    @property
    def kind(self) -> str:
        """A key of `KINDS`."""
        ...

    @property
    def title(self) -> str:
        """The headline."""
        ...

    @property
    def body(self) -> Sequence[str]:
        """The paragraphs."""
        ...

    @property
    def source(self) -> str:
        """Who wrote it."""
        ...

    @property
    def on(self) -> date:
        """When."""
        ...

    @property
    def example(self) -> bool:
        """Whether it is made up."""
        ...


def headline(story: Tellable) -> str:
    """The title, marked when the story is made up."""
    return story.title + (MARK if story.example and "示例" not in story.title else "")


def told(story: Tellable) -> str:
    """The whole story."""
    return "\n".join((f"【{KINDS[story.kind]}】{headline(story)}", *story.body, source(story)))


def source(story: Tellable) -> str:
    """Who says so, and when."""
    return f"出处：{story.source}，{story.on}"


def choose(kind: str) -> str:
    """The question above the headlines, which are shown as numbered choices below it."""
    return f"这些是{KINDS[kind]}，想看哪个回数字："
