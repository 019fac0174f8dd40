"""Whether anybody in the household works: asked of those only whose message hints that nobody does."""

import re
from collections.abc import Sequence

from bot.dialogs.form import NOBODY, Context, Option, Question
from bot.dialogs.kinds import FromList
from bot.language.normalise import normalise
from bot.phrases import offers
from bot.readers.household import nobody_works
from bot.session import Value

KEY = "household"
HINTED = "hinted"  # an answer that is none: the message that opened the form hints at it
SOMEBODY = "somebody"

_NO = re.compile(r"(?:家里|屋里|都|现在|是的?|唉|哎|[,，])*(?:没|无|冇|一个都没)")
_YES = re.compile(r"(?:家里|屋里|现在|[,，])*(?:有|儿子|女儿|老公|老婆|媳妇|男人|我[和跟在])")


class Household(FromList):
    """The two answers; "没有" is one of them, not a refusal of the list."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        plain = normalise(text)
        if _NO.match(plain) or nobody_works(plain):
            return NOBODY
        return SOMEBODY if _YES.match(plain) else super().read(text, shown, context)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`: only that nobody works, and only when it is said plainly."""
        return NOBODY if nobody_works(text) else None

    def show(self, value: Value) -> str:
        """See `Answer`."""
        return {NOBODY: "没人上班", SOMEBODY: "有人上班"}.get(str(value), str(value))


def _options(context: Context) -> list[Option]:
    return [Option(NOBODY, offers.NOBODY_WORKS, NOBODY), Option(SOMEBODY, offers.SOMEBODY_WORKS, SOMEBODY)]


HOUSEHOLD = Question(
    key=KEY,
    label="家里",
    wording=offers.HOUSEHOLD,
    short=offers.HOUSEHOLD_SHORT,
    answer=Household(_options),
    why="家里没人上班的，驿站先帮，一户一户想办法。",
    example="没有",
    when=lambda context: HINTED in context.answers or KEY in context.answers,
)
