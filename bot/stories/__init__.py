"""Stories and partners (先进典型, 爱心企业, 劳务品牌): posts that staff write in knowledge/stories, told word for word.

`StoryBook.stories(on)` and `StoryBook.story(id, on)` are all that others need; `phrases.stories.told` is how one is
told.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What the notice asks to be made known (section 8)."""

    MODEL = "model"
    ENTERPRISE = "enterprise"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class Story:
    """One post. `id` is the file's name without its end, `township` a code or "", `body` its paragraphs.

    `source` says who wrote it, `consent` how the person shown agreed ("" when nobody is shown). An `example` is made
    up, and is marked so wherever it is seen.
    """

    id: str
    kind: Kind
    title: str
    on: date
    until: date | None
    township: str
    source: str
    consent: str
    body: tuple[str, ...]
    example: bool

    def valid(self, on: date) -> bool:
        """Whether it is shown on that day."""
        return self.on <= on and (self.until is None or on <= self.until)
