"""What somebody looks for in a job: never asked, but taken down wherever it is said, and the list follows it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.form import Context, Option, Question, nothing_chosen
from bot.matching import Wishes, dump, load
from bot.phrases import offers
from bot.readers import NotUnderstood
from bot.readers.wishes import find_wishes
from bot.records import Place
from bot.session import Value

KEY = "wishes"

_LOOKS = re.compile(r"[想找要能活干做挣岁]|工作|岗|班|[也都](?:可以|[行中照])")


def wishes_of(context: Context) -> Wishes:
    """The wishes so far, with the home."""
    stored = context.answers.get(KEY, "")
    wishes = load(stored if isinstance(stored, str) else "")
    village = context.answers.get("village")
    home = village.township or village.village[:9] if isinstance(village, Place) else ""
    return replace(wishes, home=home) if home else wishes


class Looked:
    """Wishes as an answer, in their stored form."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        found = self.find(text, context)
        if found is None:
            raise NotUnderstood("choice")
        return found

    def find(self, text: str, context: Context) -> Value | None:
        """Everything wished for so far, when the text adds to it, says it again, or takes it all back."""
        before = wishes_of(context)
        after = find_wishes(text, before)
        where_only = (after.trade, after.kinds) == (before.trade, before.kinds)
        if where_only and "village" not in context.answers and not _LOOKS.search(text):
            return None  # "镇上的" is an answer to where they live
        said_again = after == before and KEY in context.answers and find_wishes(text, Wishes())
        return dump(after) if after != before or said_again else None

    def options(self, context: Context) -> Sequence[Option]:
        """See `Answer`."""
        return ()

    def option(self, ident: str, context: Context) -> Option | None:
        """See `Answer`."""
        return None

    def show(self, value: Value) -> str:
        """See `Answer`."""
        return offers.noted(load(str(value)))


WISHES = Question(
    key=KEY,
    label="想找",
    wording="您想找什么样的活？",
    short="想找什么样的活？",
    answer=Looked(),
    why="好给您挑合适的。",
    example="离家近的",
    posed=False,
    narrows=True,
    when=nothing_chosen("job"),
)
